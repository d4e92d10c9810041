import type { ReplayDto } from '../bindings/ReplayDto';
import type { Session } from '../settings/session.svelte';

/** Milliseconds between two steps while a replay plays. */
const PACE = 700;

/** The ways of learner, expert and program on one canvas: step by step, into a file and out of one. */
export class WaysController {
  replay = $state.raw<ReplayDto | null>(null);
  /** How many steps of each way are shown. */
  shown = $state(0);
  playing = $state(false);
  #timer: ReturnType<typeof setInterval> | undefined;

  longest = $derived(Math.max(0, ...(this.replay?.ways ?? []).map((way) => way.steps.length)));

  constructor(readonly session: Session) {}

  show(replay: ReplayDto | null): void {
    this.pause();
    this.replay = replay;
    this.shown = this.longest;
  }

  step(by: number): void {
    this.pause();
    this.shown = Math.max(0, Math.min(this.longest, this.shown + by));
  }

  pause(): void {
    clearInterval(this.#timer);
    this.playing = false;
  }

  /** Plays from where it is, from the beginning where it is at the end; again pauses. */
  play(): void {
    if (this.playing) return this.pause();
    if (this.shown >= this.longest) this.shown = 0;
    this.playing = true;
    this.#timer = setInterval(() => {
      if (this.shown < this.longest) this.shown += 1;
      else this.pause();
    }, PACE);
  }

  async save(): Promise<void> {
    if (!this.replay) return;
    const saved = await this.session.attempt(this.session.backend.trainingReplaySave(this.replay));
    if (saved) this.session.toasts.say(`The ways are in ${saved.path}.`);
  }

  /** Opens the ways of a file; whether they could be. */
  async open(text: string): Promise<boolean> {
    const replay = await this.session.attempt(this.session.backend.trainingReplayOpen(text));
    if (replay) this.show(replay);
    return replay !== null;
  }
}
