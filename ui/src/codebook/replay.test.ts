// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import type { WalkDto } from '../bindings/WalkDto';
import { Session } from '../settings/session.svelte';
import { BookController } from './book.svelte';

async function open(): Promise<BookController> {
  const session = new Session(createFake(), true);
  await session.load();
  const book = new BookController(session, vi.fn(), vi.fn());
  await book.start('FY2026-04');
  return book;
}

const step = (number: number, kind: string, code: string | null, at: WalkDto['steps'][number]['at'] = null): WalkDto['steps'][number] => ({
  number, kind, text: code ?? kind, at, code, problem: null, offered: [], more: 0,
});

it('walks a recorded path again, hop by hop, and records nothing of it', async () => {
  const book = await open();
  const walk: WalkDto = {
    decision: 'd', code: 'E11.22', title: '', release: 'FY2026-04', installed: true, by: 'person', person: 'A', at: '2026-01-01T00:00:00Z', holds: true, index: true, tabular: true,
    steps: [step(1, 'entry', null, book.terms[0]!.at), step(2, 'tabular', 'E11.2'), step(3, 'tabular', 'E11.22')],
  };
  book.trail.restart();
  await book.replay.open(walk);
  expect([book.entry?.lines[0]?.title, book.tabular]).toEqual([book.terms[0]!.title, null]);
  await book.replay.move(1);
  expect(book.tabular?.code).toBe('E11.2');
  await book.replay.move(9);
  expect([book.tabular?.code, book.replay.at]).toEqual(['E11.22', 2]);
  expect(book.trail.steps).toEqual([]);
});

it('lists what changed between two releases, by kind and words', async () => {
  const book = await open();
  await book.showDifference();
  const { difference } = book;
  expect([difference.shown, difference.other, difference.rows.length > 0]).toEqual([true, 'FY2021', true]);
  const all = difference.rows.length;
  const kind = difference.rows[0]!.kind;
  await difference.choose(kind);
  expect(difference.rows.every((row) => row.kind === kind)).toBe(true);
  await difference.choose(kind);
  expect(difference.rows.length).toBe(all);
  await book.browse('index');
  expect(difference.shown).toBe(false);
});
