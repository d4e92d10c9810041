import type { AuditDto } from '../bindings/AuditDto';
import type { AuditFindingDto } from '../bindings/AuditFindingDto';
import type { DocumentDto } from '../bindings/DocumentDto';
import type { EncounterDto } from '../bindings/EncounterDto';
import type { EvidenceDto } from '../bindings/EvidenceDto';
import type { ModelProgressDto } from '../bindings/ModelProgressDto';
import type { NodeRef } from '../bindings/NodeRef';
import type { ReadingDto } from '../bindings/ReadingDto';
import type { RunDto } from '../bindings/RunDto';
import type { SuggestionDto } from '../bindings/SuggestionDto';
import type { ApiError } from '../bindings/ApiError';
import { asApiError } from '../backend/backend';
import { LedgerController } from '../decision/ledger.svelte';
import { UNSTATED } from '../decision/reasons';
import { assignLanes, type LanedMark } from '../document/lanes';
import type { Drawing } from '../document/note-marks';
import { NoteController } from '../document/note.svelte';
import type { Session } from '../settings/session.svelte';
import { focusPane } from '../shared/panes';
import { changesOf, divide } from '../suggestion/divide';
import { group, nextUndecided, step } from '../suggestion/order';
import { ViewedTime } from '../suggestion/viewed';

/** Which highlights are drawn; those of the suggestion looked at are in all but "none". */
export type HighlightMode = 'suggested' | 'all' | 'this' | 'none';
const MODES: HighlightMode[] = ['suggested', 'all', 'this', 'none'];

/** A stretch a person selected as evidence for a code to come. */
export interface Gathered {
  document: string;
  title: string;
  span: { start: number; end: number };
  quote: string;
}

/** A code walked to in the book. */
export interface Walked {
  code: string;
  node: NodeRef | null;
  steps: string[];
}

/** The workbench: one open encounter, which suggestion is looked at, and what is being done with it. */
export class CodingController {
  run = $state.raw<RunDto | null>(null);
  running = $state(false);
  runFailure = $state.raw<ApiError | null>(null);
  suggestions = $state.raw<SuggestionDto[]>([]);
  documentId = $state('');
  cursor = $state<string | null>(null);
  nth = $state(0);
  /** Words of which a person is about to say what the note says of them. */
  reading = $state.raw<Gathered | null>(null);
  mode = $state<'idle' | 'rejecting' | 'revising'>('idle');
  peek = $state(false);
  why = $state(false);
  highlights = $state<HighlightMode>('suggested');
  gathered = $state.raw<Gathered[]>([]);
  /** Codes whose tabular entry the person has marked as verified, with the steps that led there. */
  verified = $state.raw<Record<string, string[]>>({});
  bagCursor = $state(0);
  /** 'signed', 'amending', or else. */
  signed = $state('');
  /** Whether the next letter tells whether the code was present on admission. */
  indicating = $state(false);
  /** Audits of the chart that were returned, newest first. */
  corrections = $state.raw<AuditDto[]>([]);
  /** A finding that is being rebutted, and the words for it. */
  rebutting = $state<{ audit: AuditDto; finding: AuditFindingDto; words: string } | null>(null);

  readonly note: NoteController;
  readonly ledger: LedgerController;
  readonly viewed = new ViewedTime();
  #warned: string | null = null;
  /** Where the quote begins that was gone to last. */
  #quoted = -1;

  groups = $derived(group(this.suggestions));
  order = $derived(this.groups.flatMap((one) => one.items));
  current = $derived(this.suggestions.find((one) => one.id === this.cursor) ?? null);
  document = $derived.by<DocumentDto | null>(() => this.encounter.documents.find((one) => one.id === this.documentId) ?? null);
  undecided = $derived(this.suggestions.filter((one) => one.state === 'undecided' && one.list === 'suggest').length);
  evidence = $derived<EvidenceDto | null>(this.current?.evidence[this.nth] ?? null);

