// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { alone } from '../backend/windows';
import { Zoom } from './zoom.svelte';

afterEach(() => localStorage.clear());

it('goes from size to size, keeps the last, and starts there again', async () => {
  const zoom = vi.fn(async () => undefined);
  const windows = { ...alone, zoom };
  const first = new Zoom(windows);
  expect(zoom).not.toHaveBeenCalled();
  await first.change(1);
  await first.change(1);
  expect(first.factor).toBe(1.25);
  for (let n = 0; n < 9; n++) await first.change(1);
  expect(first.factor).toBe(2.5);
  expect(new Zoom(windows).factor).toBe(2.5);
  await first.set(1);
  expect(new Zoom(windows).factor).toBe(1);
  expect(zoom).toHaveBeenLastCalledWith(1);
});
