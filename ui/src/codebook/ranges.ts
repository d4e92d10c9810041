import type { Backend } from '../backend/backend';
import type { EntryRefDto } from '../bindings/EntryRefDto';

/**
 * The entries that a reference in a note stands for, one level down: the subdivisions of "N18.-", the
 * entries from the first to the last of "N18.1-N18.6" where they stand side by side.
 */
export async function expandReference(backend: Backend, release: string, code: string, printed: string): Promise<EntryRefDto[]> {
  const entry = await backend.tabularEntry(release, code);
  const last = /^[A-Z]\d[\w.]*?\.?-?\s*(?:-|–|to)\s*([A-Z]\d[0-9A-Z]?(?:\.[0-9A-Z]+)?)/.exec(printed.trim())?.[1];
  if (last === undefined || last === code) return entry.children.length > 0 ? entry.children : [refOf(entry)];
  const from = entry.siblings.findIndex((one) => one.code === entry.code);
  const to = entry.siblings.findLastIndex((one) => one.code === last || last.startsWith(one.code) || one.code.startsWith(last));
  return from >= 0 && to >= from ? entry.siblings.slice(from, to + 1) : [refOf(entry)];
}

const refOf = ({ code, title, billable, children }: { code: string; title: string; billable: boolean; children: unknown[] }): EntryRefDto => ({
  code, title, billable, header: children.length > 0,
});
