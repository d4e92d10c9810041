import type { GuidelineDto } from '../bindings/GuidelineDto';
import type { GuidelineListDto } from '../bindings/GuidelineListDto';
import type { GuidelineRowDto } from '../bindings/GuidelineRowDto';
import type { Session } from '../settings/session.svelte';
import { focusPane } from '../shared/panes';

/** The Official Guidelines: their sections, those that bear on a code, and one of them whole. */
export class GuidelineReader {
  shown = $state(false);
  list = $state.raw<GuidelineListDto | null>(null);
  cursor = $state(0);
  /** The code whose guidelines are listed; all sections where there is none. */
  code = $state<string | null>(null);
  words = $state('');
  one = $state.raw<GuidelineDto | null>(null);
  #asked = 0;
  /** How many were opened or closed: a late answer opens nothing again. */
  #opened = 0;
  #asking: Promise<void> = Promise.resolve();

  rows = $derived<GuidelineRowDto[]>(this.list?.rows ?? []);

  constructor(
    readonly session: Session,
    readonly release: () => string,
    /** Called when a guideline is read, so that the walk remembers it. */
    readonly onread: (number: string) => void,
    /** Called before the guidelines take the place of what stands there. */
    readonly onshow: () => void = () => undefined,
  ) {}

  /** Lists the guidelines that bear on a code, nearest first, and opens the nearest; all of them without one. */
  async show(code: string | null = null): Promise<void> {
    const opened = ++this.#opened;
    this.onshow();
    this.shown = true;
    this.code = code;
    this.words = '';
    await this.#ask();
    // who went up or elsewhere meanwhile stays there
    if (opened !== this.#opened) return;
    const first = this.rows.find((row) => row.hasText);
    if (code !== null && first) {
      this.cursor = this.rows.indexOf(first);
      await this.open(first.number);
    }
    focusPane('index');
  }

  async search(words: string): Promise<void> {
    this.words = words;
    await this.#ask();
  }

  async open(number: string): Promise<void> {
    const opened = ++this.#opened;
    const one = await this.session.attempt(this.session.backend.guideline(this.release(), number));
    if (!one || opened !== this.#opened) return;
    this.one = one;
    this.onread(one.number);
    const at = this.rows.findIndex((row) => row.number === one.number);
    if (at >= 0) this.cursor = at;
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.rows.length - 1, this.cursor + by));
  }

  async openCurrent(): Promise<void> {
    // Enter right behind the words means what they find
    await this.#asking;
    const row = this.rows[this.cursor];
    if (row) await this.open(row.number);
  }

  async turn(by: 1 | -1): Promise<void> {
    const to = by > 0 ? this.one?.next : this.one?.previous;
    if (to) await this.open(to.number);
  }

  /** Up: from one to the list, from a code's list to the whole. */
  async up(): Promise<void> {
    this.#opened += 1;
    if (this.one) this.one = null;
    else if (this.code !== null || this.words !== '') {
      this.code = null;
      this.words = '';
      await this.#ask();
    }
    focusPane('index');
  }

  /** Another release has other guidelines. */
  async renew(): Promise<void> {
    this.#opened += 1;
    this.one = null;
    this.list = null;
    if (this.shown) await this.#ask();
  }

  #ask(): Promise<void> {
    this.#asking = this.#askNow();
    return this.#asking;
  }

  async #askNow(): Promise<void> {
    const asked = ++this.#asked;
    const list = await this.session.attempt(this.session.backend.guidelineList(this.release(), this.code ?? undefined, this.words.trim() || undefined));
    if (!list || asked !== this.#asked) return;
    this.list = list;
    this.cursor = 0;
  }
}

const BEARINGS: Record<string, string> = {
  names: 'names it', 'names-header': 'names its header', 'names-below': 'names codes below it', range: 'names its range', chapter: 'its chapter', 'wide-range': 'names a wide range',
};

/** Why a guideline is listed for a code, in words. */
export const bearing = (name: string | null): string => (name === null ? '' : (BEARINGS[name] ?? name));

export interface Piece {
  text: string;
  code: string | null;
  number: string | null;
}

/** A guideline's text as paragraphs, cut at the codes and guidelines it names. */
export function paragraphs({ text, refs, links }: Pick<GuidelineDto, 'text' | 'refs' | 'links'>): Piece[][] {
  const marks = [...refs.map((one) => ({ ...one, number: null })), ...links.map((one) => ({ ...one, code: null }))].sort((a, b) => a.start - b.start);
  let from = 0;
  return text.split('\n').map((paragraph) => {
    const pieces: Piece[] = [];
    const end = from + paragraph.length;
    let at = from;
    for (const mark of marks) {
      if (mark.start < at || mark.end > end) continue;
      if (mark.start > at) pieces.push({ text: text.slice(at, mark.start), code: null, number: null });
      pieces.push({ text: text.slice(mark.start, mark.end), code: mark.code, number: mark.number });
      at = mark.end;
    }
    if (at < end) pieces.push({ text: text.slice(at, end), code: null, number: null });
    from = end + 1;
    return pieces;
  });
}
