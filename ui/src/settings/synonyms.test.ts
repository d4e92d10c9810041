// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from './session.svelte';
import { isOwn, SynonymController } from './synonyms.svelte';

it('adds a synonym of one’s own, turns a carried one off, and removes its own only', async () => {
  const session = new Session(createFake(), true);
  await session.load();
  const synonyms = new SynonymController(session);
  synonyms.short = ' OA ';
  synonyms.expansion = 'osteoarthritis';
  await synonyms.add();
  expect(synonyms.list?.rows.map((row) => [row.short, isOwn(row)])).toEqual([['OA', true]]);
  await synonyms.remove(synonyms.list!.rows[0]!);
  expect(synonyms.list?.total).toBe(0);
  await synonyms.ask('CKD');
  await synonyms.enable(synonyms.list!.rows[0]!, false);
  expect(synonyms.list?.rows[0]).toMatchObject({ short: 'CKD', enabled: false });
  expect((await session.backend.lookup('FY2026-04', 'CKD', 5)).expanded).toEqual([]);
});
