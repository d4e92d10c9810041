import type { DashboardDto } from '../bindings/DashboardDto';
import type { DeckDto } from '../bindings/DeckDto';
import type { ExerciseDto } from '../bindings/ExerciseDto';
import type { PackDto } from '../bindings/PackDto';
import type { ScoredDto } from '../bindings/ScoredDto';
import type { BookController } from '../codebook/book.svelte';
import type { Session } from '../settings/session.svelte';
import { focusPane } from '../shared/panes';
import { move, nextExercise, wordAt } from './answer';

export type Mode = 'guided' | 'unguided' | 'exam';
export type Page = 'packs' | 'exercise' | 'score' | 'review' | 'trainer';

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
  scored = $state.raw<ScoredDto | null>(null);
  /** How many steps of the replay are shown. */
  replayed = $state(0);
  deck = $state.raw<DeckDto | null>(null);
  revealed = $state(false);
  dashboard = $state.raw<DashboardDto | null>(null);
  now = $state(0);
  #began = 0;
  #busy = false;

  rows = $derived(this.packs.flatMap((pack) => pack.exercises.map((exercise) => ({ pack, exercise }))));
  chosen = $derived(this.rows[this.cursor] ?? null);
  card = $derived(this.deck?.due[0] ?? null);
  longestWay = $derived(Math.max(0, ...(this.scored?.replay ?? []).map((way) => way.steps.length)));
  elapsed = $derived(Math.max(0, Math.floor((this.now - this.#began) / 1000)));

  constructor(
    readonly session: Session,
    readonly book: BookController,
  ) {}

  /** Whether an exercise is open, so that codes of the book go into its answer. */
  get answering(): boolean {
    return this.session.view === 'training' && this.page === 'exercise' && this.exercise !== null;
  }

  /** Whether the book may be searched by words: in an examination only its pages may be turned. */
  get searchable(): boolean {
    return this.mode !== 'exam';
  }

  async load(): Promise<void> {
    const packs = await this.session.attempt(this.session.backend.trainingPacks());
    if (packs) this.packs = packs;
  }

  show(page: Page): void {
    this.page = page;
    if (page === 'packs') void this.load();
    if (page === 'review') void this.loadDeck();
    if (page === 'trainer') void this.loadDashboard();
    focusPane('training');
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.rows.length - 1, this.cursor + by));
  }

  setMode(mode: Mode): void {
    this.mode = mode;
  }

  async open(id = this.chosen?.exercise.id): Promise<void> {
    if (!id) return;
    const exercise = await this.session.attempt(this.session.backend.trainingExercise(id, this.mode));
    if (!exercise) return;
    this.cursor = Math.max(0, this.rows.findIndex((one) => one.exercise.id === id));
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
    await this.book.start(exercise.release);
    await this.book.browse('index');
    this.book.tabular = null;
    this.book.search.close();
    this.book.trail.restart();
    focusPane('training');
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
  }

  mark(start: number, end: number): void {
    this.marked = end > start ? [start, end] : null;
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
  }

  flag(code: string, error: string): void {
    this.flags = { ...this.flags, [code]: error || null };
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
    return true;
  }

  drop(code = this.list[this.row]): void {
    if (code === undefined || this.exercise?.kind === 'sequence') return;
    this.codes = this.codes.filter((one) => one !== code);
    const { [code]: _gone, ...rest } = this.flags;
    this.flags = rest;
  }

  /** Moves the chosen code up or down in the sequence. */
  resequence(by: number): void {
    const code = this.list[this.row];
    const at = code === undefined ? -1 : this.codes.indexOf(code);
    if (at < 0) return;
    this.codes = move(this.codes, at, by);
    this.row += this.list.indexOf(code ?? '') - this.row;
  }

  async submit(): Promise<void> {
    const exercise = this.exercise;
    if (!exercise || this.#busy || this.page !== 'exercise') return;
    this.#busy = true;
    const steps = this.book.trail.steps;
    const scored = await this.session.attempt(
      this.session.backend.trainingSubmit({
        exercise: exercise.id,
        mode: this.mode,
        words: this.words,
        steps,
        notes: [...this.ticked],
        codes: exercise.kind === 'audit' ? [] : [...this.codes],
        flags: Object.entries(this.flags).map(([code, error]) => ({ code, error })),
        hints: this.hints.length,
        elapsedMs: Math.min(Date.now() - this.#began, 2 ** 32 - 1),
      }),
    );
    this.#busy = false;
    if (!scored) return;
    this.scored = scored;
    this.page = 'score';
    this.replayed = Math.max(0, ...scored.replay.map((way) => way.steps.length));
    void this.load();
    focusPane('training');
  }

  step(by: number): void {
    this.replayed = Math.max(0, Math.min(this.longestWay, this.replayed + by));
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

  async copyCsv(): Promise<void> {
    if (this.dashboard) await this.#copy(this.dashboard.csv, 'The table of all attempts is on the clipboard, as CSV.');
  }

  /** The ways of learner, expert and program with the score, to be passed on. */
  async copyReplay(): Promise<void> {
    const { exercise, scored } = this;
    if (!exercise || !scored) return;
    const { total, divergence, errors, replay } = scored;
    await this.#copy(JSON.stringify({ format: 1, exercise: exercise.id, release: exercise.release, total, divergence, errors, replay }, null, 2), 'The ways are on the clipboard, as JSON.');
  }

  async #copy(text: string, said: string): Promise<void> {
    await navigator.clipboard.writeText(text).then(
      () => this.session.toasts.say(said),
      () => this.session.toasts.say('The clipboard could not be written to.'),
    );
  }

  /** Backs out one level; whether there was one. */
  back(): boolean {
    if (this.page === 'packs') return false;
    this.show('packs');
    return true;
  }
}
