// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { BookController } from './book.svelte';

async function open(): Promise<BookController> {
  const session = new Session(createFake(), true);
  await session.load();
  const book = new BookController(session, async () => true, vi.fn());
  await book.start('FY2026-04');
  return book;
}

it('makes the code in view a favourite, takes it out, and brings it back with its note', async () => {
  const book = await open();
  const { favourites } = book;
  await book.openTabular('E11.22');
  await book.favourites.toggle();
  expect([favourites.of('E11.22')?.note, book.hint.includes('Shift+F')]).toEqual(['', true]);
  await book.favourites.write();
  expect(favourites.writing).toBe('E11.22');
  await favourites.keep('stage from N18');
  expect([favourites.writing, favourites.of('E11.22')?.note]).toEqual([null, 'stage from N18']);
  await book.favourites.toggle();
  expect(favourites.of('E11.22')).toBeNull();
  await book.favourites.toggle();
  expect(favourites.of('E11.22')?.note).toBe('stage from N18');
});

it('takes one press after the other', async () => {
  const book = await open();
  await book.openTabular('E11.22');
  await Promise.all([book.favourites.toggle(), book.favourites.toggle()]);
  expect(book.favourites.of('E11.22')).toBeNull();
  book.tabular = { ...book.tabular!, code: 'I30-I5A' };
  await book.favourites.toggle();
  expect([book.favourites.all, book.hint.includes('is no code')]).toEqual([[], true]);
});

it('writes a note on what is no favourite yet, and nothing where nothing was written', async () => {
  const book = await open();
  await book.openTabular('N18.3');
  await book.favourites.write();
  await book.favourites.keep(' ');
  expect(book.favourites.of('N18.3')).toBeNull();
  await book.favourites.write();
  await book.favourites.keep('a header');
  expect(book.favourites.all.map((one) => [one.code, one.billable])).toEqual([['N18.3', false]]);
  await book.favourites.write();
  await book.openTabular('E11.22');
  expect(book.favourites.writing).toBeNull();
});

it('lists them by words, opens one, and gives the pane back to the index', async () => {
  const book = await open();
  const { favourites } = book;
  for (const code of ['E11.22', 'N18.32']) {
    await book.openTabular(code);
    await book.favourites.toggle();
  }
  await favourites.show();
  expect([favourites.shown, favourites.rows.map((one) => one.code)]).toEqual([true, ['E11.22', 'N18.32']]);
  favourites.search('n18');
  expect(favourites.current?.code).toBe('N18.32');
  await book.openTabular('E11.22');
  await favourites.follow();
  expect(book.tabular?.code).toBe('N18.32');
  await favourites.drop();
  expect(favourites.all.map((one) => one.code)).toEqual(['E11.22']);
  await book.browse('index');
  expect(favourites.shown).toBe(false);
});

it('shows nobody another person’s', async () => {
  const book = await open();
  await book.openTabular('E11.22');
  await book.favourites.toggle();
  book.session.status = { ...book.session.status!, person: 'Somebody else' };
  expect(book.favourites.of('E11.22')).toBeNull();
});

it('says what an import did', async () => {
  const book = await open();
  await book.favourites.import(JSON.stringify({ favourites: [{ code: 'E11.22' }, { code: 'Z99.99' }] }));
  expect(book.session.toasts.plain?.text).toBe('Favourites: 2 added; 0 notes filled in; 0 as they were; not in FY2026-04, kept all the same: Z99.99.');
  await book.favourites.import('?');
  expect(book.session.toasts.errors[0]?.text).toContain('no file of favourites');
});
