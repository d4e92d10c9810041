// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import CodingView from './CodingView.svelte';
import { commandTable } from './commands';
import { Workspace } from './workspace.svelte';

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal('ResizeObserver', class { observe = vi.fn(); unobserve = vi.fn(); disconnect = vi.fn(); });
  Element.prototype.scrollIntoView = vi.fn();
});

it.each([1400, 900])('keeps the very note on screen while the book opens and closes, %i pixels wide', async (width) => {
  const workspace = new Workspace(new Session(createFake(), true));
  await workspace.start();
  workspace.openEncounter(await workspace.session.backend.encounterOpen('visit'));
  workspace.width = width;
  const view = mount(CodingView, { target: document.body, props: { workspace, coding: workspace.coding! } });
  flushSync();
  const shown = (name: string): Element | null => document.querySelector(`[data-testid="${name}"]`);
  const editor = document.querySelector('.cm-editor');
  expect([editor, shown('book')]).toEqual([expect.anything(), null]);
  for (const open of [true, false, true]) {
    workspace.book.open = open;
    flushSync();
    expect([shown('book') !== null, shown('document-row') === null, shown('suggestions') === null]).toEqual([open, open, open && width < 1000]);
    expect(document.querySelector('.cm-editor')).toBe(editor);
  }
  await unmount(view);
});

it('shows a chart that is audited blind with its note and its codes, says why there are no suggestions, and reads nothing', async () => {
  const workspace = new Workspace(new Session(createFake(), true));
  await workspace.start();
  const told = await workspace.session.backend.encounterOpen('visit');
  const code = { code: 'I10', title: 'Essential (primary) hypertension', decision: 'd1', origin: 'withheld', evidence: true, quotes: [], path: false, tabular: false };
  const run = vi.spyOn(workspace.session.backend, 'runStart');
  workspace.openEncounter({ ...told, run: null, decisions: [], bag: { codes: [code], findings: [], pairsChecked: 0 }, withheld: true });
  const view = mount(CodingView, { target: document.body, props: { workspace, coding: workspace.coding! } });
  flushSync();
  const shown = (name: string): Element | null => document.querySelector(`[data-testid="${name}"]`);
  expect(shown('withheld')?.textContent).toContain('You audit this chart blind');
  expect([shown('run-button'), shown('ask-button'), shown('no-suggestions'), document.querySelector('.rings'), document.querySelector('.origin')]).toEqual([null, null, null, null, null]);
  expect([document.querySelector('.cm-editor') !== null, shown('bag-row')?.getAttribute('data-code')]).toEqual([true, 'I10']);
  const commands = commandTable(workspace);
  expect(commands.filter((one) => ['run', 'model.ask'].includes(one.id)).map((one) => one.enabled?.())).toEqual([false, false]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(run).not.toHaveBeenCalled();
  await unmount(view);
});
