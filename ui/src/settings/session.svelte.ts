import type { ApiError } from '../bindings/ApiError';
import type { ReleaseDto } from '../bindings/ReleaseDto';
import type { StatusDto } from '../bindings/StatusDto';
import { asApiError, type Backend } from '../backend/backend';
import { Toasts } from '../shared/toasts.svelte';

export type ViewName = 'queue' | 'coding' | 'book';
export type Theme = 'system' | 'light' | 'dark';

const THEMES: Theme[] = ['system', 'light', 'dark'];

/** The state of the installation, which view is open, and the look of the window. */
export class Session {
  status = $state.raw<StatusDto | null>(null);
  failure = $state.raw<ApiError | null>(null);
  view = $state<ViewName>('queue');
  theme = $state<Theme>('system');
  dialog = $state<'keys' | 'palette' | 'settings' | null>(null);
  readonly toasts = new Toasts();

  constructor(
    readonly backend: Backend,
    /** Whether the data is made up and kept in memory only. */
    readonly demonstration: boolean,
  ) {
    const stored = localStorage.getItem('theme');
    if (stored === 'light' || stored === 'dark') this.setTheme(stored);
  }

  get releases(): ReleaseDto[] {
    return this.status?.releases ?? [];
  }

  get writable(): boolean {
    return this.status?.writable ?? false;
  }

  async load(): Promise<void> {
    try {
      this.status = await this.backend.appStatus();
      this.failure = null;
    } catch (thrown) {
      this.failure = asApiError(thrown);
    }
  }

  async setPerson(name: string): Promise<boolean> {
    const status = await this.attempt(this.backend.setPerson(name));
    if (status) this.status = status;
    return status !== null;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    if (theme === 'system') {
      delete document.documentElement.dataset['theme'];
      localStorage.removeItem('theme');
    } else {
      document.documentElement.dataset['theme'] = theme;
      localStorage.setItem('theme', theme);
    }
  }

  nextTheme(): void {
    this.setTheme(THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length] ?? 'system');
  }

  /** The result of a call, or none with its error said at the foot of the window. */
  async attempt<T>(call: Promise<T>): Promise<T | null> {
    try {
      return await call;
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.code === 'read-only' && this.status) this.status = { ...this.status, writable: false };
      this.toasts.say(error.message, 'error');
      return null;
    }
  }
}
