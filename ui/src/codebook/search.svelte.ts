import type { MeaningDto } from '../bindings/MeaningDto';
import type { LookupDto } from '../bindings/LookupDto';
import type { ResultDto } from '../bindings/ResultDto';
import type { Session } from '../settings/session.svelte';

/** Most results asked for, and most while all are wanted. */
const LIMIT = 60;
const ALL = 300;
/** Results shown before "show all". */
export const BEST = 12;

/** Search as you type over the whole book. The last question asked is the one that is answered. */
export class BookSearch {
  query = $state('');
  answer = $state.raw<LookupDto | null>(null);
  /** The question that the answer is of. */
  answered = $state('');
  cursor = $state(0);
  /** All that is found, with its path, instead of the best; stays on until it is turned off. */
  all = $state(false);
  shown = $state(false);
  #asked = 0;

  results = $derived<ResultDto[]>(this.all ? (this.answer?.results ?? []) : (this.answer?.results.slice(0, BEST) ?? []));

  constructor(
    readonly session: Session,
    readonly release: () => string,
    readonly encounter: () => string | undefined,
  ) {}

  async ask(query: string): Promise<void> {
    this.query = query;
    const asked = ++this.#asked;
    if (query.trim() === '') {
      this.answer = null;
      this.shown = false;
      return;
    }
    const answer = await this.session.attempt(this.session.backend.lookup(this.release(), query, this.all ? ALL : LIMIT, this.encounter()));
    if (asked !== this.#asked || !answer) return;
    this.answer = answer;
    this.answered = query;
    this.cursor = 0;
    this.shown = true;
  }

  async toggleAll(): Promise<void> {
    this.all = !this.all;
    await this.ask(this.query);
  }

  /** Takes one of the meanings that a short form might have. */
  async mean(nth: number): Promise<void> {
    const meaning = this.answer?.ambiguous[nth];
    if (meaning) await this.ask(meaning.query);
  }

  /** Lets look-ups take a word as it stands, from now on. */
  async dismiss(meaning: MeaningDto): Promise<void> {
    if (await this.session.attempt(this.session.backend.synonymEnable(this.release(), meaning.short, meaning.expansion, false))) await this.ask(this.query);
  }

  /** What else is to be said of the answer, beside the words written out. */
  get notices(): string[] {
    const { notices = [], expanded = [] } = this.answer ?? {};
    return notices.filter((notice) => !expanded.some((one) => notice.startsWith(`${one.short} →`)));
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.results.length - 1, this.cursor + by));
  }

  /** Shows no results any more, nor those still on their way. */
  close(): void {
    this.#asked += 1;
    this.shown = false;
  }
}
