import { expect, it } from 'vitest';
import { columnsOf, form } from './draft';

it('a way through a table names a column of that table, and one through an index none', () => {
  expect(columnsOf('neoplasm')[1]).toEqual(['3', 'Malignant secondary']);
  expect(columnsOf('drug').at(-1)).toEqual(['7', 'Underdosing']);
  expect([columnsOf('index'), columnsOf('external-cause')]).toEqual([[], []]);
  for (const kind of ['main-term', 'walk']) expect(form(kind, 'outpatient').codes.map((column) => column.key)).toContain('column');
});

it('presence on admission is asked for of an inpatient alone', () => {
  const keys = (setting: string): string[] => form('chart', setting).codes.map((column) => column.key);
  expect(keys('inpatient')).toContain('poa');
  expect(keys('outpatient')).not.toContain('poa');
});
