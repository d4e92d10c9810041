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
  /** Whether the last question could not be asked. */
  failed = $state(false);
  cursor = $state(0);
  /** All that is found, with its path, instead of the best; stays on until it is turned off. */
  all = $state(false);
  shown = $state(false);
  #asked = 0;
  /** The question on its way, by its number; none at 0. */
  #waiting = 0;
  #answering: Promise<void> = Promise.resolve();
  #choosing = false;
  /** The release that the answer is from. */
  #from = '';
  #opened = $state.raw<{ release: string; result: ResultDto }[]>([]);

  /** What was opened before in this release, the last first: offered while nothing is answered. */
  recent = $derived(this.#opened.filter((one) => one.release === this.release()).map((one) => one.result));
  results = $derived<ResultDto[]>(this.answer === null ? (this.failed ? [] : this.recent) : this.all ? this.answer.results : this.answer.results.slice(0, BEST));

  constructor(
    readonly session: Session,
    readonly release: () => string,
    readonly encounter: () => string | undefined,
  ) {}

  /** Offers what was found last, or opened before. */
  begin(): void {
    if (this.#from !== this.release()) this.#drop();
    if (this.query.trim() !== '' && this.query !== this.answered && this.#waiting !== this.#asked) void this.ask(this.query);
    if (this.answer === null) this.cursor = 0;
    this.shown = true;
  }

  ask(query: string): Promise<void> {
    this.query = query;
    this.#answering = this.#ask(query, ++this.#asked);
    return this.#answering;
  }

  async #ask(query: string, asked: number): Promise<void> {
    const release = this.release();
    if (query.trim() === '') {
      this.#drop();
      this.answered = query;
      return;
    }
    this.#waiting = asked;
    const answer = await this.session.attempt(this.session.backend.lookup(release, query, this.all ? ALL : LIMIT, this.encounter()));
    if (asked !== this.#asked) return;
    this.#waiting = 0;
    this.#drop();
    this.failed = !answer;
    this.shown = true;
    if (!answer) return;
    this.answer = answer;
    this.answered = query;
    this.#from = release;
  }

  /** No answer is there any more. */
  #drop(): void {
    this.answer = null;
    this.answered = '';
    this.failed = false;
    this.cursor = 0;
  }

  /** The result chosen, once what is asked now is answered; none where more is typed by then. */
  async chosen(): Promise<ResultDto | undefined> {
    if (this.#choosing) return undefined;
    this.#choosing = true;
    const asked = this.#asked;
    await this.#answering;
    this.#choosing = false;
    return this.shown && asked === this.#asked && this.answered === this.query ? this.results[this.cursor] : undefined;
  }

  async toggleAll(): Promise<void> {
    this.all = !this.all;
    this.cursor = 0;
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

  /** The words written out, but for those whose meaning is asked about: the question names those already. */
  get written(): MeaningDto[] {
    const { expanded = [], ambiguous = [] } = this.answer ?? {};
    return expanded.filter((one) => !ambiguous.some((asked) => asked.short === one.short && asked.expansion === one.expansion));
  }

  /** What is asked, a question for each short form. `nth` is the meaning's number among all of them, by which it is taken. */
  get questions(): { short: string; meanings: { meaning: MeaningDto; nth: number }[] }[] {
    const all = (this.answer?.ambiguous ?? []).map((meaning, nth) => ({ meaning, nth }));
    const once = all.filter(({ meaning: { short, expansion } }, at) => all.findIndex(({ meaning }) => meaning.short === short && meaning.expansion === expansion) === at);
    return [...new Set(once.map(({ meaning }) => meaning.short))].map((short) => ({ short, meanings: once.filter(({ meaning }) => meaning.short === short) }));
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
    const asked = this.answer === null ? result.code : this.answered.trim();
    const release = this.release();
    const same = (one: ResultDto): boolean => one.code === result.code && one.node?.node === result.node?.node;
    this.#opened = [{ release, result }, ...this.#opened.filter((one) => one.release !== release || !same(one.result))].slice(0, BEST);
    return asked;
  }

  /** Keeps no words: they may be those of a chart that is left. */
  leave(): void {
    this.close();
    this.query = '';
    this.#drop();
  }

  /** Forgets what was opened as well: somebody else may come. */
  blank(): void {
    this.leave();
    this.#opened = [];
  }

  /** Shows no results any more, nor those still on their way. */
  close(): void {
    this.#asked += 1;
    this.shown = false;
  }
}
