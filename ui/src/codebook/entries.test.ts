import { expect, it, vi } from 'vitest';
import type { IndexEntryDto } from '../bindings/IndexEntryDto';
import { Entries } from './entries';

const at = (node: number) => ({ book: 'index' as const, node });
const entry = (node: number) => ({ focus: node }) as IndexEntryDto;

it('reads an entry once, for each release', async () => {
  const read = vi.fn(async (_: string, { node }: { node: number }) => entry(node));
  const entries = new Entries(read);
  expect((await entries.get('FY2026', at(7))).focus).toBe(7);
  await entries.get('FY2026', at(7));
  expect(read).toHaveBeenCalledTimes(1);
  await entries.get('FY2025', at(7));
  expect(read).toHaveBeenCalledTimes(2);
});

it('forgets the entry unused for longest, and what could not be read', async () => {
  const read = vi.fn(async (_: string, { node }: { node: number }) => {
    if (node < 0) throw new Error('none');
    return entry(node);
  });
  const entries = new Entries(read);
  for (let node = 0; node < 12; node++) await entries.get('FY2026', at(node));
  await entries.get('FY2026', at(0));
  await entries.get('FY2026', at(12));
  await entries.get('FY2026', at(0));
  expect(read).toHaveBeenCalledTimes(13);
  await entries.get('FY2026', at(1));
  expect(read).toHaveBeenCalledTimes(14);
  await expect(entries.get('FY2026', at(-1))).rejects.toThrow();
  await expect(entries.get('FY2026', at(-1))).rejects.toThrow();
  expect(read).toHaveBeenCalledTimes(16);
});
