import { flushSync } from 'svelte';

/** Moving the keyboard focus between the panes of the window, which carry `data-pane`. */

/** What takes the focus in a pane, the first kind there is. */
const KINDS = ['[data-pane-focus]', '[role="listbox"][tabindex="0"], [role="tree"], [role="grid"]', '[role="textbox"]', 'input, select, textarea', '[tabindex="0"]', 'button'];

function target(pane: Element | null): HTMLElement | null {
  if (!pane) return null;
  if (pane instanceof HTMLElement && pane.tabIndex === 0) return pane;
  for (const kind of KINDS) {
    const found = pane.querySelector<HTMLElement>(kind);
    if (found) return found;
  }
  return null;
}

function focusNow(name: string): boolean {
  const found = target(document.querySelector(`[data-pane="${name}"]`));
  found?.focus({ preventScroll: true });
  return found !== null;
}

/**
 * Gives the focus to a pane; nothing scrolls. What changed is drawn first, so that the pane has the focus
 * before the next key is read: what is typed right behind the key that led here belongs to the pane.
 */
export function focusPane(name: string): void {
  flushSync();
  if (focusNow(name)) return;
  const before = document.activeElement;
  requestAnimationFrame(() => {
    // who has gone on to a field meanwhile stays there
    if (document.activeElement === before || document.activeElement === document.body) focusNow(name);
  });
}

/** The pane the focus is in. */
export const paneOf = (element: Element | null): string | null => element?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] ?? null;

let last: string | null = null;

/** Remembers the pane that took the focus. */
export function rememberPane(target: EventTarget | null): void {
  last = paneOf(target instanceof Element ? target : null) ?? last;
}

/** The pane the focus was in last, where it is still there and no dialog lies above it: what had the focus may be gone. */
export const lastPane = (): Element | null => (last === null || document.querySelector('dialog[open]') ? null : document.querySelector(`[data-pane="${last}"]`));

/** Gives the focus to the next or previous pane on screen. */
export function cyclePanes(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + by + panes.length) % panes.length] ?? panes[0];
  if (next) target(next)?.focus({ preventScroll: true });
}

/** Scrolls a list, and nothing around it, as little as it takes to show a row below what stays on top of it. */
export function keepInView(list: HTMLElement, row: Element | null, top = 0): void {
  if (!row) return;
  const frame = list.getBoundingClientRect();
  const { top: from, bottom: to } = row.getBoundingClientRect();
  const upper = frame.top + list.clientTop + top;
  const lower = frame.top + list.clientTop + list.clientHeight;
  if (from < upper || to - from > lower - upper) list.scrollTop += from - upper;
  else if (to > lower) list.scrollTop += to - lower;
}
