import type { ApiError } from '../bindings/ApiError';
import type { ReleaseDto } from '../bindings/ReleaseDto';
import type { StatusDto } from '../bindings/StatusDto';
import { asApiError, type Backend } from '../backend/backend';
import { Toasts } from '../shared/toasts.svelte';
import { ModelController } from '../model/models.svelte';
import { LearningController } from './learning.svelte';

export type ViewName = 'queue' | 'coding' | 'book' | 'training' | 'audit';
export type Theme = 'system' | 'light' | 'dark';

/** What the host answers where nobody works here. */
const GONE: ApiError['code'][] = ['sign-in', 'locked'];
const THEMES: Theme[] = ['system', 'light', 'dark'];

/** The state of the installation, which view is open, and the look of the window. */
export class Session {
  status = $state.raw<StatusDto | null>(null);
  failure = $state.raw<ApiError | null>(null);
  view = $state<ViewName>('queue');
  theme = $state<Theme>('system');
  dialog = $state<'keys' | 'palette' | 'settings' | 'sign' | 'query' | 'import' | 'export' | 'comments' | 'erase' | null>(null);
  readonly toasts = new Toasts();
  readonly learning = new LearningController(this);
  readonly models = new ModelController(this);
  /** Asks for the passphrase again, for what answered that it needs it. */
  onconfirm: (() => void) | null = null;
  /** Asks for the passphrase again; whether it was given. */
  prove: ((what: string) => Promise<boolean>) | null = null;
  /** Looks whether somebody still works here, where the host answered that nobody does; what was answered. */
  ongone: ((message: string) => Promise<void>) | null = null;
  /** Where the database that was here is, after a backup took its place: from then on nothing on screen is of it. */
  restored = $state<string | null>(null);
  #asked = 0;
  #left = 0;

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

  /** Reads the state of the installation; of several readings under way the last one asked for counts. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const status = await this.backend.appStatus();
      if (asked !== this.#asked) return;
      this.status = status;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asApiError(thrown);
    }
  }

  async setPerson(name: string): Promise<boolean> {
    const status = await this.attempt(this.backend.setPerson(name));
    if (status) {
      this.#asked++;
      this.status = status;
    }
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

  /** Whoever worked here is gone: what they asked for is no answer any more, and nothing they were asked stays open. */
  leave(): void {
    this.#left += 1;
    this.dialog = null;
    this.models.leave();
  }

  /**
   * The result of a call, or none with its error said at the foot of the window. There is none either where the window
   * was locked meanwhile.
   */
  async attempt<T>(call: Promise<T>): Promise<T | null> {
    const left = this.#left;
    try {
      const result = await call;
      return left === this.#left ? result : null;
    } catch (thrown) {
      const error = asApiError(thrown);
      if (GONE.includes(error.code) && this.ongone) {
        if (left === this.#left) await this.ongone(error.message);
        return null;
      }
      if (error.code === 'confirm' && this.onconfirm) {
        // who comes next is not asked for the passphrase of who left
        if (left === this.#left) this.onconfirm();
        return null;
      }
      if (error.code === 'read-only' && this.status) this.status = { ...this.status, writable: false };
      this.toasts.say(error.message, 'error');
      return null;
    }
  }
}
