import type { DecisionDto } from '../bindings/DecisionDto';

/**
 * How many acts were taken back and can be done again, read from the record alone, so that it holds after a
 * restart. Behind the last act stand undoings only: each took an act back, or took back the undoing that did.
 */
export function redoableIn(decisions: readonly Pick<DecisionDto, 'act' | 'undone'>[]): number {
  const since = decisions.slice(decisions.findLastIndex((one) => one.act !== 'undone') + 1);
  const takenBack = since.filter((one) => one.undone).length;
  return Math.max(0, since.length - 2 * takenBack);
}
