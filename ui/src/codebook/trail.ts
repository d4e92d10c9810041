/** The steps a person takes in the book, one line each: "search: …", "index: A > b", "see: …", "tabular: E11.22", "7th: A", "verified: E11.22". */
export class Trail {
  #steps: string[] = [];

  get steps(): string[] {
    return [...this.#steps];
  }

  /** Adds a step; the same one twice in a row counts once, and typing on replaces the search before it. */
  add(kind: string, text: string): void {
    const step = `${kind}: ${text}`;
    const last = this.#steps.at(-1);
    if (last === step) return;
    if (kind === 'search' && last?.startsWith('search: ')) this.#steps.pop();
    this.#steps.push(step);
  }

  /** Whether the entry of a code was passed. */
  passed(code: string): boolean {
    return this.#steps.includes(`tabular: ${code}`);
  }

  restart(): void {
    this.#steps = [];
  }
}
