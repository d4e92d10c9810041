import { expect, it } from 'vitest';
import { addRange, share } from './coverage';

it('joins what overlaps or touches and keeps the rest apart', () => {
  expect(addRange([[0, 10]], 5, 20)).toEqual([[0, 20]]);
  expect(addRange([[0, 10], [30, 40]], 10, 30)).toEqual([[0, 40]]);
  expect(addRange([[20, 30]], 0, 5)).toEqual([[0, 5], [20, 30]]);
});

it('gives back the same ranges where nothing is new', () => {
  const seen = [[0, 10]] as const;
  expect(addRange(seen, 2, 8)).toBe(seen);
  expect(addRange(seen, 4, 4)).toBe(seen);
});

it('tells the share that was seen', () => {
  expect(share([[0, 25], [50, 75]], 100)).toBe(0.5);
  expect(share([], 0), 'an empty text hides nothing').toBe(1);
});
