import type { IndexEntryDto } from '../bindings/IndexEntryDto';
import type { NodeRef } from '../bindings/NodeRef';
import type { BookController } from './book.svelte';

/** What the next key may open, read and laid out before that key comes. Nothing of it is recorded, and no place changes. */
export class Ahead {
  /** The entry of the main term at which the choice rests: its lines are laid out before it is opened. */
  entry = $state.raw<IndexEntryDto | null>(null);

  /** Where the entry is that the next key may open: of the result, main term or cross reference that is chosen. */
  likely = $derived.by<NodeRef | null>(() => {
    const { search, entry, terms, termCursor, current } = this.book;
    if (search.shown) return search.results[search.cursor]?.node ?? null;
    if (!entry) return terms[termCursor]?.at ?? null;
    const [only, ...others] = current?.references[0]?.targets ?? [];
    return only && others.length === 0 ? only : null;
  });

  /** The entry whose lines are laid out: the one that is open, else the one that may be opened next. */
  laid = $derived.by(() => this.book.entry ?? this.entry);
  /** The chosen line of that entry. Like its lines, it is the same before and after the entry is opened. */
  chosen = $derived.by(() => (this.book.entry ? this.book.line : (this.entry?.focus ?? 0)));

  constructor(readonly book: BookController) {}

  /** Reads what the next key may open, so that it opens at once. */
  async read(): Promise<void> {
    const at = this.likely;
    if (at) await this.book.entries.get(this.book.release, at).catch(() => undefined);
  }

  /** Lays out the lines of the main term at which the choice rests. The rows of a table are not: they are few that show. */
  async lay(): Promise<void> {
    const at = this.likely;
    const { release } = this.book;
    if (!at || this.book.entry || this.book.search.shown) return;
    const entry = await this.book.entries.get(release, at).catch(() => null);
    if (entry && !this.book.entry && this.book.release === release && this.likely === at && entry.columns.length === 0) this.entry = entry;
  }

  forget(): void {
    this.entry = null;
  }
}
