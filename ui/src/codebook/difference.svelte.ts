import type { ChangeDto } from '../bindings/ChangeDto';
import type { DifferenceDto } from '../bindings/DifferenceDto';
import type { Session } from '../settings/session.svelte';
import { focusPane } from '../shared/panes';

const PAGE = 200;
const LABELS: Record<string, string> = {
  added: 'new', deleted: 'deleted', 'became-header': 'now a header', 'became-billable': 'now billable', retitled: 'new title', notes: 'notes changed',
};

/** A kind of change in words. */
export const changeLabel = (kind: string): string => LABELS[kind] ?? kind;

/** What changed between two installed releases. */
export class DifferenceReader {
  shown = $state(false);
  /** The release compared with. */
  other = $state('');
  kind = $state<string | null>(null);
  words = $state('');
  answer = $state.raw<DifferenceDto | null>(null);
  rows = $state.raw<ChangeDto[]>([]);
  cursor = $state(0);
  #asked = 0;
  #loading = false;

  constructor(
    readonly session: Session,
    readonly release: () => string,
  ) {}

  /** The installed releases there are to compare with, the one before first. */
  get others(): string[] {
    return this.session.releases.map((one) => one.name).filter((name) => name !== this.release());
  }

  async show(): Promise<void> {
    this.shown = true;
    if (!this.others.includes(this.other)) {
      const names = this.session.releases.map((one) => one.name);
      this.other = names[names.indexOf(this.release()) + 1] ?? this.others[0] ?? '';
    }
    await this.ask();
    focusPane('index');
  }

  /** Asks for the first page of what is wanted now; the last question asked is the one answered. */
  async ask(): Promise<void> {
    const asked = ++this.#asked;
    if (this.other === '') return;
    const answer = await this.#page(0);
    if (!answer || asked !== this.#asked) return;
    this.answer = answer;
    this.rows = answer.rows;
    this.cursor = 0;
  }

  async more(): Promise<void> {
    if (this.#loading || this.rows.length >= (this.answer?.total ?? 0)) return;
    this.#loading = true;
    const asked = this.#asked;
    const answer = await this.#page(this.rows.length);
    this.#loading = false;
    if (answer && asked === this.#asked) this.rows = [...this.rows, ...answer.rows];
  }

  async choose(kind: string | null): Promise<void> {
    this.kind = this.kind === kind ? null : kind;
    await this.ask();
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.rows.length - 1, this.cursor + by));
  }

  #page(offset: number): Promise<DifferenceDto | null> {
    const query = { offset, limit: PAGE, ...(this.kind === null ? {} : { kind: this.kind }), ...(this.words.trim() === '' ? {} : { words: this.words.trim() }) };
    return this.session.attempt(this.session.backend.codeDifference(this.release(), this.other, query));
  }
}
