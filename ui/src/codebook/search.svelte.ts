import type { LookupDto } from '../bindings/LookupDto';
import type { ResultDto } from '../bindings/ResultDto';
import type { Session } from '../settings/session.svelte';

/** Most results asked for. */
const LIMIT = 60;
/** Results shown before "show all". */
export const BEST = 12;

/** Search as you type over the whole book. The last question asked is the one that is answered. */
export class BookSearch {
  query = $state('');
  answer = $state.raw<LookupDto | null>(null);
  cursor = $state(0);
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
    this.all = false;
    if (query.trim() === '') {
      this.answer = null;
      this.shown = false;
      return;
    }
    const answer = await this.session.attempt(this.session.backend.lookup(this.release(), query, LIMIT, this.encounter()));
    if (asked !== this.#asked || !answer) return;
    this.answer = answer;
    this.cursor = 0;
    this.shown = true;
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.results.length - 1, this.cursor + by));
  }

  close(): void {
    this.shown = false;
  }
}
