/** A stretch of the note that supports a suggestion. */
export interface Mark {
  suggestion: string;
  code: string;
  /** Number among the suggestion's spans. */
  nth: number;
  start: number;
  end: number;
  assertion: string;
  state: string;
  /** Marks of a lower number take their lanes first. */
  priority: number;
}

export interface LanedMark extends Mark {
  /** Underline lane from the text down, from 0; -1 where all lanes are taken. */
  lane: number;
}

/** Most underlines drawn below one another. */
export const LANES = 3;

/**
 * Gives each mark the first lane that is free over its whole length, so that overlapping and nested
 * marks stay apart; the more important ones first, whatever else there is. Where more meet than there are lanes, the rest get lane -1. Marks that only touch
 * do not share a lane either: their lines would read as one.
 */
export function assignLanes(marks: readonly Mark[], lanes = LANES): LanedMark[] {
  const taken: Mark[][] = Array.from({ length: lanes }, () => []);
  const byPlace = (a: Mark, b: Mark): number => a.start - b.start || b.end - a.end || a.code.localeCompare(b.code);
  return [...marks]
    .sort((a, b) => a.priority - b.priority || byPlace(a, b))
    .map((mark) => {
      const lane = taken.findIndex((others) => others.every((other) => other.end < mark.start || mark.end < other.start));
      taken[lane]?.push(mark);
      return { ...mark, lane };
    })
    .sort(byPlace);
}

/** The places where marks found no lane: where each starts, and how many. */
export function overflow(marks: readonly LanedMark[]): { at: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const mark of marks) if (mark.lane < 0) counts.set(mark.start, (counts.get(mark.start) ?? 0) + 1);
  return [...counts].map(([at, count]) => ({ at, count }));
}

/** The marks at an offset, the shortest first. */
export function marksAt<T extends Mark>(marks: readonly T[], offset: number): T[] {
  return marks.filter((mark) => mark.start <= offset && offset < mark.end).sort((a, b) => a.end - a.start - (b.end - b.start));
}

const KINDS: Record<string, string> = { '': 'present', neg: 'neg', fam: 'fam', hx: 'hx', if: 'if', uncertain: 'uncertain', other: 'other', audit: 'audit' };

/** The name an assertion has in class names. */
export const assertionClass = (assertion: string): string => KINDS[assertion] ?? 'other';
