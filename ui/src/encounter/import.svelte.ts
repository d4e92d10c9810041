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

  constructor(
    readonly session: Session,
    readonly onstored: () => Promise<void>,
  ) {}

  get list(): string[] {
    return this.paths.split('\n').map((line) => line.trim()).filter(Boolean);
  }

  /** Takes files that were picked or dropped: a line for each. */
  async take(files: Iterable<File>): Promise<void> {
    this.busy = true;
    const lines: string[] = [];
    for (const file of files) {
      if (file.size > LARGEST) {
        this.session.toasts.say(`${file.name} has ${Math.ceil(file.size / 1024 / 1024)} MB, and a file of at most 64 MB is read here. Give the path of an archive or a folder instead.`, 'error');
        continue;
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      const line = await this.session.attempt(this.session.backend.importGive(file.name, bytes));
      if (line !== null) lines.push(line);
    }
    this.busy = false;
    if (lines.length > 0) this.edit([...this.list, ...lines].join('\n'));
  }

  /** Forgets what was picked, dropped or typed. */
  async forget(): Promise<void> {
    this.preview = null;
    this.paths = '';
    await this.session.backend.importForget().catch(() => null);
  }

  edit(paths: string): void {
    this.paths = paths;
    this.preview = null;
  }

  async look(): Promise<void> {
    if (this.busy || this.list.length === 0) return;
    this.busy = true;
    this.preview = await this.session.attempt(this.session.backend.importPreview(this.list));
    this.busy = false;
  }

  async store(): Promise<void> {
    if (this.busy || !this.preview || this.preview.charts.length === 0) return;
    this.busy = true;
    const stored = await this.session.attempt(this.session.backend.importFiles(this.list));
    this.busy = false;
    if (!stored) return;
    const count = stored.encounters.length;
    this.session.toasts.say(`${count} ${count === 1 ? 'chart' : 'charts'} stored${stored.refused.length > 0 ? `, ${stored.refused.length} left out` : ''}.`);
    await this.forget();
    this.session.dialog = null;
    await this.onstored();
  }
}
