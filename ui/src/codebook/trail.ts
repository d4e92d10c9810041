/** The steps a person takes in the book, one line each: "search: …", "index: A > b", "see: …", "tabular: E11.22", "notes: E11.22", "7th: A", "verified: E11.22". */
export class Trail {
  #steps: string[] = [];
  #at: number[] = [];
  /** Called after each step. */
  changed: () => void = () => {};

  get steps(): string[] {
    return [...this.#steps];
  }

  /** When each step was taken, in milliseconds from a moment on. */
  times(from: number): number[] {
    return this.#at.map((at) => Math.max(0, at - from));
  }

  /** Adds a step; the same one twice in a row counts once, and typing on replaces the search before it. */
  add(kind: string, text: string): void {
    const step = `${kind}: ${text}`;
    const last = this.#steps.at(-1);
    if (last === step) return;
    if (kind === 'search' && last?.startsWith('search: ')) {
      this.#steps.pop();
      this.#at.pop();
    }
    this.#steps.push(step);
    this.#at.push(Date.now());
    this.changed();
  }

  /** Adds that the notes of the entry opened last were looked at, once for each time it is open. */
  lookAt(code: string): void {
    const opened = this.#steps.lastIndexOf(`tabular: ${code}`);
    if (opened >= 0 && !this.#steps.includes(`notes: ${code}`, opened)) this.#steps.push(`notes: ${code}`);
  }

  /** Whether the entry of a code was passed. */
  passed(code: string): boolean {
    return this.#steps.includes(`tabular: ${code}`);
  }

  restart(): void {
    this.#steps = [];
    this.#at = [];
  }
}
