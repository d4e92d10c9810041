/** Moving the keyboard focus between the panes of the window, which carry `data-pane`. */

const target = (pane: Element): HTMLElement | null =>
  pane.matches('[tabindex="0"]') ? (pane as HTMLElement) : pane.querySelector<HTMLElement>('[data-pane-focus], [role="listbox"], [role="tree"], [role="grid"], [role="textbox"], [tabindex="0"], input, button');

/** Gives the focus to a pane, once what changed has been drawn; nothing scrolls. */
export function focusPane(name: string): void {
  requestAnimationFrame(() => {
    const pane = document.querySelector(`[data-pane="${name}"]`);
    if (pane) target(pane)?.focus({ preventScroll: true });
  });
}

/** The pane the focus is in. */
export const paneOf = (element: Element | null): string | null => element?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] ?? null;

/** Gives the focus to the next or previous pane on screen. */
export function cyclePanes(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + by + panes.length) % panes.length] ?? panes[0];
  if (next) target(next)?.focus({ preventScroll: true });
}
