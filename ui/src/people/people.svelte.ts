import type { PersonDto } from '../bindings/PersonDto';
import type { PersonInDto } from '../bindings/PersonInDto';
import type { SessionDto } from '../bindings/SessionDto';
import { asApiError } from '../backend/backend';
import type { Session } from '../settings/session.svelte';

/** Who works now: signing in, locking, and proving again who one is. */
export class PeopleController {
  now = $state.raw<SessionDto | null>(null);
  people = $state.raw<PersonDto[]>([]);
  problem = $state('');
  busy = $state(false);
  /** Whether the passphrase is asked for again, and what for. */
  asking = $state<string | null>(null);
  #answer: ((given: boolean) => void) | null = null;
  #last = Date.now();

  constructor(
    readonly session: Session,
    /** Called when the window was locked: what is on screen goes. */
    readonly onlock: () => void,
    readonly onopen: () => Promise<void>,
  ) {
    session.onconfirm = () => void (this.asking ??= 'This');
    session.prove = (what) => this.prove(what);
    session.ongone = (message) => this.#gone(message);
  }

  /** Whether records may be shown. Until that is known they are not. */
  get open(): boolean {
    return this.now?.state === 'open';
  }

  may(duty: string): boolean {
    const duties = this.now?.duties ?? [];
    return duties.length === 0 || duties.includes(duty);
  }

  async load(): Promise<void> {
    const now = await this.session.attempt(this.session.backend.sessionStatus());
    if (now) this.now = now;
  }

  async lock(): Promise<void> {
    // nothing is shown from here on, and nothing is asked of the host for what is shown
    if (this.now) this.now = { ...this.now, state: 'shut' };
    this.#leave();
    const now = await this.session.attempt(this.session.backend.sessionLock());
    if (now) this.now = now;
  }

  /** What is on screen goes, and what is on its way is for nobody. */
  #leave(): void {
    this.session.leave();
    this.onlock();
    this.session.toasts.clear();
    this.#done(false);
  }

  /** Looks whether somebody still works here; where nobody does, what is on screen goes. Whether it went. */
  async check(): Promise<boolean> {
    const before = this.now;
    const now = await this.session.backend.sessionStatus().catch(() => null);
    // who signed in meanwhile is there
    if (!now || this.now !== before) return false;
    const gone = this.open && now.state !== 'open';
    this.now = now;
    if (gone) this.#leave();
    return gone;
  }

  /** A backup took the place of the database: nothing on screen is of that, and nobody works with it yet. */
  async restored(aside: string): Promise<void> {
    this.session.restored = aside;
    this.#leave();
    await this.check();
  }

  async #gone(message: string): Promise<void> {
    const open = this.open;
    await this.check();
    if (open) this.session.toasts.say(message, 'error');
  }

  /** Opens the database, signs in, or goes on, as what is asked for now. */
  async unlock(person: string, passphrase: string): Promise<boolean> {
    const { backend } = this.session;
    this.busy = true;
    try {
      if (this.now?.state === 'locked') {
        await backend.safeUnlock(passphrase);
        this.now = await backend.sessionStatus();
      } else if (this.now?.people.length === 0) this.now = await backend.sessionResume();
      else this.now = await backend.sessionSignIn(person, passphrase);
      this.problem = '';
    } catch (thrown) {
      this.problem = asApiError(thrown).message;
      return false;
    } finally {
      this.busy = false;
    }
    this.#last = Date.now();
    if (this.open) await this.onopen();
    return this.open;
  }

  async loadPeople(): Promise<void> {
    const people = await this.session.attempt(this.session.backend.personList());
    if (people) this.people = people;
  }

  async save(person: PersonInDto): Promise<boolean> {
    const people = await this.confirmed('Saving a person', () => this.session.backend.personSave(person));
    if (!people) return false;
    this.people = people;
    await this.load();
    await this.session.load();
    return true;
  }

  async lockAfter(minutes: number): Promise<void> {
    const now = await this.session.attempt(this.session.backend.sessionLockAfter(minutes));
    if (now) this.now = now;
  }

  /** The result of a call; where it needs the passphrase again, that is asked for and the call made once more. */
  async confirmed<T>(what: string, call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (thrown) {
      if (asApiError(thrown).code !== 'confirm') return this.session.attempt(Promise.reject(thrown));
    }
    return (await this.prove(what)) ? this.session.attempt(call()) : null;
  }

  /** Asks for the passphrase again; whether it was given. */
  prove(what: string): Promise<boolean> {
    if (!this.open) return Promise.resolve(false);
    // who is asked for something else now was not asked for what came before
    this.#answer?.(false);
    this.problem = '';
    this.asking = what;
    return new Promise<boolean>((resolve) => (this.#answer = resolve));
  }

  async confirm(passphrase: string): Promise<void> {
    this.busy = true;
    try {
      await this.session.backend.sessionConfirm(passphrase);
      this.#done(true);
    } catch (thrown) {
      this.problem = asApiError(thrown).message;
    }
    this.busy = false;
  }

  cancel(): void {
    this.#done(false);
  }

  /** A key or a click: somebody is there. After a machine that slept it may be somebody else, and then it locks first. */
  touch(now = Date.now()): void {
    this.tick(now);
    this.#last = now;
  }

  /** Locks where nobody was there for as long as was chosen. */
  tick(now = Date.now()): void {
    if (this.open && this.now?.asks && now - this.#last > this.now.lockAfter * 60_000) void this.lock();
  }

  #done(given: boolean): void {
    if (given && this.#answer === null) this.session.toasts.say('Confirmed. Do it again.');
    this.asking = null;
    this.#answer?.(given);
    this.#answer = null;
  }
}
