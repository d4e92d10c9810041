import { expect, it } from 'vitest';
import { redoableIn } from './redo';

/** "a" an act, "x" an act taken back, "u" an undoing that holds, "r" one that was itself taken back. */
const read = (script: string): number =>
  redoableIn([...script].map((one) => ({ act: 'axb'.includes(one) ? 'accepted' : 'undone', undone: one === 'x' || one === 'r' })));

it.each([
  ['nothing done', '', 0],
  ['an act', 'a', 0],
  ['an act taken back', 'xu', 1],
  ['two acts taken back', 'xxuu', 2],
  ['taken back and done again', 'aru', 0],
  ['taken back, done again, taken back', 'xruu', 1],
  ['something decided since', 'xua', 0],
])('counts what can be done again: %s', (_name, script, count) => expect(read(script)).toBe(count));
