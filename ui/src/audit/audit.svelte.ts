import type { AuditActDto } from '../bindings/AuditActDto';
import type { AuditDto } from '../bindings/AuditDto';
import type { AuditFindingDto } from '../bindings/AuditFindingDto';
import type { AuditRowDto } from '../bindings/AuditRowDto';
import type { CompareRowDto } from '../bindings/CompareRowDto';
import type { SampledDto } from '../bindings/SampledDto';
import type { ScoresDto } from '../bindings/ScoresDto';
import type { DocumentDto } from '../bindings/DocumentDto';
import { assignLanes } from '../document/lanes';
import type { Drawing } from '../document/note-marks';
import { NoteController } from '../document/note.svelte';
import type { Session } from '../settings/session.svelte';
import { focusPane } from '../shared/panes';

export type Page = 'list' | 'desk' | 'scores';
/** What is being written: a disagreement, a missing code, an answer. */
export interface Draft {
  act: 'change' | 'remove' | 'add' | 'poa' | 'first' | 'query-missed' | 'rebut' | 'uphold' | 'concede' | 'escalate' | 'reopen';
  code: string | null;
  to: string;
  finding: string | null;
  reason: string;
  citation: string;
  topic: string;
  words: string;
}
type Act = Partial<AuditActDto> & { act: string };

const JUDGING = ['change', 'remove', 'add', 'poa', 'first', 'query-missed'];

/** The auditor's desk: samples, one audit, and the scores of all. */
export class AuditController {
  page = $state<Page>('list');
  rows = $state.raw<AuditRowDto[]>([]);
  drawn = $state.raw<SampledDto[]>([]);
  /** Row of the list: drawn charts first, then audits. */
  cursor = $state(0);
  kind = $state<'random' | 'risk'>('random');
  seed = $state('');
  size = $state(5);
  audit = $state.raw<AuditDto | null>(null);
  line = $state(0);
  documentId = $state('');
  draft = $state<Draft | null>(null);
  /** Whether codes on which all agree are shown too. */
  all = $state(true);
  scores = $state.raw<ScoresDto | null>(null);
  /** A chart one signed oneself, about to be audited, and why. */
  own = $state<SampledDto | null>(null);
  ownReason = $state('');
  /** An audit that is about to be handed over, to whom, and why. */
  handing = $state<AuditRowDto | null>(null);
  handTo = $state('');
  handWords = $state('');
  busy = $state(false);
  readonly note: NoteController;

  shown = $derived(this.audit?.rows.filter((row) => this.all || row.difference !== 'agreement') ?? []);
  current = $derived<CompareRowDto | null>(this.shown[this.line] ?? null);
  document = $derived<DocumentDto | null>(this.audit?.documents.find((one) => one.id === this.documentId) ?? null);
  drawing = $derived.by<Drawing>(() => ({
    marks: assignLanes(
      this.shown.flatMap((row) =>
        row.evidence.flatMap((one, nth) =>
          one.document === this.documentId ? [{ suggestion: row.code, code: row.code, nth, ...one.span, assertion: '', state: row.verdict === 'agreed' ? 'accepted' : row.verdict === '' ? 'undecided' : 'rejected', priority: row.code === this.current?.code ? 0 : 1 }] : [],
        ),
      ),
    ),
    sections: this.document?.sections ?? [],
    active: this.current?.code ?? null,
    activeNth: 0,
    pending: [],
  }));

  /** What is on screen of audits goes when the window is locked. */
  blank(): void {
    this.page = 'list';
    this.rows = [];
    this.drawn = [];
    this.cursor = this.line = 0;
    this.seed = '';
    this.scores = null;
    this.own = null;
    this.ownReason = '';
    this.handOverTo(null);
    this.#close();
  }

  /** Nothing of a chart that was erased stays on the desk. */
  erased(encounter: string): void {
    this.drawn = this.drawn.filter((one) => one.encounter !== encounter);
    if (this.own?.encounter === encounter) this.own = null;
    if (this.handing?.encounter === encounter) this.handOverTo(null);
    if (this.audit?.row.encounter !== encounter) return;
    this.#close();
    this.page = 'list';
  }

