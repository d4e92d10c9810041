import type { EndpointDto } from '../bindings/EndpointDto';
import type { EndpointInDto } from '../bindings/EndpointInDto';
import type { ModelChoiceDto } from '../bindings/ModelChoiceDto';
import type { ModelPreviewDto } from '../bindings/ModelPreviewDto';
import type { ModelProgressDto } from '../bindings/ModelProgressDto';
import type { ModelSettingsDto } from '../bindings/ModelSettingsDto';
import type { ModelTestedDto } from '../bindings/ModelTestedDto';
import type { ReadingDto } from '../bindings/ReadingDto';
import type { RunDto } from '../bindings/RunDto';
import { asApiError } from '../backend/backend';
import type { Session } from '../settings/session.svelte';

/** What a person is asked to look at before anything is sent to a host outside. */
export interface Pending {
  endpoint: EndpointDto;
  /** The chart whose questions are shown; null for a test, which sends nothing of a chart. */
  encounter: string | null;
  answer: (yes: boolean) => void;
}

/** Models: what is set, what a person says yes to, and runs that ask them. */
export class ModelController {
  settings = $state.raw<ModelSettingsDto | null>(null);
  /** How far the run that is under way is, by chart. */
  running = $state.raw<{ encounter: string; progress: ModelProgressDto } | null>(null);
  pending = $state.raw<Pending | null>(null);
  preview = $state.raw<ModelPreviewDto | null>(null);
  /** What tests of endpoints found; null while one is under way. */
  tested = $state.raw<Record<string, ModelTestedDto | null>>({});
  #asked = 0;

  chosen = $derived(this.settings?.endpoints.find((one) => one.id === this.settings?.chosen) ?? null);
  /** The endpoint that a run would ask; none where it would ask none. */
  asks = $derived(this.settings?.endpoints.find((one) => one.id === this.settings?.asks && one.refused === null) ?? null);

  constructor(readonly session: Session) {}

  /** Why what is set cannot be read. */
  unreadable = $state('');

  async load(): Promise<void> {
    try {
      this.settings = await this.session.backend.modelSettings();
      this.unreadable = '';
    } catch (thrown) {
      // what was told before may not hold any more
      this.settings = null;
      const error = asApiError(thrown);
      this.unreadable = error.code === 'unreadable' ? error.message : '';
      if (!this.unreadable) await this.session.attempt(Promise.reject(thrown));
    }
  }

  /** Whoever worked here is gone: what they were asked is answered no, and what they were shown goes. */
  leave(): void {
    this.#asked += 1;
    this.pending?.answer(false);
    this.pending = null;
    this.preview = null;
    this.tested = {};
  }

