// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import CodingView from './CodingView.svelte';
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
