import type { BagDto } from '../bindings/BagDto';
import type { DecideDto } from '../bindings/DecideDto';
import type { DecidedDto } from '../bindings/DecidedDto';
import type { DecisionDto } from '../bindings/DecisionDto';
import type { Session } from '../settings/session.svelte';
import { redoableIn } from './redo';

type Act = Partial<DecideDto> & { act: string };

/** The decisions of one encounter and the codes they assign. Every change is a call; one at a time. */
export class LedgerController {
  decisions = $state.raw<DecisionDto[]>([]);
  bag = $state.raw<BagDto>({ codes: [], findings: [], pairsChecked: 0 });
  busy = $state(false);
  /** How many acts were taken back and can be done again. */
  redoable = $derived(redoableIn(this.decisions));
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    readonly session: Session,
    readonly encounter: string,
    readonly onstates: (states: DecidedDto['states']) => void,
  ) {}

  get undoable(): boolean {
    return this.decisions.some((decision) => !decision.undone && decision.act !== 'undone');
  }

  /** Records a decision; whether it was recorded. */
  async decide(act: Act): Promise<boolean> {
    return this.#call(() =>
      this.session.backend.decide({ suggestion: null, code: null, reason: null, node: null, ...act, encounter: this.encounter }),
    );
  }

  async undo(): Promise<boolean> {
    if (!this.undoable) {
      this.session.toasts.say('There is nothing to undo.');
      return false;
    }
    return this.#call(() => this.session.backend.decideUndo(this.encounter));
  }

  async redo(): Promise<boolean> {
    return this.#call(() => this.session.backend.decideRedo(this.encounter));
  }

  /** Moves an assigned code up or down in the sequence. */
  async resequence(code: string, by: number): Promise<boolean> {
    const order = this.bag.codes.map((one) => one.code);
    const from = order.indexOf(code);
    const to = from + by;
    if (from < 0 || to < 0 || to >= order.length) return false;
    order.splice(to, 0, ...order.splice(from, 1));
    return this.decide({ act: 'resequence', order });
  }

  take(decided: Pick<DecidedDto, 'decisions' | 'bag'>): void {
    this.decisions = decided.decisions;
    this.bag = decided.bag;
  }

  /** Calls run in the order they were asked for, so that quick keys never overtake one another. */
  #call(make: () => Promise<DecidedDto>): Promise<boolean> {
    const run = async (): Promise<boolean> => {
      this.busy = true;
      const decided = await this.session.attempt(make());
      this.busy = false;
      if (!decided) return false;
      this.take(decided);
      this.onstates(decided.states);
      return true;
    };
    const result = this.#queue.then(run, run);
    this.#queue = result;
    return result;
  }
}
