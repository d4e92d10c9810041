import { describe, expect, it } from 'vitest';
import { assignLanes, type Mark, marksAt, overflow } from './lanes';

const mark = (code: string, start: number, end: number): Mark => ({ suggestion: code, code, nth: 0, start, end, assertion: '', state: 'undecided', priority: 0 });
const lanes = (...marks: Mark[]): Record<string, number> => Object.fromEntries(assignLanes(marks).map((one) => [one.code, one.lane]));

describe('assignLanes', () => {
  it('keeps what overlaps, nests or touches apart', () => {
    expect(lanes(mark('outer', 0, 30), mark('inner', 5, 10))).toEqual({ outer: 0, inner: 1 });
    expect(lanes(mark('left', 0, 10), mark('right', 8, 20))).toEqual({ left: 0, right: 1 });
    expect(lanes(mark('left', 0, 10), mark('right', 10, 20)), 'touching lines would read as one').toEqual({ left: 0, right: 1 });
    expect(lanes(mark('a', 3, 9), mark('b', 3, 9)), 'the same words').toEqual({ a: 0, b: 1 });
  });
  it('takes a lane again once it is free', () => {
    expect(lanes(mark('a', 0, 5), mark('b', 3, 12), mark('c', 7, 9))).toEqual({ a: 0, b: 1, c: 0 });
  });
  it('gives the more important marks their lanes first', () => {
    const minor = (code: string, start: number, end: number): Mark => ({ ...mark(code, start, end), priority: 1 });
    expect(lanes(minor('w', 0, 50), minor('x', 0, 40), minor('y', 0, 30), mark('main', 10, 20))).toEqual({ main: 0, w: 1, x: 2, y: -1 });
  });
  it('counts what finds no lane, by its place', () => {
    const laned = assignLanes([mark('a', 0, 50), mark('b', 1, 40), mark('c', 2, 30), mark('d', 4, 9), mark('e', 4, 8)]);
    expect(laned.filter((one) => one.lane < 0).map((one) => one.code)).toEqual(['d', 'e']);
    expect(overflow(laned)).toEqual([{ at: 4, count: 2 }]);
  });
  it('never puts two marks that share a place in one lane', () => {
    // A fixed sequence stands in for chance.
    let seed = 7;
    const next = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    const marks = Array.from({ length: 300 }, (_, n) => {
      const start = next(2000);
      return mark(`m${n}`, start, start + 1 + next(60));
    });
    const laned = assignLanes(marks).filter((one) => one.lane >= 0);
    for (const a of laned) {
      for (const b of laned) if (a !== b && a.lane === b.lane) expect(a.end < b.start || b.end < a.start).toBe(true);
    }
  });
});

it('finds the marks at a place, the shortest first', () => {
  const marks = [mark('long', 0, 30), mark('short', 5, 10), mark('away', 40, 50)];
  expect(marksAt(marks, 6).map((one) => one.code)).toEqual(['short', 'long']);
  expect(marksAt(marks, 10).map((one) => one.code), 'the end is not part of it').toEqual(['long']);
});
