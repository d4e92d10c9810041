// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createFake, type FakeOptions } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { conflicts, resolve } from '../shared/keymap';
import type { CodingController } from './coding.svelte';
import { commandTable } from './commands';
import { Workspace } from './workspace.svelte';

async function open(options: FakeOptions = {}): Promise<{ workspace: Workspace; coding: CodingController; key: (name: string, ...scopes: string[]) => Promise<void> }> {
  const workspace = new Workspace(new Session(createFake(options), true));
  await workspace.start();
  workspace.openEncounter(await workspace.session.backend.encounterOpen('visit'));
  await vi.waitFor(() => expect(workspace.coding?.running).toBe(false));
  const commands = commandTable(workspace);
  const key = async (name: string, ...scopes: string[]): Promise<void> => {
    const command = resolve(name, [...scopes, 'coding', 'global'], commands);
    await command?.run();
  };
  return { workspace, coding: workspace.coding!, key };
}
const state = (coding: CodingController, code: string): string => coding.suggestions.find((one) => one.code === code)!.state;
const bag = (coding: CodingController): string[] => coding.ledger.bag.codes.map((one) => one.code);

beforeEach(() => localStorage.clear());

it('lists every command once, with keys that differ', () => {
  const commands = commandTable(new Workspace(new Session(createFake(), true)));
  const ids = commands.map((one) => one.id);
  expect(ids.filter((id, nth) => ids.indexOf(id) !== nth)).toEqual([]);
  expect(commands.filter((one) => new Set(one.keys).size !== one.keys.length).map((one) => one.id)).toEqual([]);
});

it('has no two commands on one key', () => {
  const workspace = new Workspace(new Session(createFake(), true));
  expect(conflicts(commandTable(workspace)).map((pair) => pair.map((one) => one.id))).toEqual([]);
});

describe('deciding', () => {
  it('accepts and goes on to the next undecided with one key', async () => {
    const { coding, key } = await open();
    expect(coding.current, 'a chart opens to be read first').toBeNull();
    await key('J');
    expect(coding.current?.code).toBe('E11.22');
    await key('A');
    expect([state(coding, 'E11.22'), bag(coding), coding.current?.code]).toEqual(['accepted', ['E11.22'], 'N18.32']);
  });

  it('rejects with the reason of a digit, without one on Enter, and not at all on Esc', async () => {
    const { workspace, coding, key } = await open();
    await key('J');
    await key('R');
    expect(coding.mode).toBe('rejecting');
    await key('3');
    expect(coding.ledger.decisions.at(-1)).toMatchObject({ act: 'rejected', reason: 'historical', code: 'E11.22' });
    expect([coding.mode, coding.current?.code]).toEqual(['idle', 'N18.32']);
    await key('R');
    await key('Enter', 'suggestions');
    expect(coding.ledger.decisions.at(-1)).toMatchObject({ act: 'rejected', reason: 'unstated', code: 'N18.32' });
    await key('R');
    workspace.escape();
    expect([coding.mode, coding.ledger.decisions.length]).toEqual(['idle', 2]);
  });

  it('does nothing on a digit outside of rejecting', async () => {
    const { coding, key } = await open();
    await key('J');
    await key('3');
    expect(coding.ledger.decisions).toEqual([]);
  });

  it('takes a decision back and makes it again', async () => {
    const { coding, key } = await open();
    await key('J');
    await key('A');
    await key('Ctrl+Z');
    expect([state(coding, 'E11.22'), bag(coding)]).toEqual(['undecided', []]);
    expect(coding.ledger.decisions, 'nothing is deleted from the record').toHaveLength(2);
    await key('Ctrl+Shift+Z');
    expect([state(coding, 'E11.22'), bag(coding)]).toEqual(['accepted', ['E11.22']]);
  });

  it('keeps quick keys in order', async () => {
    const { coding } = await open({ delay: 5 });
    coding.select(coding.order[0]!.id);
    const first = coding.accept();
    coding.move(1);
    coding.move(1);
    await Promise.all([first, coding.accept()]);
    expect(bag(coding)).toEqual(['E11.22', 'E11.65']);
    expect(coding.current?.code, 'goes on from where the person is').toBe('I12.9');
  });

  it('shows weak support once before accepting it', async () => {
    const { coding } = await open();
    coding.select(coding.suggestions.find((one) => one.code === 'J44.1')!.id);
    await coding.accept();
    expect([state(coding, 'J44.1'), coding.peek]).toEqual(['undecided', true]);
    await coding.accept();
    expect(state(coding, 'J44.1')).toBe('accepted');
  });

  it('says so and changes nothing where the database is read-only', async () => {
    const { workspace, coding } = await open({ readOnly: true });
    coding.select(coding.order[0]!.id);
    await coding.accept();
    expect([state(coding, 'E11.22'), bag(coding)]).toEqual(['undecided', []]);
    expect(workspace.session.toasts.errors[0]?.text).toContain('read-only');
    expect(resolve('A', ['coding'], commandTable(workspace)), 'the key is off').toBeNull();
  });
});

