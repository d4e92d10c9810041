// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { BookController } from './book.svelte';
import type { Walked } from './walked';

async function open(): Promise<{ book: BookController; posted: Walked[] }> {
  const posted: Walked[] = [];
  const session = new Session(createFake(), true);
  await session.load();
  const book = new BookController(session, async (walked) => posted.push(walked) > 0, vi.fn());
  await book.start('FY2026-04');
  return { book, posted };
}
const search = async (book: BookController, query: string, nth = 0): Promise<void> => {
  await book.search.ask(query);
  await book.openResult(book.search.results[nth]!);
};
const go = (book: BookController, title: string): void => book.select(book.entry!.lines.findIndex((line) => line.title === title));

it('walks Diabetes, type 2, with, chronic kidney disease and posts with the path', async () => {
  const { book, posted } = await open();
  await book.goTo(book.terms.find((term) => term.title.startsWith('Diabetes'))!.at);
  go(book, 'type 2');
  book.toWith();
  expect(book.pathText()).toBe('Diabetes, diabetic > type 2 > with');
  book.toChild();
  await book.follow();
  expect(book.tabular?.code).toBe('E11.22');
  await book.proceed();
  expect(posted[0]).toMatchObject({ code: 'E11.22', node: book.entry!.lines[book.line]!.at });
  expect(posted[0]!.steps).toEqual(['index: Diabetes, diabetic', 'index: Diabetes, diabetic > type 2 > with > chronic kidney disease', 'tabular: E11.22']);
});

it('does not post a header, nor a code that wants a 7th character', async () => {
  const { book, posted } = await open();
  await book.openTabular('E11.2');
  await book.proceed();
  expect(book.hint).toContain('header');
  await book.openTabular('S52.531');
  await book.proceed();
  expect(book.hint).toContain('7th character');
  expect(posted).toEqual([]);
  await book.toTabularChild();
  await book.proceed();
  expect(book.tabular?.code).toBe('S52.531A');
  await book.proceed();
  expect(posted.map((one) => one.code)).toEqual(['S52.531A']);
});

it('posts a bracketed pair in order, each after its tabular entry', async () => {
  const { book, posted } = await open();
  const line = (printed: string): never => ({ printed, code: printed, title: '', billable: true }) as never;
  await book.goTo(book.terms[0]!.at);
  book.entry = { ...book.entry!, lines: [{ ...book.entry!.lines[0]!, code: line('E11.22'), manifestation: line('N18.32') }], focus: 0 };
  book.line = 0;
  await book.follow();
  expect([book.tabular?.code, posted.length]).toEqual(['E11.22', 0]);
  await book.proceed();
  expect([book.tabular?.code, posted.length]).toEqual(['N18.32', 0]);
  await book.proceed();
  expect(posted.map((one) => one.code)).toEqual(['E11.22', 'N18.32']);
});

it('follows see to its entry and comes back to the very row', async () => {
  const { book } = await open();
  await search(book, 'disease kidney');
  go(book, 'hypertension');
  const at = book.line;
  await book.follow();
  expect(book.entry?.lines[0]?.title).toContain('Hypertension');
  await book.goBack();
  expect([book.entry?.lines[0]?.title, book.line]).toEqual(['Disease, diseased', at]);
  await book.goForward();
  expect(book.entry?.lines[0]?.title).toContain('Hypertension');
});

it('answers a cross reference that leads nowhere with a hint', async () => {
  const { book } = await open();
  await book.goTo(book.terms.find((term) => term.title === 'Smoker')!.at);
  await book.follow();
  expect(book.hint).not.toBe('');
});

it('answers the last question asked', async () => {
  const { book } = await open();
  await Promise.all([book.search.ask('diab'), book.search.ask('hypert')]);
  expect(book.search.results.every((result) => /hypert/i.test(`${result.title} ${result.path.join(' ')}`))).toBe(true);
});

it('moves over the shown lines only while a filter is set', async () => {
  const { book } = await open();
  await search(book, 'fracture traumatic radius');
  book.filter = 'radius shaft';
  book.moveLine(-99999);
  book.moveLine(1);
  book.moveLine(1);
  expect(book.pathText()).toBe('Fracture, traumatic > radius > shaft');
});

