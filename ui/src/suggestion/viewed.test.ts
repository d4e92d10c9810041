import { expect, it } from 'vitest';
import { ViewedTime } from './viewed';

it('adds up the time each suggestion’s evidence was on screen', () => {
  let now = 0;
  const viewed = new ViewedTime(() => now);
  viewed.watch('a');
  now = 300;
  viewed.watch('a');
  now = 500;
  expect(viewed.of('a'), 'still on screen').toBe(500);
  viewed.watch('b');
  now = 600;
  viewed.watch(null);
  now = 900;
  viewed.watch('a');
  now = 950;
  expect([viewed.of('a'), viewed.of('b'), viewed.of('c')]).toEqual([550, 100, 0]);
});
