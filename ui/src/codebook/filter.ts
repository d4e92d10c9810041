/** What the filter needs to know of a line. */
export interface Filterable {
  level: number;
  title: string;
  nonessential: readonly string[];
}

export interface FilteredLine {
  /** Number among all lines. */
  index: number;
  /** Whether the line itself matches, or is only kept above or below one that does. */
  hit: boolean;
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The lines whose own words, or whose words with those of their ancestors, start with every word of
 * the filter, at least one of them being in the line itself. Their ancestors stay, so that each line is
 * read in its place. An empty filter keeps all.
 */
export function filterLines(lines: readonly Filterable[], filter: string): FilteredLine[] {
  const wanted = fold(filter).split(/[^\p{L}\p{N}']+/u).filter(Boolean);
  if (wanted.length === 0) return lines.map((_, index) => ({ index, hit: false }));
  const kept: FilteredLine[] = [];
  const above: { index: number; words: string[]; kept: boolean }[] = [];
  lines.forEach((line, index) => {
    while (above.length > 0 && (lines[above.at(-1)!.index]?.level ?? 0) >= line.level) above.pop();
    const words = fold(`${line.title} ${line.nonessential.join(' ')}`).split(/[^\p{L}\p{N}']+/u);
    const starts = (want: string, among: readonly string[]): boolean => among.some((word) => word.startsWith(want));
    const hit =
      wanted.some((want) => starts(want, words)) && wanted.every((want) => starts(want, words) || above.some((one) => starts(want, one.words)));
    if (hit) {
      for (const one of above) {
        if (!one.kept) kept.push({ index: one.index, hit: false });
        one.kept = true;
      }
      kept.push({ index, hit: true });
    }
    above.push({ index, words, kept: hit });
  });
  return kept;
}

/** The line above that a line hangs under, or -1. */
export function parentOf(lines: readonly Filterable[], index: number): number {
  const level = lines[index]?.level ?? 0;
  for (let at = index - 1; at >= 0; at--) if ((lines[at]?.level ?? 0) < level) return at;
  return -1;
}

/** The line and those it hangs under, from the top. */
export function pathTo(lines: readonly Filterable[], index: number): number[] {
  const path: number[] = [];
  for (let at = index; at >= 0; at = parentOf(lines, at)) path.unshift(at);
  return path;
}