  #close(): void {
    this.audit = null;
    this.draft = null;
    this.documentId = '';
    this.note.forget();
  }

  constructor(readonly session: Session) {
    this.note = new NoteController((code) => void (this.line = Math.max(0, this.shown.findIndex((row) => row.code === code))));
  }

  may(what: string): boolean {
    return this.audit?.may.includes(what) ?? false;
  }

  async load(): Promise<void> {
    const rows = await this.session.attempt(this.session.backend.auditList());
    if (rows) this.rows = rows;
    this.cursor = Math.min(this.cursor, Math.max(0, this.drawn.length + this.rows.length - 1));
  }

  async show(page: Page): Promise<void> {
    this.page = page;
    if (page === 'list') await this.load();
    if (page === 'scores') this.scores = await this.session.attempt(this.session.backend.auditScores());
    focusPane('audit');
  }

  async draw(): Promise<void> {
    const seed = this.seed.trim() || new Date().toISOString().slice(0, 10);
    const drawn = await this.session.attempt(this.session.backend.auditSample({ kind: this.kind, seed, size: this.size, coder: null }));
    if (!drawn) return;
    this.seed = seed;
    this.drawn = drawn;
    this.cursor = 0;
    if (drawn.length === 0) this.session.toasts.say('No signed chart waits for an audit.');
    focusPane('audit');
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.drawn.length + this.rows.length - 1, this.cursor + by));
  }

  async openCurrent(): Promise<void> {
    const drawn = this.drawn[this.cursor];
    if (drawn?.own) {
      this.own = drawn;
      return;
    }
    if (drawn) await this.take(drawn, null);
    else {
      const row = this.rows[this.cursor - this.drawn.length];
      if (row?.told) await this.open(row.encounter, row.id);
      else if (row?.handOver) this.handOverTo(row);
    }
  }

  /** Begins to hand an audit over, with nothing of what was said of another; none is handed over without one. */
  handOverTo(row: AuditRowDto | null): void {
    this.handing = row;
    this.handTo = this.handWords = '';
    if (row) focusPane('audit-hand-over');
  }

  /** Gives an audit to another auditor, on the record. */
  async handOver(): Promise<void> {
    const row = this.handing;
    if (!row || this.busy || this.handWords.trim() === '') return;
    this.busy = true;
    const rows = await this.session.attempt(this.session.backend.auditHandOver(row.encounter, row.id, this.handTo || null, this.handWords));
    this.busy = false;
    if (!rows) return;
    this.rows = rows;
    this.handOverTo(null);
    this.session.toasts.say('The audit was handed over.');
    focusPane('audit');
  }

  /** Takes a drawn chart up; with a reason also one's own. */
  async take(drawn: SampledDto, ofOneself: string | null): Promise<void> {
    const audit = await this.session.attempt(
      this.session.backend.auditOpen({ encounter: drawn.encounter, ofOneself }),
    );
    this.own = null;
    this.ownReason = '';
    if (!audit) return;
    this.drawn = this.drawn.filter((one) => one.encounter !== drawn.encounter);
    this.#enter(audit);
  }

  async open(encounter: string, id: string): Promise<void> {
    const audit = await this.session.attempt(this.session.backend.auditGet(encounter, id));
    if (audit) this.#enter(audit);
  }

  #enter(audit: AuditDto): void {
    this.audit = audit;
    this.page = 'desk';
    this.line = 0;
    this.draft = null;
    this.documentId = audit.documents[0]?.id ?? '';
    focusPane('audit');
  }

  moveLine(by: number): void {
    this.line = Math.max(0, Math.min(this.shown.length - 1, this.line + by));
  }

  /** Brings the words of the code into view; only when asked for. */
  go(): void {
    const evidence = this.current?.evidence[0];
    if (!evidence) return;
    this.documentId = evidence.document;
    requestAnimationFrame(() => this.note.goTo(evidence.span));
  }

  async agree(): Promise<void> {
    const code = this.current?.code;
    if (code && this.current?.signed && (await this.act({ act: 'agree', code }))) this.#next();
  }

  /** Begins to write a judgement or an answer. */
  start(act: Draft['act'], finding: AuditFindingDto | null = null): void {
    const code = finding ? finding.code : act === 'add' || act === 'query-missed' ? null : (this.current?.code ?? null);
    this.draft = { act, code, to: '', finding: finding?.id ?? null, reason: act === 'add' ? 'OM' : act === 'first' ? 'SQ' : act === 'poa' ? 'POA' : act === 'query-missed' ? 'QY' : '', citation: '', topic: '', words: '' };
    focusPane('audit-draft');
  }

  cancel(): boolean {
    if (this.draft) this.draft = null;
    else if (this.own) this.own = null;
    else if (this.handing) this.handOverTo(null);
    else if (this.page !== 'list') {
      void this.show('list');
      return true;
    } else return false;
    focusPane('audit');
    return true;
  }

  get judging(): boolean {
    return JUDGING.includes(this.draft?.act ?? '');
  }

  async submit(): Promise<void> {
    const { draft } = this;
    if (!draft || this.busy) return;
    const span = this.note.selection;
    const evidence = span && this.judging ? [{ document: this.documentId, span }] : [];
    const adds = draft.act === 'add';
    const done = await this.act({
      act: draft.act, code: adds ? draft.to.trim() || null : draft.code, to: adds ? null : draft.to.trim() || null, finding: draft.finding,
      reason: draft.reason || null, citation: draft.citation.trim() || null, topic: draft.topic || null, words: draft.words, evidence,
    });
    if (!done) return;
    this.draft = null;
    this.note.clearSelection();
    this.#next();
    focusPane('audit');
  }

  async answer(finding: AuditFindingDto): Promise<void> {
    await this.act({ act: 'acknowledge', finding: finding.id });
  }

  async act(act: Act): Promise<boolean> {
    const { audit } = this;
    if (!audit || this.busy) return false;
    this.busy = true;
    const told = await this.session.attempt(
      this.session.backend.auditAct({ code: null, to: null, finding: null, reason: null, citation: null, topic: null, words: '', evidence: [], ...act, encounter: audit.row.encounter, audit: audit.row.id, after: audit.after }),
    );
    this.busy = false;
    if (told) {
      this.audit = told;
      if (act.act === 'reveal') this.all = false;
      return true;
    }
    // somebody else may have acted meanwhile: what they did is shown
    const now = await this.session.backend.auditGet(audit.row.encounter, audit.row.id).catch(() => null);
    if (now) this.audit = now;
    return false;
  }

  #next(): void {
    const at = this.shown.findIndex((row) => row.signed !== null && row.verdict === '');
    if (at >= 0) this.line = at;
  }
}
