import type { SynonymDto } from '../bindings/SynonymDto';
import type { SynonymListDto } from '../bindings/SynonymListDto';
import type { Session } from './session.svelte';

const SHOWN = 60;

/** The synonym layer of look-ups: what is carried, what a person added, what is turned off. */
export class SynonymController {
  words = $state('');
  list = $state.raw<SynonymListDto | null>(null);
  short = $state('');
  expansion = $state('');
  #asked = 0;

  constructor(readonly session: Session) {}

  get release(): string | null {
    return this.session.releases[0]?.name ?? null;
  }

  async ask(words = this.words): Promise<void> {
    this.words = words;
    const { release } = this;
    if (release === null) return;
    const asked = ++this.#asked;
    const list = await this.session.attempt(this.session.backend.synonymList(release, words.trim(), SHOWN));
    if (list && asked === this.#asked) this.list = list;
  }

  async add(): Promise<void> {
    const { release } = this;
    const [short, expansion] = [this.short.trim(), this.expansion.trim()];
    if (release === null || short === '' || expansion === '') return;
    if (!(await this.session.attempt(this.session.backend.synonymAdd(release, short, expansion)))) return;
    this.short = this.expansion = '';
    await this.ask(short);
  }

  async enable(row: SynonymDto, enabled: boolean): Promise<void> {
    if (this.release && (await this.session.attempt(this.session.backend.synonymEnable(this.release, row.short, row.expansion, enabled)))) await this.ask();
  }

  async remove(row: SynonymDto): Promise<void> {
    if (this.release && (await this.session.attempt(this.session.backend.synonymRemove(this.release, row.short, row.expansion)))) await this.ask();
  }
}

/** Whether a row is a person's own. */
export const isOwn = (row: SynonymDto): boolean => row.source === 'your synonyms';
