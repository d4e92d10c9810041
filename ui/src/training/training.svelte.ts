import type { AttemptDto } from '../bindings/AttemptDto';
import type { DashboardDto } from '../bindings/DashboardDto';
import type { DeckDto } from '../bindings/DeckDto';
import type { ExamDto } from '../bindings/ExamDto';
import type { ExerciseDto } from '../bindings/ExerciseDto';
import type { GuidanceDto } from '../bindings/GuidanceDto';
import type { PackDto } from '../bindings/PackDto';
import type { ScoredDto } from '../bindings/ScoredDto';
import type { BookController } from '../codebook/book.svelte';
import type { Session } from '../settings/session.svelte';
import { focusPane } from '../shared/panes';
import { ERRORS, move, nextExercise, wordAt } from './answer';
import { AuthorController } from './author.svelte';
import { WaysController } from './ways.svelte';

export type Mode = 'guided' | 'unguided' | 'exam';
export type Page = 'packs' | 'exercise' | 'score' | 'review' | 'trainer' | 'author' | 'ways';

/** How long Esc must not be pressed again to stay in an examination, in milliseconds. */
const LEAVING = 5000;

/** What a learner does: a pack, an exercise, its score, the cards that are due; and the trainer's tables. */
export class TrainingController {
  page = $state<Page>('packs');
  mode = $state<Mode>('guided');
  packs = $state.raw<PackDto[]>([]);
  /** Number of the chosen exercise among all. */
  cursor = $state(0);
  exercise = $state.raw<ExerciseDto | null>(null);
  /** The marked words of the text: [start, end). */
  marked = $state.raw<[number, number] | null>(null);
  codes = $state<string[]>([]);
  ticked = $state<string[]>([]);
  flags = $state<Record<string, string | null>>({});
  hints = $state<string[]>([]);
  /** The chosen row of the answer: a code, note or suggestion. */
  row = $state(0);
  /** Presence on admission of each code, where it was said. */
  poa = $state<Record<string, string>>({});
  /** The steps of a guided exercise. */
  guidance = $state.raw<GuidanceDto[]>([]);
  /** The examination that is running. */
  exam = $state.raw<ExamDto | null>(null);
  /** One's own examinations that did not end as they should. */
  unfinished = $state.raw<ExamDto[]>([]);
  scored = $state.raw<ScoredDto | null>(null);
  readonly ways: WaysController;
  readonly author: AuthorController;
  deck = $state.raw<DeckDto | null>(null);
  revealed = $state(false);
  dashboard = $state.raw<DashboardDto | null>(null);
  now = $state(0);
  /** Called when an examination begins. */
  onexam: () => void = () => undefined;
  #began = 0;
  #busy = false;
  #opening = false;
  /** How often an exercise was opened or the page left: what was asked for before is not shown any more. */
  #opened = 0;
  #leaving = 0;
  #asked = 0;