it('puts codes in another order only when asked', async () => {
  const { coding, key } = await open();
  await key('J');
  await key('A');
  await key('A');
  await key('A');
  expect(bag(coding)).toEqual(['E11.22', 'N18.32', 'E11.65']);
  coding.bagCursor = 2;
  await key('Alt+ArrowUp', 'bag');
  expect([bag(coding), coding.bagCursor]).toEqual([['E11.22', 'E11.65', 'N18.32'], 1]);
  await key('Del', 'bag');
  expect(bag(coding)).toEqual(['E11.22', 'N18.32']);
});

it('never moves the note when the selection moves', async () => {
  const { coding, key } = await open();
  const goTo = vi.spyOn(coding.note, 'goTo');
  for (const name of ['J', 'J', 'Space', 'K', 'A', 'S']) await key(name);
  expect(goTo).not.toHaveBeenCalled();
  await key('G');
  await vi.waitFor(() => expect(goTo).toHaveBeenCalledOnce());
});

it('keeps lanes as they are while the selection moves', async () => {
  const { coding, key } = await open();
  const before = coding.laned.map((mark) => [mark.code, mark.start, mark.lane]);
  await key('J');
  await key('A');
  expect(coding.laned.map((mark) => [mark.code, mark.start, mark.lane])).toEqual(before);
});

it('assigns a code from the book only with text that supports it', async () => {
  const { workspace, coding } = await open();
  await workspace.openTabular('M17.11');
  expect(workspace.intent('M17.11')).toContain('Select the words in the note');
  await workspace.book.proceed();
  expect([bag(coding), workspace.session.toasts.plain?.text]).toEqual([[], expect.stringContaining('Select the words')]);
  const document = coding.document!;
  const start = document.text.indexOf('right knee');
  coding.note.selection = { start, end: start + 10 };
  expect(coding.gather()).toBe(true);
  await workspace.book.proceed();
  expect(coding.ledger.bag.codes[0]).toMatchObject({ code: 'M17.11', origin: 'person', evidence: true, tabular: true });
  expect(coding.gathered, 'used once').toEqual([]);
});

it('accepts from the book with the proof that its tabular entry was read', async () => {
  const { workspace, coding, key } = await open();
  await key('J');
  await key('B');
  expect(workspace.book.tabular?.code).toBe('E11.22');
  await workspace.book.verify();
  await workspace.book.proceed();
  expect(coding.ledger.bag.codes[0]).toMatchObject({ code: 'E11.22', origin: 'engine', tabular: true });
});

it('confirms an assigned code that is verified later', async () => {
  const { workspace, coding, key } = await open();
  await key('J');
  await key('A');
  expect(coding.ledger.bag.codes[0]?.tabular).toBe(false);
  await workspace.openTabular('E11.22');
  await workspace.book.verify();
  expect([coding.ledger.bag.codes.length, coding.ledger.bag.codes[0]?.tabular]).toEqual([1, true]);
});

it('reads a chart that was opened before the state of the installation was known', async () => {
  const workspace = new Workspace(new Session(createFake(), true));
  workspace.openEncounter(await workspace.session.backend.encounterOpen('visit'));
  await vi.waitFor(() => expect(workspace.coding?.suggestions.length).toBeGreaterThan(0));
  expect(workspace.book.release).toBe('FY2026-04');
});

it('reads the state of the installation again once the queue is there', async () => {
  const workspace = new Workspace(new Session(createFake(), true));
  const status = vi.spyOn(workspace.session.backend, 'appStatus');
  await workspace.start();
  await workspace.book.start('FY2021');
  await workspace.queue.load();
  await vi.waitFor(() => expect(status).toHaveBeenCalledTimes(2));
  expect(workspace.book.release, 'the release the person chose stays').toBe('FY2021');
});

it('adds selected text to an assigned code, its tabular entry open beside it', async () => {
  const { workspace, coding, key } = await open();
  await key('J');
  await key('A');
  await key('E', 'bag');
  expect(workspace.session.toasts.plain?.text).toContain('Select the words');
  const start = coding.document!.text.indexOf('kidney');
  coding.note.selection = { start, end: start + 6 };
  await key('E', 'bag');
  expect(coding.ledger.decisions.at(-1)).toMatchObject({ act: 'added', code: 'E11.22' });
  expect([bag(coding), workspace.book.tabular?.code, coding.gathered]).toEqual([['E11.22'], 'E11.22', []]);
});

it('walks the recorded path of an assigned code again', async () => {
  const { workspace, key } = await open();
  await key('J');
  await key('A');
  await key('P', 'bag');
  expect(workspace.book.replay.walk?.code).toBe('E11.22');
  workspace.escape();
  expect(workspace.book.replay.walk).toBeNull();
});