  /** Begins anew where what is set cannot be read; that is set aside. */
  async reset(): Promise<void> {
    if (await this.#take('Starting anew with models', () => this.session.backend.modelReset())) this.unreadable = '';
  }

  async save(endpoint: EndpointInDto): Promise<boolean> {
    return this.#take('Saving an endpoint', () => this.session.backend.modelEndpointSave(endpoint));
  }

  async remove(id: string): Promise<void> {
    await this.#take('Removing an endpoint', () => this.session.backend.modelEndpointRemove(id));
  }

  async choose(change: Partial<ModelChoiceDto>): Promise<void> {
    if (!this.settings) return;
    const { chosen, stages, deidentify } = this.settings;
    await this.#take('Choosing a model', () => this.session.backend.modelChoose({ chosen, stages, deidentify, ...change }));
  }

  async withdraw(id: string): Promise<void> {
    await this.#take('Taking the yes back', () => this.session.backend.modelConsentWithdraw(id));
  }

  /** Asks an endpoint whether it answers. For a host outside the question is shown first. */
  async test(endpoint: EndpointDto): Promise<void> {
    const confirmed = endpoint.reach === 'public' && !endpoint.consented;
    if (confirmed && !(await this.#show(endpoint, null))) return;
    this.tested = { ...this.tested, [endpoint.id]: null };
    const found = await this.#proved('Testing an endpoint', () => this.session.backend.modelEndpointTest(endpoint.id, confirmed));
    const { [endpoint.id]: _, ...others } = this.tested;
    this.tested = found ? { ...others, [endpoint.id]: found } : others;
  }

  /** Codes a chart with the model; null where a person said no to sending it. Rejects with an `ApiError`. */
  run(encounter: string): Promise<RunDto | null> {
    return this.#asking(encounter, (told) => this.session.backend.modelRun(encounter, told));
  }

  /** Codes again what depends on decisions and on what is said of words; after a run with a model it may be asked. */
  rework(encounter: string, reading: ReadingDto | null): Promise<RunDto | null> {
    return this.#asking(encounter, (told) => this.session.backend.encounterRework(encounter, reading, told));
  }

  /** Does what may ask the model, showing first what would be sent outside where nobody said yes to it yet. */
  async #asking(encounter: string, call: (told: (progress: ModelProgressDto) => void) => Promise<RunDto>): Promise<RunDto | null> {
    for (;;) {
      let over = false;
      try {
        return await call((progress) => {
          if (!over) this.running = { encounter, progress };
        });
      } catch (thrown) {
        const { asks } = this;
        const { code } = asApiError(thrown);
        over = true;
        this.running = null;
        if (code === 'confirm' && this.session.prove) {
          if (await this.session.prove('Asking a model')) continue;
          return null;
        }
        if (code !== 'consent' || !asks) throw thrown;
        if (!(await this.#show(asks, encounter))) return null;
      } finally {
        over = true;
        this.running = null;
      }
    }
  }

  /** How far a chart's run is; null where none is under way. */
  progressOf(encounter: string): ModelProgressDto | null {
    return this.running?.encounter === encounter ? this.running.progress : null;
  }

  async cancel(): Promise<void> {
    if (this.running) await this.session.attempt(this.session.backend.modelCancel(this.running.encounter));
  }

  /** Reads again what would be sent, with or without marks in the place of names and dates. */
  async look(deidentify: boolean): Promise<void> {
    const { pending } = this;
    if (!pending) return;
    const asked = ++this.#asked;
    const preview = await this.session.attempt(this.session.backend.modelPreview(pending.endpoint.id, pending.encounter, deidentify));
    if (asked !== this.#asked || this.pending !== pending) return;
    if (preview) this.preview = preview;
    else if (!this.preview) this.answer(false);
  }

  /** A person's answer to what was shown. A yes to a chart's questions is recorded; one to a test's is for that test alone. */
  async answer(yes: boolean): Promise<void> {
    const { pending, preview } = this;
    if (!pending) return;
    const kept = yes && pending.encounter !== null && preview ? await this.#take('Sending notes there', () => this.session.backend.modelConsent(pending.endpoint.id, preview.deidentified)) : yes;
    if (this.pending === pending) this.pending = this.preview = null;
    pending.answer(kept);
  }

  #show(endpoint: EndpointDto, encounter: string | null): Promise<boolean> {
    return new Promise((answer) => {
      this.pending = { endpoint, encounter, answer };
      void this.look(this.settings?.deidentify ?? false);
    });
  }

  /** The result of a call; where it needs the passphrase again, that is asked for and the call made once more. */
  async #proved<T>(what: string, call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (thrown) {
      if (asApiError(thrown).code !== 'confirm' || !this.session.prove) return this.session.attempt(Promise.reject(thrown));
    }
    return (await this.session.prove(what)) ? this.session.attempt(call()) : null;
  }

  async #take(what: string, call: () => Promise<ModelSettingsDto>): Promise<boolean> {
    const settings = await this.#proved(what, call);
    if (!settings) return false;
    this.settings = settings;
    void this.session.load();
    return true;
  }
}
