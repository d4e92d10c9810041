import { describe, expect, it } from 'vitest';
import type { SuggestionDto } from '../bindings/SuggestionDto';
import { group, nextUndecided, step } from './order';

const one = (id: string, list: string, band: string, rank: number, state = 'undecided'): SuggestionDto => ({
  id, code: id, title: '', list, heldBack: false, rank, role: '', confidence: 0, band, assertion: '', evidence: [], path: null, alternatives: [], findings: [], trail: [], state, revisedTo: null,
});

it('groups by list, then band, then rank, and a decision changes no place', () => {
  const given = [one('d', 'consider', 'high', 4), one('c', 'suggest', 'low', 3), one('b', 'suggest', 'high', 2), one('a', 'suggest', 'high', 1, 'rejected')];
  expect(group(given).map((part) => [part.list, part.band, part.items.map((item) => item.id)])).toEqual([
    ['suggest', 'high', ['a', 'b']],
    ['suggest', 'low', ['c']],
    ['consider', 'high', ['d']],
  ]);
});

describe('nextUndecided', () => {
  const order = [one('a', 's', 'h', 1), one('b', 's', 'h', 2, 'accepted'), one('c', 's', 'h', 3), one('d', 's', 'h', 4, 'deferred')];
  it('skips what is decided', () => expect(nextUndecided(order, 'a')).toBe('c'));
  it('starts again from the top', () => expect(nextUndecided(order, 'c')).toBe('a'));
  it('offers what was set aside last', () => {
    const rest = order.map((item) => (item.state === 'undecided' ? { ...item, state: 'accepted' } : item));
    expect(nextUndecided(rest, 'a')).toBe('d');
    expect(nextUndecided(rest, 'd'), 'never the one just set aside').toBeNull();
  });
});

it('steps through the list and stops at its ends', () => {
  const order = [one('a', 's', 'h', 1), one('b', 's', 'h', 2)];
  expect([step(order, null, 1), step(order, 'a', 1), step(order, 'b', 1), step(order, null, -1), step([], null, 1)]).toEqual(['a', 'b', 'b', 'b', null]);
});
