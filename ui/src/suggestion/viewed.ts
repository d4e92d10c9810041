/** Adds up for how long the evidence of each suggestion has been on screen. */
export class ViewedTime {
  #sums = new Map<string, number>();
  #open: { suggestion: string; since: number } | null = null;

  constructor(readonly now: () => number = () => performance.now()) {}

  /** Says which suggestion's evidence is on screen from now on, if any. */
  watch(suggestion: string | null): void {
    if (this.#open?.suggestion === suggestion) return;
    this.#close();
    this.#open = suggestion === null ? null : { suggestion, since: this.now() };
  }

  /** Milliseconds so far. */
  of(suggestion: string): number {
    const running = this.#open?.suggestion === suggestion ? this.now() - this.#open.since : 0;
    return Math.round((this.#sums.get(suggestion) ?? 0) + running);
  }

  #close(): void {
    if (!this.#open) return;
    const { suggestion, since } = this.#open;
    this.#sums.set(suggestion, (this.#sums.get(suggestion) ?? 0) + this.now() - since);
  }
}
