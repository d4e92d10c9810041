/** Rules of answering that need no window. */

/** Moves one of a list by some places; at an end it stays. */
export function move<T>(list: readonly T[], at: number, by: number): T[] {
  const to = Math.max(0, Math.min(list.length - 1, at + by));
  const rest = list.filter((_, index) => index !== at);
  const one = list[at];
  return one === undefined ? [...list] : [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** The exercise behind this one; the first again behind the last. */
export const nextExercise = (count: number, at: number): number => (count === 0 ? 0 : (at + 1) % count);

/** The word of a text after (or before) the marked one, as a range; the first where none is marked. */
export function wordAt(text: string, marked: [number, number] | null, by: number): [number, number] | null {
  const words = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)].map((one): [number, number] => [one.index, one.index + one[0].length]);
  if (words.length === 0) return null;
  if (!marked) return (by < 0 ? words.at(-1) : words[0]) ?? null;
  const next = by > 0 ? words.find(([start]) => start >= marked[1]) : words.findLast(([, end]) => end <= marked[0]);
  return next ?? marked;
}

/** "3:07". */
export const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** "85 %". */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Names of the kinds of exercises. */
export const KINDS: Record<string, string> = {
  'main-term': 'Main term',
  walk: 'Walk',
  verify: 'Verify',
  complete: 'Complete',
  chart: 'Whole chart',
  sequence: 'Sequence',
  audit: 'Find the error',
  vigilance: 'Vigilance',
};

/** Names of the parts of a score. */
export const PARTS: Record<string, string> = { 'main-term': 'Main term', path: 'Way through the index', codes: 'Codes', notes: 'Notes and findings', sequence: 'Sequence', poa: 'Present on admission' };

/** Whether a condition was present on admission, short and long. */
export const POA: [string, string][] = [['Y', 'Yes'], ['N', 'No'], ['U', 'Not documented'], ['W', 'Cannot be told'], ['exempt', 'Exempt']];

/** Errors of the way through the book, which a tempting answer can stand for; nobody finds them in a coded chart. */
export const WAY_ERRORS: [string, string][] = [['MT', 'Main term'], ['SB', 'Subterm'], ['XR', 'Cross reference'], ['NM', 'Nonessential modifier']];

/** Kinds of errors that can be named in an audit, short and long. */
export const ERRORS: [string, string][] = [
  ['OM', 'Omission'], ['UA', 'Additional code missing'], ['CB', 'Combination code'], ['CF', 'Code first'], ['EX', 'Excludes conflict'],
  ['SP', 'Specificity'], ['7C', '7th character'], ['LT', 'Laterality'], ['ST', 'Stopped at the default'], ['UN', 'Uncertain diagnosis'],
  ['HX', 'History or active'], ['NEG', 'Negated or another person'], ['SY', 'Integral symptom'], ['SQ', 'Sequence'], ['TB', 'Tabular List'],
  ['SRC', 'Wrong author'], ['QY', 'Should be queried'],
];
