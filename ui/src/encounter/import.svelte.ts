import type { ImportPreviewDto } from '../bindings/ImportPreviewDto';
import type { Session } from '../settings/session.svelte';

/** The longest file that is handed over as bytes. */
const LARGEST = 64 * 1024 * 1024;

/** Bringing charts in from files: what they hold is looked at before anything is stored. */
export class ImportController {
  /** Paths of files, folders and archives, a line each. */
  paths = $state('');
  preview = $state.raw<ImportPreviewDto | null>(null);
  busy = $state(false);
  /** How often everything was forgotten: what was begun before changes nothing of what came after. */
  #begun = 0;
  /** The paths that the preview is of. */
  #seen: string[] = [];
  #taking: Promise<void> = Promise.resolve();

  constructor(
    readonly session: Session,
    readonly onstored: () => Promise<void>,
  ) {}

  get list(): string[] {
    return this.paths.split('\n').map((line) => line.trim()).filter(Boolean);
  }

  /** Takes files that were picked or dropped: a line for each that could be read. */
  async take(files: Iterable<File>): Promise<void> {
    if (this.busy) return this.session.toasts.say('Files are still being read; drop them again once that is done.');
    this.#taking = this.#during(() => this.#take(files));
    await this.#taking;
  }

  async #take(files: Iterable<File>): Promise<void> {
    const begun = this.#begun;
    for (const file of files) {
      const line = await this.#give(file);
      if (begun !== this.#begun) return;
      if (line !== null) this.edit([...this.list, line].join('\n'));
    }
  }

  /** Hands a file over; answers with the line that stands for it, or says why it cannot be read. */
  async #give(file: File): Promise<string | null> {
    if (file.size > LARGEST) {
      this.session.toasts.say(`${file.name} has ${Math.ceil(file.size / 1024 / 1024)} MB, and a file of at most 64 MB is read here. Give the path of an archive or a folder instead.`, 'error');
      return null;
    }
    const bytes = await file.arrayBuffer().catch(() => null);
    if (!bytes) {
      this.session.toasts.say(`Reading ${file.name}: it is a folder or cannot be read. Give its path here instead.`, 'error');
      return null;
    }
    return this.session.attempt(this.session.backend.importGive(file.name, new Uint8Array(bytes)));
  }

  /** Forgets what was picked, dropped or typed, also what is on its way. */
  async forget(): Promise<void> {
    this.#begun += 1;
    this.edit('');
    await this.#taking;
    await this.session.backend.importForget().catch(() => null);
  }

  edit(paths: string): void {
    this.paths = paths;
    this.preview = null;
  }

  async look(): Promise<void> {
    const { list, paths } = this;
    const begun = this.#begun;
    if (this.busy || list.length === 0) return;
    const preview = await this.#during(() => this.session.attempt(this.session.backend.importPreview(list)));
    // what is told of other paths, or to somebody else, is not what stands here now
    if (begun !== this.#begun || paths !== this.paths) return;
    this.preview = preview;
    this.#seen = list;
  }

  /** Stores exactly what was looked at. */
  async store(): Promise<void> {
    if (this.busy || !this.preview || this.preview.charts.length === 0) return;
    const begun = this.#begun;
    const stored = await this.#during(() => this.session.attempt(this.session.backend.importFiles(this.#seen)));
    if (!stored) return;
    const count = stored.encounters.length;
    this.session.toasts.say(`${count} ${count === 1 ? 'chart' : 'charts'} stored${stored.refused.length > 0 ? `, ${stored.refused.length} left out` : ''}.`);
    if (begun === this.#begun) {
      await this.forget();
      this.session.dialog = null;
    }
    await this.onstored();
  }

  async #during<T>(act: () => Promise<T>): Promise<T> {
    this.busy = true;
    try {
      return await act();
    } finally {
      this.busy = false;
    }
  }
}