  /** Marks of the open document in lanes. All are laid out, shown or not, so that lanes never change with the selection. */
  laned = $derived<LanedMark[]>(assignLanes([...this.#corrected(), ...this.#marks(this.suggestions)]));

  drawing = $derived.by<Drawing>(() => {
    const alone = this.highlights === 'this' || (this.cursor !== null && this.laned.some((mark) => mark.lane < 0 && mark.suggestion === this.cursor));
    const shown =
      this.highlights === 'none' ? []
      : alone ? assignLanes(this.#marks(this.current ? [this.current] : []))
      : this.highlights === 'all' ? this.laned
      : this.laned.filter((mark) => mark.priority <= 0 || mark.suggestion === this.cursor);
    return {
      marks: shown,
      sections: this.document?.sections ?? [],
      active: this.cursor,
      activeNth: this.nth,
      pending: this.gathered.filter((one) => one.document === this.documentId).map((one) => one.span),
    };
  });

  threshold = $derived.by(() => this.session.learning.threshold(this.encounter.row.setting));

  /** Whether a quote of the suggestion looked at is on screen. */
  evidenceOnScreen = $derived.by(() => {
    if (!this.current) return false;
    if (this.peek) return true;
    const { start, end } = this.note.visible;
    return this.current.evidence.some((one) => one.document === this.documentId && one.span.start < end && one.span.end > start);
  });

  constructor(
    readonly session: Session,
    readonly encounter: EncounterDto,
  ) {
    this.note = new NoteController((suggestion, nth) => this.select(suggestion, nth));
    this.ledger = new LedgerController(session, encounter.row.id, (states) => this.#applyStates(states));
    this.ledger.take(encounter);
    if (session.learning.thresholds.length === 0) void session.learning.loadThresholds();
    this.documentId = encounter.documents[0]?.id ?? '';
    this.signed = encounter.row.status;
    if (encounter.run) this.#takeRun(encounter.run);
  }

  get release(): string | null {
    return this.run?.release ?? this.encounter.row.release ?? this.session.releases[0]?.name ?? null;
  }

  async start(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      this.#takeRun(await this.session.backend.runStart(this.encounter.row.id));
    } catch (thrown) {
      this.runFailure = asApiError(thrown);
    }
    this.running = false;
  }

  /** Reads the chart with the model that is set; a person who says no to sending it keeps what there is. */
  async ask(): Promise<void> {
    if (this.running || !this.session.models.asks) return;
    this.running = true;
    try {
      const run = await this.session.models.run(this.encounter.row.id);
      if (run) {
        this.#takeRun(run);
        this.session.toasts.say(run.unverified > 0 ? `The model has read the chart; ${run.unverified} unverified ${run.unverified === 1 ? 'statement' : 'statements'} dropped.` : 'The model has read the chart.');
      } else this.session.toasts.say('Nothing was sent.');
    } catch (thrown) {
      this.session.toasts.say(asApiError(thrown).message, 'error');
    }
    this.running = false;
  }

  /** Says of the selected words what the note says of them: opens the choice. */
  startReading(): void {
    const span = this.note.selection;
    const document = this.document;
    if (!span || !document) return this.session.toasts.say('Select the words in the note first: drag, or Shift and the arrow keys.');
    this.reading = { document: document.id, title: document.title, span, quote: document.text.slice(span.start, span.end) };
    focusPane('suggestions');
  }

  async say(says: string): Promise<void> {
    const { reading } = this;
    if (!reading) return;
    this.reading = null;
    this.note.clearSelection();
    await this.rework({ document: reading.document, span: reading.span, says });
  }

  /** Codes again what depends on the decisions, and on what is said of words now; everything else stays. */
  async rework(reading: ReadingDto | null = null): Promise<void> {
    if (this.running || !this.run) return;
    this.running = true;
    const before = this.suggestions;
    try {
      const run = await this.session.models.rework(this.encounter.row.id, reading);
      if (run) {
        this.#takeRun(run);
        const changes = changesOf(before, run.suggestions);
        this.session.toasts.say(`Coded again what depends on it: ${changes.length > 0 ? changes.slice(0, 8).join(' ') : 'nothing else changes.'}`);
      } else this.session.toasts.say('Nothing was sent.');
    } catch (thrown) {
      this.session.toasts.say(asApiError(thrown).message, 'error');
    }
    this.running = false;
  }

  /** How far the model is with this chart; null where it does not read it. */
  get progress(): ModelProgressDto | null {
    return this.session.models.progressOf(this.encounter.row.id);
  }

  /** Moves codes between the lists at once, and keeps the threshold for charts of this setting; null for the fitted one. */
  setThreshold(value: number | null): void {
    this.session.learning.setThreshold(this.encounter.row.setting, value);
    if (this.threshold) this.suggestions = divide(this.suggestions, this.threshold.value);
  }

  select(id: string | null, nth = 0): void {
    if (id !== this.cursor) {
      this.mode = 'idle';
      this.#warned = null;
    }
    this.cursor = id;
    this.nth = nth;
  }

  move(by: number): void {
    const to = step(this.order, this.cursor, by);
    if (to !== this.cursor) this.select(to);
  }

  /** Shows the next or previous quote; the note stays where it is unless it was asked to follow with `go`. */
  moveSpan(by: number): void {
    const count = this.current?.evidence.length ?? 0;
    if (count === 0) return;
    this.nth = (this.nth + by + count) % count;
    this.go();
  }

  go(): void {
    const evidence = this.evidence;
    if (!evidence) return;
    this.documentId = evidence.document;
    // The document is drawn in the frame after it was chosen.
    requestAnimationFrame(() => this.note.goTo(evidence.span));
  }

  togglePeek(): void {
    this.peek = this.current !== null && !this.peek;
  }

  cycleHighlights(): void {
    this.highlights = MODES[(MODES.indexOf(this.highlights) + 1) % MODES.length] ?? 'suggested';
  }

  moveDocument(by: number): void {
    const all = this.encounter.documents;
    const next = all[Math.max(0, Math.min(all.length - 1, all.findIndex((one) => one.id === this.documentId) + by))];
    if (next) this.documentId = next.id;
  }

  async accept(): Promise<void> {
    const one = this.current;
    if (!one || one.state === 'accepted') return;
    if (this.#needsLook(one)) return;
    await this.#decide(one, { act: 'accept', steps: this.verified[one.code] ?? [] }, `Accepted ${one.code}`);
  }

  startReject(): void {
    if (!this.current) return;
    this.mode = 'rejecting';
    focusPane('suggestions');
  }

  async reject(reason: string = UNSTATED): Promise<void> {
    const one = this.current;
    if (one && this.mode === 'rejecting') await this.#decide(one, { act: 'reject', reason }, `Rejected ${one.code}`);
  }

  async defer(): Promise<void> {
    const one = this.current;
    if (one) await this.#decide(one, { act: 'defer' }, `Set ${one.code} aside`);
  }

  startRevise(): void {
    if (this.current) this.mode = 'revising';
  }

  async revise(walked: Walked): Promise<boolean> {
    const one = this.current;
    if (!one) return false;
    const evidence = this.gathered.map(({ document, span }) => ({ document, span }));
    const done = await this.#decide(one, { act: 'revise', ...walked, evidence }, `Revised ${one.code} to ${walked.code}`);
    if (done) this.gathered = [];
    return done;
  }

  cancel(): boolean {
    if (this.reading) this.reading = null;
    else if (this.mode !== 'idle') this.mode = 'idle';
    else if (this.peek) this.peek = false;
    else if (this.why) this.why = false;
    else if (this.gathered.length > 0) this.gathered = [];
    else return false;
    focusPane('suggestions');
    return true;
  }

  async undo(): Promise<void> {
    if (await this.ledger.undo()) this.session.toasts.say('Took the last decision back; both stay on record.');
  }

  async redo(): Promise<void> {
    if (await this.ledger.redo()) this.session.toasts.say('Decided again as before.');
  }

  /** Keeps the selected text as evidence for the code to come; whether there was any. */
  gather(): boolean {
    const span = this.note.selection;
    const document = this.document;
    if (!span || !document) return false;
    this.gathered = [...this.gathered, { document: document.id, title: document.title, span, quote: document.text.slice(span.start, span.end) }];
    this.note.clearSelection();
    return true;
  }

  /** What posting a code from the book would do. */
  intent(code: string): { verb: 'accept' | 'revise' | 'add'; ready: boolean; text: string } {
    const one = this.current;
    if (one && this.mode === 'revising' && code !== one.code) return { verb: 'revise', ready: true, text: `Revise ${one.code} to ${code}` };
    if (one && one.code === code && one.state !== 'accepted' && this.gathered.length === 0) return { verb: 'accept', ready: true, text: `Accept ${code}` };
    const count = this.gathered.length;
    if (this.ledger.bag.codes.some((row) => row.code === code)) return { verb: 'add', ready: false, text: `${code} is assigned` };
    if (count === 0) return { verb: 'add', ready: false, text: `Select the words in the note that support ${code}` };
    return { verb: 'add', ready: true, text: `Assign ${code} with ${count === 1 ? 'the selected text' : `${count} selected texts`}` };
  }

  /** Assigns a code walked to in the book. */
  async post({ more, ...walked }: Walked & { more?: boolean | undefined }): Promise<boolean> {
    const one = this.current;
    const { verb, ready } = this.intent(walked.code);
    if (this.ledger.bag.codes.some((row) => row.code === walked.code) && verb === 'add') {
      this.session.toasts.say(`${walked.code} is assigned already.`);
      return false;
    }
    if (!ready && !this.gather()) {
      this.session.toasts.say(`Select the words in the note that support ${walked.code}, then press Enter again.`);
      return false;
    }
    if (verb === 'revise') return this.revise(walked);
    if (verb === 'accept' && one) return this.#decide(one, { act: 'accept', steps: walked.steps, node: walked.node }, `Accepted ${one.code}`);
    const evidence = this.gathered.map(({ document, span }) => ({ document, span }));
    const done = await this.ledger.decide({ act: 'add', ...walked, evidence });
    if (done) {
      if (!more) this.gathered = [];
      this.session.toasts.say(`Assigned ${walked.code}`);
    }
    return done;
  }

  /** Marks the tabular entry of a code as verified. A code accepted before is accepted again with the proof. */
  async verify(code: string, steps: string[]): Promise<void> {
    this.verified = { ...this.verified, [code]: steps };
    const accepted = this.suggestions.find((one) => one.code === code && one.state === 'accepted');
    const row = this.ledger.bag.codes.find((one) => one.code === code);
    if (accepted && row && !row.tabular) await this.ledger.decide({ act: 'accept', suggestion: accepted.id, steps });
    this.session.toasts.say(`Verified ${code} in the Tabular List`);
  }

  /** Adds the selected texts to the evidence of an assigned code, with the steps by which it was looked at again. */
  async addEvidence(code: string, steps: string[]): Promise<void> {
    const count = this.gathered.length;
    const evidence = this.gathered.map(({ document, span }) => ({ document, span }));
    // To confirm an assigned code with further text is a decision of its own; the first stays as it is.
    if (!(await this.ledger.decide({ act: 'add', code, evidence, steps }))) return;
    this.gathered = [];
    this.session.toasts.say(`${count === 1 ? 'One more text supports' : `${count} more texts support`} ${code}`);
  }

  /** Shows a quote of an assigned code in the note; without one, the next of the code under the cursor. */
  goToQuote(quote?: EvidenceDto): void {
    const quotes = this.ledger.bag.codes[this.bagCursor]?.quotes.filter((one) => !one.stale) ?? [];
    const shown = quotes.findIndex((one) => one.document === this.documentId && one.span.start === this.#quoted);
    const to = quote ?? quotes[(shown + 1) % Math.max(1, quotes.length)];
    if (!to || to.stale) return;
    this.#quoted = to.span.start;
    this.documentId = to.document;
    requestAnimationFrame(() => this.note.goTo(to.span));
  }

  async unassign(): Promise<void> {
    const row = this.ledger.bag.codes[this.bagCursor];
    if (!row) return;
    if (await this.ledger.decide({ act: 'remove', code: row.code })) {
      this.session.toasts.say(`Removed ${row.code}; Ctrl+Z brings it back.`);
      this.bagCursor = Math.max(0, Math.min(this.bagCursor, this.ledger.bag.codes.length - 1));
    }
  }

  async resequence(by: number): Promise<void> {
    const row = this.ledger.bag.codes[this.bagCursor];
    if (row && (await this.ledger.resequence(row.code, by))) this.bagCursor = this.ledger.bag.codes.findIndex((one) => one.code === row.code);
  }

  moveBag(by: number): void {
    this.bagCursor = Math.max(0, Math.min(this.ledger.bag.codes.length - 1, this.bagCursor + by));
  }

  async #decide(one: SuggestionDto, act: Parameters<LedgerController['decide']>[0], done: string): Promise<boolean> {
    const recorded = await this.ledger.decide({ ...act, suggestion: one.id, evidenceViewedMs: this.viewed.of(one.id) });
    focusPane('suggestions');
    if (!recorded) return false;
    this.session.toasts.say(done);
    // The person may have moved on while the decision was written.
    if (this.cursor === one.id) {
      this.mode = 'idle';
      const next = nextUndecided(this.order, one.id);
      if (next) this.select(next);
      else this.session.toasts.say('All suggestions are decided.');
    }
    return true;
  }

  /** Weak suggestions are shown once before they are accepted: an error of a rule, or no provider behind it. */
  #needsLook(one: SuggestionDto): boolean {
    const role = (id: string): string => this.encounter.documents.find((document) => document.id === id)?.authorRole ?? '';
    const error = one.findings.find((finding) => finding.severity === 'error');
    const unsupported = one.evidence.length > 0 && one.evidence.every((evidence) => role(evidence.document) !== 'provider');
    if (this.#warned === one.id || (!error && !unsupported)) return false;
    this.#warned = one.id;
    this.peek = true;
    this.session.toasts.say(`${error ? error.message : 'No provider documented this (I.B.14).'} Press A again to accept all the same.`);
    return true;
  }

  /** The words that an audit's findings stand on, drawn in the note itself. */
  #corrected(): Parameters<typeof assignLanes>[0] {
    return (this.corrections[0]?.findings ?? []).flatMap((finding) =>
      finding.answer === 'conceded'
        ? []
        : finding.evidence.flatMap((one, nth) =>
            one.document !== this.documentId ? [] : [{ suggestion: finding.id, code: finding.code ?? finding.reason, nth, ...one.span, assertion: 'audit', state: 'corrected', priority: -1 }],
          ),
    );
  }

  /** Share of all text of the chart that was never on screen, 0 to 1. */
  unread(): number {
    const all = this.encounter.documents;
    const length = all.reduce((sum, one) => sum + one.text.length, 0);
    return length === 0 ? 0 : all.reduce((sum, one) => sum + this.note.unread(one) * one.text.length, 0) / length;
  }

  /** The stretches selected so far, with what is selected now. */
  gatherAll(): { document: string; span: { start: number; end: number }; quote: string }[] {
    this.gather();
    return this.gathered;
  }

  async loadCorrections(): Promise<void> {
    if (!this.encounter.row.audit) return;
    const told = await this.session.attempt(this.session.backend.auditCorrections(this.encounter.row.id));
    if (told) this.corrections = told;
  }

  /** Brings the words of a finding into view. */
  goToFinding(finding: AuditFindingDto): void {
    const evidence = finding.evidence[0];
    if (!evidence) return;
    this.documentId = evidence.document;
    requestAnimationFrame(() => this.note.goTo(evidence.span));
  }

  /** Acknowledges a finding, or rebuts it with words. */
  async answer(audit: AuditDto, finding: AuditFindingDto, act: 'acknowledge' | 'rebut', words = ''): Promise<void> {
    const told = await this.session.attempt(
      this.session.backend.auditAct({ encounter: audit.row.encounter, audit: audit.row.id, after: audit.after, act, code: null, to: null, finding: finding.id, reason: null, citation: null, topic: null, words, evidence: [] }),
    );
    if (!told) return void (await this.loadCorrections());
    this.rebutting = null;
    this.corrections = this.corrections.map((one) => (one.row.id === told.row.id ? told : { ...one, after: told.after }));
    this.session.toasts.say(act === 'rebut' ? 'The rebuttal is on record.' : 'Acknowledged.');
  }

  /** Tells whether the code under the cursor of the bag was present on admission. */
  async indicate(poa: string): Promise<void> {
    this.indicating = false;
    const row = this.ledger.bag.codes[this.bagCursor];
    if (!row) return;
    if (await this.ledger.decide({ act: 'poa', code: row.code, poa })) this.session.toasts.say(`${row.code}: present on admission ${poa}`);
  }

  #marks(suggestions: readonly SuggestionDto[]): Parameters<typeof assignLanes>[0] {
    return suggestions.flatMap((one) =>
      one.evidence.flatMap((evidence, nth) =>
        evidence.document !== this.documentId || evidence.stale
          ? []
          : [{ suggestion: one.id, code: one.code, nth, ...evidence.span, assertion: one.assertion, state: one.state, priority: one.list === 'suggest' ? 0 : 1 }],
      ),
    );
  }

  #takeRun(run: RunDto): void {
    this.run = run;
    this.runFailure = null;
    this.suggestions = run.suggestions;
    if (!run.suggestions.some((one) => one.id === this.cursor)) this.select(null);
  }

  #applyStates(states: [string, string, string | null][]): void {
    const now = new Map(states.map(([id, state, revisedTo]) => [id, { state, revisedTo }]));
    this.suggestions = this.suggestions.map((one) => ({ ...one, ...now.get(one.id) }));
  }
}
