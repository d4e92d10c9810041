import type { LookupDto } from '../bindings/LookupDto';
import type { NodeRef } from '../bindings/NodeRef';
import type { ResultDto } from '../bindings/ResultDto';
import type { SuggestionDto } from '../bindings/SuggestionDto';
import type { TabularDto } from '../bindings/TabularDto';
import type { Session } from '../settings/session.svelte';

/** Most results shown. */
const LIMIT = 12;

/**
 * The search for a better code. A result is never taken at once: its tabular entry is shown first, and
 * only a complete code can be taken from there. The engine's alternatives have passed that step.
 */
export class ReviseController {
  query = $state('');
  answer = $state.raw<LookupDto | null>(null);
  choice = $state(0);
  /** The entry being read before it is taken. */
  entry = $state.raw<TabularDto | null>(null);
  busy = $state(false);
  #node: NodeRef | null = null;
  #steps: string[] = [];
  #asked = 0;

  constructor(
    readonly session: Session,
    readonly suggestion: SuggestionDto,
    readonly release: string,
    readonly encounter: string,
    readonly take: (walked: { code: string; node: NodeRef | null; steps: string[] }) => Promise<boolean>,
  ) {}

  get results(): ResultDto[] {
    return this.answer?.results ?? [];
  }

  async search(query: string): Promise<void> {
    this.query = query;
    this.entry = null;
    const asked = ++this.#asked;
    if (query.trim() === '') {
      this.answer = null;
      return;
    }
    const answer = await this.session.attempt(this.session.backend.lookup(this.release, query, LIMIT, this.encounter));
    if (asked !== this.#asked || !answer) return;
    this.answer = answer;
    this.choice = 0;
  }

  move(by: number): void {
    this.choice = Math.max(0, Math.min(this.results.length - 1, this.choice + by));
  }

  /** Opens the tabular entry of a result. */
  async choose(result: ResultDto): Promise<void> {
    this.#node = result.node;
    this.#steps = [`search: ${this.query}`];
    if (result.node && result.path.length > 0) this.#steps.push(`index: ${result.path.join(' > ')}`);
    await this.open(result.code);
  }

  async open(code: string): Promise<void> {
    const entry = await this.session.attempt(this.session.backend.tabularEntry(this.release, code));
    if (!entry) return;
    this.entry = entry;
    this.#steps = [...this.#steps, `tabular: ${entry.code}`];
  }

  /** One of the engine's alternatives, by its number from 1. */
  async alternative(number: number): Promise<boolean> {
    const one = this.suggestion.alternatives[number - 1];
    if (!one || this.busy) return false;
    return this.#finish({ code: one.code, node: null, steps: [`alternative: ${one.code}`] });
  }

  /** Takes the entry on show, where its code is complete. */
  async confirm(): Promise<boolean> {
    if (!this.entry?.billable || this.busy) return false;
    return this.#finish({ code: this.entry.code, node: this.#node, steps: this.#steps });
  }

  /** One step back; false where there is none. */
  back(): boolean {
    if (!this.entry) return false;
    this.entry = null;
    return true;
  }

  async #finish(walked: Parameters<ReviseController['take']>[0]): Promise<boolean> {
    this.busy = true;
    const done = await this.take(walked);
    this.busy = false;
    return done;
  }
}
