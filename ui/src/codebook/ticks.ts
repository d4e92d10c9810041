const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const LETTER = /[\p{L}\p{N}]/u;

/** Longest text that is searched while lines come on screen, in UTF-16 units. */
const LONGEST = 300_000;

/** A text in which phrases are looked for as whole words, without regard to case and accents. */
export class PhraseText {
  readonly #text: string;
  readonly #known = new Map<string, boolean>();

  constructor(text: string) {
    this.#text = text.length > LONGEST ? '' : fold(text).replace(/\s+/g, ' ');
  }

  /** Whether the phrase stands there: "acute" does not stand in "subacute". */
  has(phrase: string): boolean {
    const wanted = fold(phrase).replace(/\s+/g, ' ').trim();
    const known = this.#known.get(wanted);
    if (known !== undefined) return known;
    const found = this.find(wanted) >= 0;
    this.#known.set(wanted, found);
    return found;
  }

  /** Where a folded phrase stands as whole words, or -1. */
  find(wanted: string, from = 0): number {
    if (wanted === '' || this.#text === '') return -1;
    for (let at = this.#text.indexOf(wanted, from); at >= 0; at = this.#text.indexOf(wanted, at + 1)) {
      const before = this.#text[at - 1] ?? ' ';
      const behind = this.#text[at + wanted.length] ?? ' ';
      if (!LETTER.test(before) && !LETTER.test(behind)) return at;
    }
    return -1;
  }

  /** The words right before a place. */
  before(at: number, count: number): string[] {
    return this.#text.slice(Math.max(0, at - 80), at).split(/[.;:\n]/).at(-1)!.split(/[^\p{L}\p{N}]+/u).filter(Boolean).slice(-count);
  }
}