it('goes on through the table of drugs and from one main term to the next', async () => {
  const { book } = await open();
  await book.browse('drug');
  await book.goTo(book.terms[0]!.at);
  book.moveColumn(4);
  book.moveLine(1);
  expect([book.pathText(), book.codesHere()[0]?.printed]).toEqual(['Amlodipine | Adverse effect', 'T46.1X5']);
  await book.browse('index');
  await book.goTo(book.terms[0]!.at);
  await book.turnPage(1);
  expect(book.entry?.lines[0]?.title).toBe('Diabetes, diabetic');
});

it('opens a table at the column of the code that was found', async () => {
  const { book } = await open();
  await book.browse('neoplasm');
  go(book, 'bone');
  const column = book.column;
  await book.openAt(book.entry!.lines[book.line]!.at, 'D48.0');
  expect([column, book.column]).toEqual([2, 6]);
});

it('lists main terms from a prefix on', async () => {
  const { book } = await open();
  await book.browse('index', 'hyper');
  expect(book.terms[0]?.title).toBe('Hypertension, hypertensive');
});

it('asks which meaning of a short form is meant, and searches for the one chosen', async () => {
  const { book } = await open();
  await book.search.ask('MS');
  expect(book.search.answer?.ambiguous.map((one) => one.expansion)).toEqual(['multiple sclerosis', 'mitral stenosis']);
  // each is looked for, and named once
  expect(book.search.answer?.expanded.map((one) => one.expansion)).toEqual(['multiple sclerosis', 'mitral stenosis']);
  expect(book.search.written).toEqual([]);
  expect(book.search.questions.map(({ short, meanings }) => [short, ...meanings.map((one) => one.nth)])).toEqual([['MS', 0, 1]]);
  await book.search.mean(1);
  expect(book.search.query).toBe('mitral stenosis');
});

it('finds all until that is turned off, and can leave a word as it stands', async () => {
  const { book } = await open();
  await book.search.toggleAll();
  await book.search.ask('CKD');
  expect([book.search.all, book.search.written.length]).toEqual([true, 1]);
  await book.search.dismiss(book.search.answer!.expanded[0]!);
  expect(book.search.answer?.expanded).toEqual([]);
});

it('records that notes were looked at, once while an entry is open', async () => {
  const { book } = await open();
  await book.openTabular('E11.22');
  book.lookAtNotes();
  book.lookAtNotes();
  await book.openTabular('N18.3');
  await book.openTabular('E11.22');
  book.lookAtNotes();
  expect(book.trail.steps).toEqual(['tabular: E11.22', 'notes: E11.22', 'tabular: N18.3', 'tabular: E11.22', 'notes: E11.22']);
});

/** An answer of the host that comes when the test says so. */
const held = (book: BookController): ((fails?: boolean) => void) => {
  const { backend } = book.session;
  const lookup = backend.lookup;
  let go: (fails?: boolean) => void = () => undefined;
  const gate = new Promise<boolean>((resolve) => (go = (fails = false) => resolve(fails)));
  backend.lookup = async (...asked) => {
    backend.lookup = lookup;
    if (await gate) throw { code: 'bad', message: 'the release is gone' };
    return lookup(...asked);
  };
  return go;
};

it('offers what was opened before while nothing is asked, the last first and each once', async () => {
  const { book } = await open();
  expect(book.search.results).toEqual([]);
  await search(book, 'E11.22');
  const [first] = book.search.results;
  await search(book, 'disease kidney');
  const last = book.search.answer!.results[0]!;
  await search(book, 'E11.22');
  await search(book, 'disease kidney');
  await book.search.ask('');
  book.search.begin();
  expect(book.search.results.map((one) => one.code)).toEqual([last.code, first!.code]);
  // the code stands for a question, which was not asked again
  book.search.move(1);
  await book.openResult((await book.search.chosen())!);
  expect(book.trail.steps.filter((step) => step.startsWith('search: ')).slice(-2)).toEqual(['search: disease kidney', 'search: E11.22']);
  book.search.begin();
  expect([book.search.cursor, book.search.results[0]?.code], 'the last one again').toEqual([0, first!.code]);
});

