import { expect, it } from 'vitest';
import { REASONS, reasonOfKey, UNSTATED } from './reasons';

it('gives each digit its reason, Enter none, and other keys nothing', () => {
  expect(REASONS.map((reason) => reasonOfKey(reason.key))).toEqual(REASONS.map((reason) => reason.id));
  expect(reasonOfKey('Enter')).toBe(UNSTATED);
  expect([reasonOfKey('0'), reasonOfKey('a')]).toEqual([null, null]);
});

it('offers every reason the record knows but the unstated one', () => {
  expect(REASONS.map((reason) => reason.id).sort()).toEqual(
    ['author', 'historical', 'integral', 'negated-or-other', 'not-reportable', 'not-supported', 'other-code', 'specificity', 'uncertain'],
  );
});
