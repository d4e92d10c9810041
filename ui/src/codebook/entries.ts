import type { IndexEntryDto } from '../bindings/IndexEntryDto';
import type { NodeRef } from '../bindings/NodeRef';

/** Most entries kept; the one unused for longest goes first. */
const KEPT = 12;

/** Entries of the index as they were last read, so that one read ahead, or gone back to, opens at once. A release does not change. */
export class Entries {
  readonly #kept = new Map<string, Promise<IndexEntryDto>>();

  constructor(readonly read: (release: string, at: NodeRef) => Promise<IndexEntryDto>) {}

  get(release: string, at: NodeRef): Promise<IndexEntryDto> {
    const key = `${release} ${at.book} ${at.node}`;
    const entry = this.#kept.get(key) ?? this.read(release, at);
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    entry.catch(() => this.#kept.delete(key));
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return entry;
  }
}
