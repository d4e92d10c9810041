import type { MeaningDto } from '../bindings/MeaningDto';
import type { LookupDto } from '../bindings/LookupDto';
import type { ResultDto } from '../bindings/ResultDto';
import type { Session } from '../settings/session.svelte';

/** Most results asked for, and most while all are wanted. */
const LIMIT = 60;
const ALL = 300;
/** Results shown before "show all", and most opened ones remembered. */
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
  #answering: Promise<void> = Promise.resolve();
  /** Release and chart that the answer is for. */
  #of: [string, string | undefined] = ['', undefined];
  #opened = $state.raw<{ release: string; result: ResultDto }[]>([]);

  /** What was opened before in this release, the last first: offered while nothing is asked. */
  recent = $derived(this.#opened.filter((one) => one.release === this.release()).map((one) => one.result));
  results = $derived<ResultDto[]>(this.answer === null ? this.recent : this.all ? this.answer.results : this.answer.results.slice(0, BEST));

  constructor(
    readonly session: Session,
    readonly release: () => string,
    readonly encounter: () => string | undefined,
  ) {}

  /** Offers what was found last, or opened before. Words of another chart are not kept. */
  begin(): void {
    const [release, encounter] = this.#of;
    if (encounter !== this.encounter()) void this.ask('');
    else if (this.query !== this.answered || release !== this.release()) void this.ask(this.query);
    this.shown = true;
  }

  ask(query: string): Promise<void> {
    this.query = query;
    this.#of = [this.release(), this.encounter()];
    this.#answering = this.#ask(query, ++this.#asked);
    return this.#answering;
  }

  async #ask(query: string, asked: number): Promise<void> {
    if (query.trim() === '') {
      this.answer = null;
      this.answered = query;
      this.cursor = 0;
      return;
    }
    const answer = await this.session.attempt(this.session.backend.lookup(this.release(), query, this.all ? ALL : LIMIT, this.encounter()));
    if (asked !== this.#asked || !answer) return;
    this.answer = answer;
    this.answered = query;
    this.cursor = 0;
    this.shown = true;
  }

  /** The result chosen, once what is asked is answered. */
  async chosen(): Promise<ResultDto | undefined> {
    for (let waited; waited !== this.#answering; ) await (waited = this.#answering);
    return this.shown && this.answered === this.query ? this.results[this.cursor] : undefined;
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

  /** Remembers what is opened, and answers with what was asked for it: itself, where it was offered without a question. */
  opened(result: ResultDto): string {
    const asked = this.answer === null ? result.code : this.query.trim();
    const release = this.release();
    const same = (one: ResultDto): boolean => one.code === result.code && one.node?.node === result.node?.node;
    this.#opened = [{ release, result }, ...this.#opened.filter((one) => one.release !== release || !same(one.result))].slice(0, BEST);
    return asked;
  }

  /** Forgets what was asked and opened: somebody else may come. */
  blank(): void {
    void this.ask('');
    this.close();
    this.#opened = [];
  }

  /** Shows no results any more, nor those still on their way. */
  close(): void {
    this.#asked += 1;
    this.shown = false;
  }
}
