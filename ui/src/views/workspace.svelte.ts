import { AuditController } from '../audit/audit.svelte';
import type { EncounterDto } from '../bindings/EncounterDto';
import type { EncounterRowDto } from '../bindings/EncounterRowDto';
import type { SuggestionDto } from '../bindings/SuggestionDto';
import { alone, type Windows } from '../backend/windows';
import { InstallController } from '../codeset/install.svelte';
import { BookController } from '../codebook/book.svelte';
import type { Walked } from '../codebook/walked';
import { InStep } from '../codebook/in-step.svelte';
import { QueueController } from '../encounter/queue.svelte';
import { ImportController } from '../encounter/import.svelte';
import { PeopleController } from '../people/people.svelte';
import type { Session } from '../settings/session.svelte';
import { focusPane } from '../shared/panes';
import { CommentController } from '../comment/comments.svelte';
import { QueryController } from '../signing/query.svelte';
import { SigningController } from '../signing/signing.svelte';
import { Zoom } from '../settings/zoom.svelte';
import { TrainingController } from '../training/training.svelte';
import { CodingController } from './coding.svelte';

/** The whole window: the queue, the open chart, the book, and the ways between them. */
export class Workspace {
  /** Width of the window in CSS pixels. */
  width = $state(1400);
  coding = $state.raw<CodingController | null>(null);
  readonly queue: QueueController;
  readonly book: BookController;
  readonly training: TrainingController;

  readonly inStep: InStep;
  readonly people: PeopleController;
  readonly audit: AuditController;
  readonly imports: ImportController;
  readonly installs: InstallController;
  signing = $state.raw<SigningController | null>(null);
  queries = $state.raw<QueryController | null>(null);
  comments = $state.raw<CommentController | null>(null);
  /** The chart that somebody is asked whether to erase. */
  erasing = $state.raw<EncounterRowDto | null>(null);
  readonly zoom: Zoom;

  constructor(
    readonly session: Session,
    windows: Windows = alone,
  ) {
    this.zoom = new Zoom(windows);
    this.queue = new QueueController(session, (encounter) => this.openEncounter(encounter), () => this.readStatus());
    this.book = new BookController(
      session,
      (walked) => (this.solo ? this.#handOver(walked) : this.post(walked)),
      async (code, steps) => this.coding?.verify(code, steps),
      () => this.#reading(),
    );
    this.training = new TrainingController(session, this.book);
    this.people = new PeopleController(session, () => this.#blank(), () => this.#unlocked());
    this.audit = new AuditController(session);
    // charts that were stored while the window was locked are shown to who signs in
    this.imports = new ImportController(session, async () => (this.people.open ? this.queue.load() : undefined));
    this.installs = new InstallController(session, () => this.readStatus());
    // the book's own window has a search
    this.training.onexam = () => void this.session.attempt(windows.closeBook());
    this.inStep = new InStep(windows, this.book, {
      open: () => this.coding !== null && this.session.writable,
      examined: () => this.training.exam !== null,
      post: (walked) => this.post(walked),
    });
  }

  /** What the tables of the book may take a column from: the exercise in training, and nothing in an examination. */
  #reading(): { selected: string; note: string } {
    if (this.training.exam) return { selected: '', note: '' };
    if (this.training.answering) return { selected: this.training.words, note: this.training.exercise?.text ?? '' };
    return { selected: this.coding?.gathered.map((one) => one.quote).join('\n') ?? '', note: this.coding?.document?.text ?? '' };
  }

  /** Whether this window holds the book alone. */
  get solo(): boolean {
    return this.inStep.windows.role === 'book';
  }

  /** Whether there is a chart that a code can be assigned to. */
  get canPost(): boolean {
    return this.solo ? this.inStep.chartOpen : (this.coding !== null || this.training.answering) && this.session.writable;
  }

  /** Assigns a code walked to in the book. */
  async post(walked: Walked): Promise<boolean> {
    if (this.training.answering) {
      this.training.take(walked.code);
      // the way goes on: what was walked so far belongs to the answer
      return false;
    }
    if (!this.coding) return false;
    const revising = this.coding.mode === 'revising';
    const done = await this.coding.post(walked);
    if (done && this.width < 1000) this.book.open = false;
    if (done && (revising || this.session.view === 'coding')) focusPane('suggestions');
    return done;
  }

  async #handOver(walked: Walked): Promise<boolean> {
    const done = await this.inStep.post(walked);
    this.session.toasts.say(done ? `Assigned ${walked.code} in the window with the chart` : `${walked.code} is not assigned: select its words in the window with the chart, then press Enter again.`);
    return done;
  }

