import type { PathStepDto } from '../bindings/PathStepDto';
import type { WalkDto } from '../bindings/WalkDto';
import type { BookController } from './book.svelte';

/** A recorded way through the book, walked again hop by hop in the book beside it. */
export class Replay {
  walk = $state.raw<WalkDto | null>(null);
  at = $state(0);
  step = $derived<PathStepDto | null>(this.walk?.steps[this.at] ?? null);

  constructor(readonly book: BookController) {}

  async open(walk: WalkDto): Promise<void> {
    this.walk = walk;
    await this.goTo(0);
  }

  async move(by: number): Promise<void> {
    await this.goTo(this.at + by);
  }

  /** Shows a hop in the book. Looking at a recorded way is no walk of one's own: nothing is recorded. */
  async goTo(nth: number): Promise<void> {
    const { walk } = this;
    if (!walk) return;
    this.at = Math.max(0, Math.min(walk.steps.length - 1, nth));
    const step = walk.steps[this.at];
    if (!walk.installed || !step) return;
    await this.book.showPlace({ release: walk.release, at: step.at, column: this.book.column, code: step.code });
  }

  close(): void {
    this.walk = null;
  }
}

const KINDS: Record<string, string> = {
  search: 'Searched', entry: 'Index', cell: 'Table', see: 'See', 'see-also': 'See also', 'see-category': 'See category', tabular: 'Tabular List', notes: 'Notes read',
  seventh: '7th character', verified: 'Verified', alternative: 'Alternative', guideline: 'Guideline',
};

/** A kind of hop in words. */
export const hopLabel = (kind: string): string => KINDS[kind] ?? kind;