it('opens what answers the words typed, once, and nothing where more was typed meanwhile', async () => {
  const { book } = await open();
  await book.search.ask('E11.22');
  let answer = held(book);
  void book.search.ask('I10');
  const [chosen, again] = [book.search.chosen(), book.search.chosen()];
  answer();
  expect([(await chosen)?.code, await again]).toEqual(['I10', undefined]);
  answer = held(book);
  void book.search.ask('E11');
  const early = book.search.chosen();
  await book.search.ask('E11.22');
  answer();
  expect(await early).toBeUndefined();
  await search(book, 'E11.22');
  answer = held(book);
  void book.search.ask('I10');
  const emptied = book.search.chosen();
  await book.search.ask('');
  answer();
  expect(await emptied, 'not what was opened before').toBeUndefined();
});

it('shows no rows of another question where one could not be asked', async () => {
  const { book } = await open();
  await search(book, 'E11.22');
  book.search.begin();
  const answer = held(book);
  const asked = book.search.ask('I10');
  // a row that still stands there is recorded as what it answers
  expect(book.search.opened(book.search.results[0]!)).toBe('E11.22');
  answer(true);
  await asked;
  expect([book.search.failed, book.search.results, await book.search.chosen()]).toEqual([true, [], undefined]);
  await book.search.ask('I10');
  expect([book.search.failed, book.search.results[0]?.code]).toEqual([false, 'I10']);
});

it('shows again what was found, keeps no words of another chart, and forgets all when somebody else may come', async () => {
  const { book } = await open();
  book.encounter = 'visit';
  await book.search.ask('E11.22');
  await book.openResult(book.search.results[0]!);
  expect(book.search.shown).toBe(false);
  book.search.begin();
  expect([book.search.shown, book.search.query, book.search.results[0]?.code]).toEqual([true, 'E11.22', 'E11.22']);
  book.encounter = 'visit';
  expect(book.search.query, 'the same chart').toBe('E11.22');
  book.encounter = 'next';
  expect([book.search.shown, book.search.query, book.search.answer, book.search.recent.map((one) => one.code)]).toEqual([false, '', null, ['E11.22']]);
  await book.search.ask('I10');
  book.search.blank();
  expect([book.search.shown, book.search.query, book.search.results]).toEqual([false, '', []]);
});

it('asks again where the release is another or the answer was not waited for, and never twice', async () => {
  const { book } = await open();
  await book.search.ask('E11.22');
  const asked = vi.spyOn(book.session.backend, 'lookup');
  void book.search.ask('I10');
  book.search.begin();
  book.search.close();
  book.search.begin();
  expect((await book.search.chosen())?.code).toBe('I10');
  await book.start('FY2021');
  expect(book.search.shown).toBe(false);
  book.search.begin();
  expect(book.search.results, 'nothing of the other release').toEqual([]);
  await book.search.chosen();
  expect(asked.mock.calls.map(([release, query]) => [release, query])).toEqual([['FY2026-04', 'I10'], ['FY2026-04', 'I10'], ['FY2021', 'I10']]);
});

it('lays out the chosen main term before it is opened, and opening keeps those very lines', async () => {
  const { book } = await open();
  const second = book.terms[1]!;
  await book.goTo(second.at);
  book.moveLine(1);
  book.filter = 'with';
  await book.browse('index');
  book.termCursor = 1;
  await book.ahead.lay();
  expect([book.entry, book.ahead.laid?.lines[0]?.title, book.ahead.chosen]).toEqual([null, second.title, book.ahead.entry!.focus]);
  const { visible } = book;
  expect(visible.length).toBe(book.ahead.laid!.lines.length);
  await book.goTo(second.at);
  expect(book.visible).toBe(visible);
  expect(book.ahead.laid).toBe(book.entry);
});

it('no key moves among lines that are not open', async () => {
  const { book } = await open();
  await book.ahead.lay();
  book.moveLine(1);
  book.toWith();
  book.toChild();
  expect([book.line, book.ahead.chosen, book.current, book.crumbs]).toEqual([0, book.ahead.entry!.focus, null, []]);
});

it('lays out nothing under an open entry, and no table', async () => {
  const { book } = await open();
  await book.goTo(book.terms[0]!.at);
  await book.ahead.lay();
  expect(book.ahead.entry).toBeNull();
  await book.browse('neoplasm', 'n');
  expect(book.terms.length).toBeGreaterThan(0);
  await book.ahead.lay();
  expect(book.ahead.entry).toBeNull();
});
