import { expect, it } from 'vitest';
import type { SuggestionDto } from '../bindings/SuggestionDto';
import { divide } from './divide';

const one = (id: string, confidence: number, heldBack = false): SuggestionDto => ({
  id, code: id, title: '', list: 'consider', heldBack, rank: 1, role: '', confidence, band: 'high', assertion: '', evidence: [], path: null, alternatives: [], findings: [], trail: [], state: 'undecided', revisedTo: null,
});
const given = [one('held', 0.9, true), one('sure', 0.8), one('half', 0.4), one('faint', 0.1)];

it.each([
  [0.5, 'sure+ held half faint'],
  [0.3, 'sure+ half+ held faint'],
  [0, 'sure+ half+ faint+ held'],
  [1, 'held sure half faint'],
])('at %s the lists are %s', (threshold, expected) => {
  const divided = divide(given, threshold);
  expect(divided.map((item) => `${item.id}${item.list === 'suggest' ? '+' : ''}`).join(' ')).toBe(expected);
  expect(divided.map((item) => item.rank)).toEqual([1, 2, 3, 4]);
  expect(divided[0]?.role).toBe(divided[0]?.list === 'suggest' ? 'first-listed' : 'secondary');
});

it('leaves the given suggestions as they were', () => {
  divide(given, 0);
  expect(given.every((item) => item.list === 'consider')).toBe(true);
});
