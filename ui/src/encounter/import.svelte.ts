import type { ImportPreviewDto } from '../bindings/ImportPreviewDto';
import type { Session } from '../settings/session.svelte';

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
    this.preview = null;
    this.paths = '';
    this.session.dialog = null;
    await this.onstored();
  }
}
