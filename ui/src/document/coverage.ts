/** Which stretches of a text have been on screen, as sorted, disjoint, half-open ranges. */
export type Ranges = readonly (readonly [number, number])[];

/** Adds a stretch. */
export function addRange(ranges: Ranges, start: number, end: number): Ranges {
  if (end <= start) return ranges;
  const known = ranges.some(([from, to]) => from <= start && end <= to);
  if (known) return ranges;
  const result: [number, number][] = [];
  let [low, high] = [start, end];
  for (const [from, to] of ranges) {
    if (to < low || from > high) result.push([from, to]);
    else [low, high] = [Math.min(low, from), Math.max(high, to)];
  }
  result.push([low, high]);
  return result.sort((a, b) => a[0] - b[0]);
}

/** The share of a text of that length that has been on screen, 0 to 1. */
export function share(ranges: Ranges, length: number): number {
  if (length === 0) return 1;
  return ranges.reduce((sum, [from, to]) => sum + Math.min(to, length) - Math.min(from, length), 0) / length;
}