  get release(): string | null {
    return this.coding?.release ?? (this.book.release || (this.session.releases[0]?.name ?? null));
  }

  async start(): Promise<void> {
    if (this.solo) this.session.view = 'book';
    await this.people.load();
    await this.readStatus();
    // what is set about models is a record too
    if (this.people.open) await this.session.models.load();
    this.inStep.start();
  }

  /** What is on screen of charts goes when the window is locked. */
  #blank(): void {
    this.coding = null;
    this.signing = null;
    this.queries = null;
    this.comments = null;
    this.erasing = null;
    this.audit.blank();
    void this.imports.forget();
    this.training.blank();
    this.queue.clear();
    this.book.encounter = undefined;
    this.book.search.blank();
    this.book.open = false;
    if (!this.solo) this.session.view = 'queue';
  }

  async #unlocked(): Promise<void> {
    await this.readStatus();
    await this.session.models.load();
    await this.queue.load();
    focusPane('queue');
  }

  /** Writes the open chart into the downloads folder. */
  async exportChart(format: string, comments: boolean): Promise<void> {
    const encounter = this.coding?.encounter.row.id;
    if (!encounter) return;
    this.session.dialog = null;
    const done = await this.people.confirmed('Exporting a chart', () => this.session.backend.encounterExport(encounter, format, comments));
    if (done) this.session.toasts.say(`Written: ${done.path}`);
  }

  /** The chart that an administrator may erase: the open one, or the one chosen in the queue. */
  get erasable(): EncounterRowDto | null {
    if (!this.people.may('administrator') || !this.session.writable) return null;
    const row = this.session.view === 'coding' ? this.coding?.encounter.row : this.session.view === 'queue' ? this.queue.current : undefined;
    return row && row.status !== 'erased' ? row : null;
  }

  /** Asks whether to erase it; whatever is chosen or open afterwards, it is this one. */
  startErasing(): void {
    this.erasing = this.erasable;
    if (this.erasing) this.session.dialog = 'erase';
  }

  /** Erases the chart that was asked about for good, once somebody has said who they are. */
  async eraseChart(): Promise<void> {
    const row = this.erasing;
    this.session.dialog = null;
    this.erasing = null;
    if (!row || (await this.people.confirmed('Erasing a chart', async () => ((await this.session.backend.encounterErase(row.id)), true))) === null) return;
    if (this.coding?.encounter.row.id === row.id) this.coding = this.signing = this.queries = this.comments = null;
    if (this.book.encounter === row.id) this.book.encounter = undefined;
    this.audit.erased(row.id);
    this.session.view = 'queue';
    await this.queue.load();
    this.session.toasts.say('The chart is erased.');
    focusPane('queue');
  }

  /** Reads the chart again, as others may have changed it. */
  async reopen(): Promise<void> {
    const { coding } = this;
    if (!coding) return;
    const encounter = await this.session.attempt(this.session.backend.encounterOpen(coding.encounter.row.id));
    if (encounter) coding.ledger.take(encounter);
  }

  /** Reads the state of the installation, and opens the book once there is one to open. */
  async readStatus(): Promise<void> {
    await this.session.load();
    const release = this.coding?.release ?? this.session.releases[0]?.name;
    if (release && this.book.release === '') await this.book.start(release);
  }

  openEncounter(encounter: EncounterDto): void {
    const coding = new CodingController(this.session, encounter);
    this.coding = coding;
    const id = encounter.row.id;
    this.signing = new SigningController(this.session, this.people, coding.ledger, id, () => coding.unread(), (state) => void (coding.signed = state));
    this.comments = new CommentController(this.session, id);
    void this.comments.load();
    this.queries = new QueryController(this.session, id, () => coding.gatherAll());
    void coding.loadCorrections();
    this.book.encounter = encounter.row.id;
    this.book.open = false;
    this.session.view = 'coding';
    if (encounter.releaseNotice) this.session.toasts.say(encounter.releaseNotice);
    if (coding.release) void this.book.start(coding.release);
    focusPane('suggestions');
    if (!encounter.run && !coding.encounter.withheld && this.people.may('coder')) void this.#read(coding);
  }

  async #read(coding: CodingController): Promise<void> {
    if (!this.session.status) await this.readStatus();
    if (this.session.releases.length === 0) return;
    await coding.start();
    // The list that takes the focus is there only now; a person who has gone elsewhere stays there.
    if (document.activeElement === document.body || document.activeElement === null) focusPane('suggestions');
  }

  show(view: Session['view']): void {
    if (view !== 'training' && this.#examined()) return;
    if (view === 'coding' && !this.coding) view = 'queue';
    if (view === 'coding' && this.#toldOtherwise()) return void this.#openAgain();
    this.session.view = view;
    focusPane({ queue: 'queue', coding: 'suggestions', book: 'index', training: 'training', audit: 'audit' }[view]);
  }

  /** Whether the chart on screen was read before its audit began or was revealed: then what is told of it has changed. */
  #toldOtherwise(): boolean {
    const { audit } = this.audit;
    if (!audit || audit.row.encounter !== this.coding?.encounter.row.id) return false;
    return (audit.row.state === 'auditing' && !audit.revealed) !== (this.coding.encounter.withheld ?? false);
  }

  async #openAgain(): Promise<void> {
    const id = this.coding?.encounter.row.id ?? '';
    const encounter = await this.session.attempt(this.session.backend.encounterOpen(id));
    if (encounter) this.openEncounter(encounter);
  }

  /** The book beside the chart, at a suggestion's place. */
  async openBookAt(one: SuggestionDto): Promise<void> {
    this.book.open = true;
    await this.book.openAt(one.path?.node ?? null, one.code);
    focusPane(one.path?.node ? 'index' : 'tabular');
  }

  async openTabular(code: string): Promise<void> {
    this.book.open = true;
    if (await this.book.openTabular(code)) focusPane('tabular');
  }

  /** The guidelines that bear on the code in view: of the open tabular entry, else of the suggestion or assigned code. */
  async openGuidelines(): Promise<void> {
    if (this.#examined()) return;
    const inBook = this.session.view === 'book' || this.book.open;
    const code = (inBook ? this.book.tabular?.code : undefined) ?? this.coding?.current?.code ?? null;
    if (this.session.view === 'queue') this.show('book');
    else if (this.session.view === 'coding') this.book.open = true;
    await this.book.guidelines.show(code);
  }

  /** Whether an examination is open, which nothing but its own book may help with; says so. */
  #examined(): boolean {
    const open = this.training.exam !== null;
    if (open) this.session.toasts.say('An examination is open: submit it, or leave it with Esc.');
    return open;
  }

  async openBookWindow(): Promise<void> {
    if (this.#examined()) return;
    await this.session.attempt(this.inStep.open());
  }

  /** Opens the book in the next installed release, at the same code where that release has it. */
  async turnRelease(): Promise<void> {
    const names = this.session.releases.map((one) => one.name);
    const next = names[(names.indexOf(this.book.release) + 1) % names.length];
    const code = this.book.tabular?.code;
    if (!next) return;
    const before = document.activeElement;
    await this.book.start(next);
    if (code) await this.book.openTabular(code, false);
    this.session.toasts.say(code && !this.book.tabular ? `${code} is not in ${next}.` : `The book is that of ${next}.`);
    // who has gone on to a field meanwhile stays there
    const text = document.activeElement instanceof HTMLInputElement && document.activeElement !== before;
    if (!text) focusPane(this.book.tabular ? 'tabular' : 'index');
  }

  /** Walks the recorded path of a decision again, hop by hop, in the book beside the chart. */
  async openPath(decision: string): Promise<void> {
    if (!this.coding) return;
    const walk = await this.session.attempt(this.session.backend.decisionPath(this.coding.encounter.row.id, decision));
    if (!walk) return;
    this.book.open = true;
    await this.book.replay.open(walk);
    focusPane('replay');
  }

  closeBook(): void {
    this.book.open = false;
    focusPane('suggestions');
  }

  /** The selected text becomes evidence, and the book's search opens with it. */
  codeSelection(): void {
    const { coding, book } = this;
    if (!coding) return;
    if (!coding.gather() && coding.gathered.length === 0) {
      this.session.toasts.say('Select text in the note first: drag, or Shift and the arrow keys.');
      return;
    }
    coding.mode = coding.mode === 'revising' ? 'revising' : 'idle';
    if (this.session.view === 'coding') book.open = true;
    book.trail.restart();
    const words = coding.gathered.map((one) => one.quote).join(' ').replace(/\s+/g, ' ').trim().slice(0, 120);
    void book.search.ask(words);
    focusPane('book-search');
  }

  /** Adds the selected texts to the assigned code under the cursor, its tabular entry open beside them. */
  async addEvidenceToAssigned(): Promise<void> {
    const { coding, book } = this;
    const row = coding?.ledger.bag.codes[coding.bagCursor];
    if (!coding || !row) return;
    coding.gather();
    if (coding.gathered.length === 0) {
      this.session.toasts.say(`Select the words in the note that support ${row.code} first, then press E here.`);
      return;
    }
    book.open = true;
    book.trail.restart();
    if (await book.openTabular(row.code)) await coding.addEvidence(row.code, book.trail.steps);
    book.trail.restart();
  }

  addEvidence(): void {
    if (!this.coding) return;
    if (this.coding.gather()) this.session.toasts.say('Kept as evidence. Ctrl+Space looks it up; E in the code bag adds it to an assigned code.');
    else this.session.toasts.say('Select text in the note first: drag, or Shift and the arrow keys.');
  }

  isVerified(code: string | undefined): boolean {
    if (!code || !this.coding) return false;
    return code in this.coding.verified || this.coding.ledger.bag.codes.some((one) => one.code === code && one.tabular);
  }

  intent(code: string | undefined): string | null {
    if (code && this.solo) return this.inStep.chartOpen ? `Assign ${code} in the window with the chart` : null;
    if (!code || !this.coding) return null;
    const { ready, text } = this.coding.intent(code);
    return ready || text.endsWith('is assigned') || !this.coding.note.selection ? text : `Assign ${code} with the selected text`;
  }

  /** Backs out one level; nothing is lost. */
  escape(): void {
    const { coding, book } = this;
    if (this.solo && book.filter === null && !book.choices && !book.replay.walk) return;
    if (book.filter !== null) book.filter = null;
    else if (book.choices) {
      book.choices = null;
      focusPane('index');
    }
    else if (book.replay.walk) {
      book.replay.close();
      focusPane('tabular');
    } else if (this.session.view === 'coding' && coding && (coding.reading || coding.mode !== 'idle' || coding.peek)) coding.cancel();
    else if (this.session.view === 'coding' && book.open) this.closeBook();
    else if (this.session.view === 'audit') {
      if (!this.audit.cancel()) this.show(coding ? 'coding' : 'queue');
    }
    else if (this.session.view === 'training') {
      if (!this.training.back()) this.show(coding ? 'coding' : 'queue');
    }
    else if (coding?.cancel() !== true && this.session.view === 'book') this.show(coding ? 'coding' : 'queue');
  }
}
