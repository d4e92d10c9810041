import { expect, it } from 'vitest';
import { createFake } from '../backend/fake';
import { expandReference } from './ranges';

const codes = async (code: string, printed: string): Promise<string[]> => (await expandReference(createFake({}), 'FY2026-04', code, printed)).map((one) => one.code);

it('expands a subtree to its subdivisions and a leaf to itself', async () => {
  expect(await codes('N18.3', 'N18.3-')).toEqual(['N18.30', 'N18.31', 'N18.32']);
  expect(await codes('N18.31', 'N18.31')).toEqual(['N18.31']);
});

it.each([
  ['N18.30', 'N18.30-N18.31', ['N18.30', 'N18.31']],
  ['N18.30', 'N18.30 - N18.32', ['N18.30', 'N18.31', 'N18.32']],
  ['N18.30', 'N18.30 to N18.31', ['N18.30', 'N18.31']],
])('expands a range to the entries from the first to the last: %s, %s', async (code, printed, all) => expect(await codes(code, printed)).toEqual(all));