  rows = $derived(this.packs.flatMap((pack) => pack.exercises.map((exercise) => ({ pack, exercise }))));
  chosen = $derived(this.rows[this.cursor] ?? null);
  card = $derived(this.deck?.due[0] ?? null);
  elapsed = $derived(Math.max(0, Math.floor((this.now - this.#began) / 1000)));
  /** Seconds left in an examination. */
  left = $derived(this.exam ? Math.max(0, this.exam.seconds - this.elapsed) : null);

  constructor(
    readonly session: Session,
    readonly book: BookController,
  ) {
    this.ways = new WaysController(session);
    this.author = new AuthorController(session, () => this.load());
    this.book.trail.changed = () => void this.lead();
  }

  /** Whether an exercise is open, so that codes of the book go into its answer. */
  get answering(): boolean {
    return this.session.view === 'training' && this.page === 'exercise' && this.exercise !== null;
  }

  async load(): Promise<void> {
    const packs = await this.session.attempt(this.session.backend.trainingPacks());
    if (packs) this.packs = packs;
    const exams = await this.session.attempt(this.session.backend.trainingExams());
    if (exams) this.unfinished = exams;
  }

  show(page: Page): void {
    this.#opened += 1;
    if (this.exam && page !== 'score') void this.#leave(this.exam.id);
    this.ways.pause();
    this.page = page;
    if (page === 'packs') void this.load();
    if (page === 'review') void this.loadDeck();
    if (page === 'trainer') void this.loadDashboard();
    if (page === 'author') void this.author.load();
    focusPane('training');
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.rows.length - 1, this.cursor + by));
  }

  /** Chooses what is recommended: the first exercise of the next pack that was not right at last. */
  toNext(): void {
    const of = (pack: PackDto): number => this.rows.findIndex((row) => row.pack.id === pack.id && !row.exercise.right);
    const next = this.packs.find((pack) => pack.standing === 'next');
    if (!next) return this.session.toasts.say('Every pack is mastered.');
    const at = of(next);
    this.cursor = at >= 0 ? at : this.rows.findIndex((row) => row.pack.id === next.id);
  }

  setMode(mode: Mode): void {
    this.mode = mode;
  }

  /** Opens an exercise; one that is being opened is not opened again. */
  async open(id = this.chosen?.exercise.id): Promise<void> {
    if (!id || this.#opening) return;
    this.#opening = true;
    const { mode } = this;
    const opened = ++this.#opened;
    let exam: ExamDto | null = null;
    const exercise = await this.session.attempt(this.session.backend.trainingExercise(id, mode));
    if (exercise && mode === 'exam' && this.#waits(opened)) exam = await this.session.attempt(this.#begin(id, opened));
    this.#opening = false;
    if (!exercise || !this.#waits(opened) || (mode === 'exam' && !exam)) return;
    this.mode = mode;
    await this.#start(exercise, exam, opened);
  }

  /** Whether whoever asked for an exercise is still there to see it. */
  #waits(opened: number): boolean {
    return opened === this.#opened && this.session.view === 'training';
  }

  /** Begins an examination; one that nobody waits for any more is left at once, so that it does not run unseen. */
  async #begin(id: string, opened: number): Promise<ExamDto | null> {
    const exam = await this.session.backend.trainingExamBegin(id);
    if (this.#waits(opened)) return exam;
    await this.session.backend.trainingExamLeave(exam.id).catch(() => null);
    return null;
  }

  async #start(exercise: ExerciseDto, exam: ExamDto | null, opened: number): Promise<void> {
    this.#examine(exam);
    this.guidance = [];
    this.poa = {};
    this.cursor = Math.max(0, this.rows.findIndex((one) => one.exercise.id === exercise.id));
    this.exercise = exercise;
    this.marked = null;
    this.codes = exercise.kind === 'sequence' ? exercise.given.map((one) => one.code) : [];
    this.ticked = [];
    this.flags = {};
    this.hints = [];
    this.row = 0;
    this.scored = null;
    this.page = 'exercise';
    this.#began = Date.now();
    this.now = this.#began;
    // who types on at once types into the exercise
    focusPane('training');
    await this.book.start(exercise.release);
    if (opened !== this.#opened) return;
    await this.book.browse('index');
    if (opened !== this.#opened) return;
    this.book.tabular = null;
    this.book.search.leave();
    this.book.trail.restart();
    void this.lead();
  }

  /** What a clock does each second: an examination is handed in as it stands when its time has run out. */
  tick(): void {
    this.now = Date.now();
    if (this.left === 0) void this.submit(true);
  }

  /** What is on screen of an exercise goes when the window is locked; the host keeps that an examination was left. */
  blank(): void {
    this.#opened += 1;
    this.#examine(null);
    this.exercise = null;
    this.scored = null;
    this.deck = null;
    this.dashboard = null;
    this.unfinished = [];
    this.packs = [];
    this.page = 'packs';
  }

  /** An examination begins or is over; while it runs, the book has its pages alone. */
  #examine(exam: ExamDto | null): void {
    this.exam = exam;
    this.book.plain = exam !== null;
    if (!exam) return;
    // neither guidelines, changes nor favourites stay open behind the page
    this.book.guidelines.shown = this.book.difference.shown = this.book.favourites.shown = false;
    this.onexam();
  }

  async #leave(exam: string): Promise<void> {
    this.#examine(null);
    await this.session.attempt(this.session.backend.trainingExamLeave(exam));
    await this.load();
  }

  /** The answer so far. */
  #attempt(timedOut = false): AttemptDto | null {
    const exercise = this.exercise;
    if (!exercise) return null;
    const { trail } = this.book;
    return {
      exercise: exercise.id,
      mode: this.mode,
      words: this.words,
      steps: trail.steps,
      times: trail.times(this.#began),
      notes: [...this.ticked],
      codes: exercise.kind === 'audit' ? [] : [...this.codes],
      poa: Object.entries(this.poa).map(([code, poa]) => ({ code, poa })),
      flags: Object.entries(this.flags).map(([code, error]) => ({ code, error })),
      hints: this.hints.length,
      elapsedMs: Math.min(Date.now() - this.#began, 2 ** 32 - 1),
      exam: this.exam?.id ?? null,
      timedOut,
    };
  }

  /** Asks how far the steps of a guided exercise are; of several askings under way the last one counts. */
  async lead(): Promise<void> {
    const attempt = this.#attempt();
    if (this.mode !== 'guided' || !this.answering || !attempt) return;
    const asked = ++this.#asked;
    const guidance = await this.session.attempt(this.session.backend.trainingGuide(attempt));
    if (guidance && asked === this.#asked) this.guidance = guidance;
  }

  /** The next exercise of the list. */
  async next(): Promise<void> {
    const at = nextExercise(this.rows.length, this.cursor);
    this.cursor = at;
    await this.open(this.rows[at]?.exercise.id);
  }

  async hint(): Promise<void> {
    const exercise = this.exercise;
    if (!exercise || this.hints.length >= exercise.hints) return;
    const hint = await this.session.attempt(this.session.backend.trainingHint(exercise.id, this.hints.length + 1));
    if (hint) this.hints = [...this.hints, hint];
  }

  /** Marks the next or previous word of the text. */
  markWord(by: number): void {
    const text = this.exercise?.text ?? '';
    this.marked = wordAt(text, this.marked, by);
    void this.lead();
  }

  /** Left and Right: the marked word of a main term, the kind of error of a code that is wrong. */
  across(by: number): void {
    const code = this.list[this.row];
    if (this.exercise?.kind !== 'audit') return this.markWord(by);
    if (code === undefined || !(code in this.flags)) return;
    const kinds = ['', ...ERRORS.map(([short]) => short)];
    const at = kinds.indexOf(this.flags[code] ?? '');
    this.flag(code, kinds[(at + by + kinds.length) % kinds.length] ?? '');
  }

  /** Says of the chosen code whether it was present on admission. */
  admit(poa: string, code = this.list[this.row]): void {
    if (!this.exercise?.asksPoa || code === undefined || !this.codes.includes(code)) return;
    this.poa = { ...this.poa, [code]: poa };
    void this.lead();
  }

  mark(start: number, end: number): void {
    this.marked = end > start ? [start, end] : null;
    void this.lead();
  }

  get words(): string {
    return this.marked && this.exercise ? this.exercise.text.slice(...this.marked) : '';
  }

  /** The rows that Up and Down go through: suggestions, given codes or notes, by the kind of exercise. */
  get list(): string[] {
    const one = this.exercise;
    if (!one) return [];
    if (one.kind === 'vigilance') return one.suggestions.map((s) => s.code);
    if (one.kind === 'audit') return [...one.given.map((s) => s.code), ...this.codes];
    if (one.kind === 'verify') return [...one.notes.map((note) => note.sentence), ...this.codes];
    return this.codes;
  }

  moveRow(by: number): void {
    this.row = Math.max(0, Math.min(this.list.length - 1, this.row + by));
  }

  /** Ticks a note, or rejects and flags a code. */
  toggle(what = this.list[this.row]): void {
    const one = this.exercise;
    if (!one || what === undefined) return;
    if (one.kind === 'verify' && one.notes.some((note) => note.sentence === what)) {
      this.ticked = this.ticked.includes(what) ? this.ticked.filter((note) => note !== what) : [...this.ticked, what];
    } else if (one.kind === 'vigilance' || one.kind === 'audit') {
      const { [what]: was, ...rest } = this.flags;
      this.flags = was === undefined ? { ...rest, [what]: null } : rest;
    }
    void this.lead();
  }

  flag(code: string, error: string): void {
    this.flags = { ...this.flags, [code]: error || null };
    void this.lead();
  }

  /** Takes a code into the answer; whether it was. A missing code of an audit is flagged at once. */
  take(code: string): boolean {
    const one = this.exercise;
    if (!one || !this.answering) return false;
    const wanted = code.trim().toUpperCase();
    if (!wanted || this.codes.includes(wanted)) return wanted !== '';
    if (one.kind === 'sequence' || one.kind === 'vigilance' || one.kind === 'main-term') {
      this.session.toasts.say('This exercise takes no code of the book.');
      return false;
    }
    if (one.kind === 'complete' || one.kind === 'walk') this.codes = [wanted];
    else this.codes = [...this.codes, wanted];
    if (one.kind === 'audit') this.flags = { ...this.flags, [wanted]: 'OM' };
    void this.lead();
    return true;
  }

  drop(code = this.list[this.row]): void {
    if (code === undefined || this.exercise?.kind === 'sequence') return;
    this.codes = this.codes.filter((one) => one !== code);
    const { [code]: _gone, ...rest } = this.flags;
    this.flags = rest;
    void this.lead();
  }

  /** Moves the chosen code up or down in the sequence. */
  resequence(by: number): void {
    const code = this.list[this.row];
    const at = code === undefined ? -1 : this.codes.indexOf(code);
    if (at < 0) return;
    this.codes = move(this.codes, at, by);
    this.row += this.list.indexOf(code ?? '') - this.row;
    void this.lead();
  }

  async submit(timedOut = false): Promise<void> {
    const attempt = this.#attempt(timedOut);
    if (!attempt || this.#busy || this.page !== 'exercise') return;
    this.#busy = true;
    const scored = await this.session.attempt(this.session.backend.trainingSubmit(attempt));
    this.#busy = false;
    if (!scored) return;
    this.#examine(null);
    this.scored = scored;
    this.page = 'score';
    this.ways.show(scored.replay);
    void this.load();
    focusPane('training');
  }

  /** Shows the ways of a file. */
  async openWays(text: string): Promise<void> {
    if (!(await this.ways.open(text))) return;
    this.page = 'ways';
    focusPane('training');
  }

  async loadDeck(): Promise<void> {
    this.revealed = false;
    const deck = await this.session.attempt(this.session.backend.trainingReviewDue());
    if (deck) this.deck = deck;
  }

  async grade(grade: string): Promise<void> {
    const card = this.card;
    if (!card || !this.revealed) return;
    const days = await this.session.attempt(this.session.backend.trainingReview(card.id, grade));
    if (days === null) return;
    this.session.toasts.say(days === 1 ? 'Comes back tomorrow.' : `Comes back in ${days} days.`);
    await this.loadDeck();
  }

  /** Cards of what the newest release changed against the one before. */
  async mintRelease(): Promise<void> {
    const [newer, older] = this.session.releases;
    if (!newer || !older) return this.session.toasts.say('Two installed releases are needed to compare them.');
    const minted = await this.session.attempt(this.session.backend.trainingMintRelease(older.name, newer.name));
    if (minted === null) return;
    this.session.toasts.say(`${minted} new cards of what ${newer.name} changed.`);
    await this.loadDeck();
  }

  async loadDashboard(): Promise<void> {
    const dashboard = await this.session.attempt(this.session.backend.trainingDashboard());
    if (dashboard) this.dashboard = dashboard;
  }

  async saveCsv(): Promise<void> {
    const saved = await this.session.attempt(this.session.backend.trainingCsvSave());
    if (saved) this.session.toasts.say(`All attempts are in ${saved.path}.`);
  }

  /** Backs out one level; whether there was one. */
  back(): boolean {
    if (this.page === 'packs') return false;
    if (this.exam && Date.now() - this.#leaving > LEAVING) {
      this.#leaving = Date.now();
      this.session.toasts.say('Esc again leaves the examination; it is recorded as left.');
      return true;
    }
    this.show('packs');
    return true;
  }
}
