import type { EncounterDto } from '../bindings/EncounterDto';
import type { EncounterRowDto } from '../bindings/EncounterRowDto';
import type { NewEncounterDto } from '../bindings/NewEncounterDto';
import type { Session } from '../settings/session.svelte';

/** Longest file that is read into the new-chart form, in bytes. */
export const LARGEST_FILE = 20 * 1024 * 1024;

/** Charts that are read at once. */
const PAGE = 500;

/** The list of charts, which one is chosen, and the form for a new one. */
export class QueueController {
  rows = $state.raw<EncounterRowDto[]>([]);
  loaded = $state(false);
  busy = $state(false);
  cursor = $state(0);
  /** The form's content while it is open. */
  draft = $state<NewEncounterDto | null>(null);
  draftProblem = $state('');
  /** Whether there are charts behind those that are shown. */
  further = $state(false);
  #next: number | null = null;
  #kept: NewEncounterDto | null = null;

  constructor(
    readonly session: Session,
    readonly open: (encounter: EncounterDto) => void,
    /** Called when the list has been read, at the start and whenever it is shown again. */
    readonly onload: () => Promise<void> = async () => undefined,
  ) {}

  get current(): EncounterRowDto | undefined {
    return this.rows[this.cursor];
  }

  async load(): Promise<void> {
    const page = await this.session.attempt(this.session.backend.encounterPage(0, PAGE));
    if (page) {
      [, this.#next] = page;
      this.further = this.#next !== null;
      this.show(page[0]);
    }
    this.loaded = true;
    void this.onload();
  }

  /** Reads the next page, where there is one. */
  async more(): Promise<void> {
    const after = this.#next;
    if (after === null) return;
    this.#next = null;
    const page = await this.session.attempt(this.session.backend.encounterPage(after, PAGE));
    if (!page) return;
    [, this.#next] = page;
    this.further = this.#next !== null;
    const known = new Set(this.rows.map((row) => row.id));
    this.rows = [...this.rows, ...page[0].filter((row) => !known.has(row.id))];
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.rows.length - 1, this.cursor + by));
    if (this.cursor > this.rows.length - 50) void this.more();
  }

  async openCurrent(): Promise<void> {
    const row = this.current;
    if (!row || this.busy) return;
    this.busy = true;
    const encounter = await this.session.attempt(this.session.backend.encounterOpen(row.id));
    this.busy = false;
    if (encounter) this.open(encounter);
  }

  async importSamples(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const rows = await this.session.attempt(this.session.backend.encounterImportSamples());
    this.busy = false;
    if (rows) this.show(rows);
  }

  /** Closes the form; what was typed into it is there again the next time. */
  closeDraft(): void {
    this.#kept = this.draft && this.draft.text !== '' ? $state.snapshot(this.draft) : null;
    this.draft = null;
  }

  startDraft(text = '', title = ''): void {
    this.draftProblem = '';
    if (text === '' && this.#kept) this.draft = this.#kept;
    else this.draft = { title, setting: 'outpatient', date: null, sex: null, age: null, text };
  }

  /** Opens the form with a dropped or chosen text file, or says why it cannot. */
  async readFile(file: File): Promise<void> {
    if (file.size > LARGEST_FILE) {
      this.session.toasts.say(`Could not read ${file.name}: it has ${Math.round(file.size / 1048576)} MB and 20 MB is the most. Split it into several notes.`, 'error');
      return;
    }
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
      if (text.includes('\u0000')) throw new TypeError('binary');
      this.startDraft(text.replace(/^\uFEFF/, ''), file.name.replace(/\.[^.]*$/, ''));
    } catch {
      this.session.toasts.say(`Could not read ${file.name}: it is not UTF-8 text. Save it as plain text and drop it again.`, 'error');
    }
  }

  async create(): Promise<void> {
    if (!this.draft || this.busy) return;
    if (this.draft.text.trim() === '') {
      this.draftProblem = 'The note is empty. Paste its text, or drop a .txt file.';
      return;
    }
    this.busy = true;
    const encounter = await this.session.attempt(this.session.backend.encounterCreate($state.snapshot(this.draft)));
    this.busy = false;
    if (!encounter) return;
    this.draft = null;
    this.#kept = null;
    this.rows = [encounter.row, ...this.rows];
    this.cursor = 0;
    this.open(encounter);
  }

  /** Forgets what is shown. */
  clear(): void {
    this.rows = [];
    this.loaded = false;
    this.draft = null;
    this.#kept = null;
  }

  private show(rows: EncounterRowDto[]): void {
    const id = this.current?.id;
    this.rows = rows;
    const at = rows.findIndex((row) => row.id === id);
    this.cursor = at >= 0 ? at : Math.min(this.cursor, Math.max(0, rows.length - 1));
  }
}
