import { lastPane } from './panes';

/** One act a person can perform, with the keys that perform it. */
export interface Command {
  id: string;
  title: string;
  /** Heading it is listed under in the key sheet. */
  group: string;
  /** Part of the window it holds in; "global" holds everywhere. */
  scope: string;
  /** Key names as `keyName` gives them; the first is the one shown. */
  keys: string[];
  run: () => void | Promise<void>;
  /** Whether it can be performed now; always, where absent. */
  enabled?: () => boolean;
  /** Whether it also holds while a text field has focus. */
  inText?: boolean;
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const NAMED: Record<string, string> = { ' ': 'Space', Delete: 'Del', Escape: 'Esc' };

/** "Ctrl+Shift+Z", "A", "?", "Space": the name of a key press. Shift is named only where the key does not show it. */
export function keyName(press: KeyPress): string {
  const key = NAMED[press.key] ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key);
  const letter = /^[A-Z]$/.test(key);
  const parts: string[] = [];
  if (press.ctrlKey || press.metaKey) parts.push('Ctrl');
  if (press.altKey) parts.push('Alt');
  if (press.shiftKey && (letter || key.length > 1)) parts.push('Shift');
  parts.push(key);
  return parts.join('+');
}

/** Whether a person can type into the element. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
  return target.isContentEditable === true;
}

const pressesItself = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a[href], summary') !== null;

/** The scopes that hold at an element, innermost first. Inside a dialog only its own hold. */
export function scopesAt(target: EventTarget | null, fallback: string): string[] {
  const scopes: string[] = [];
  let at = target instanceof Element ? target : null;
  while (at) {
    if (at instanceof HTMLElement && at.dataset['scope']) scopes.push(at.dataset['scope']);
    if (at.tagName === 'DIALOG') return scopes;
    at = at.parentElement;
  }
  if (scopes.length === 0) scopes.push(fallback);
  if (!scopes.includes(fallback) && !scopes.includes('book')) scopes.push(fallback);
  scopes.push('global');
  return scopes;
}

const EDITING = new Set(['Ctrl+Z', 'Ctrl+Shift+Z', 'Ctrl+Y', 'Ctrl+A', 'Ctrl+C', 'Ctrl+X', 'Ctrl+V']);

/** Whether a key belongs to the text field it was pressed in. */
function belongsToText(name: string): boolean {
  if (EDITING.has(name)) return true;
  return !/^(Ctrl\+|Alt\+|Shift\+F\d|F\d|Esc)/.test(name) || /^(Ctrl\+)?(Shift\+)?Arrow/.test(name);
}

/** The command a key press means, by the innermost scope that knows it. */
export function resolve(
  name: string,
  scopes: readonly string[],
  commands: readonly Command[],
  inText = false,
): Command | null {
  for (const scope of scopes) {
    for (const command of commands) {
      if (command.scope !== scope || !command.keys.includes(name)) continue;
      if (inText && !command.inText && belongsToText(name)) continue;
      if (command.enabled && !command.enabled()) continue;
      return command;
    }
  }
  return null;
}

/** Performs the command a keyboard event means. */
export function dispatch(event: KeyboardEvent, commands: readonly Command[], fallback: string): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const name = keyName(event);
  if ((name === 'Enter' || name === 'Space') && pressesItself(event.target)) return false;
  // while something else is drawn in the place of what had the focus, keys still belong to its pane
  const target = event.target === document.body ? (lastPane() ?? event.target) : event.target;
  const command = resolve(name, scopesAt(target, fallback), commands, isTextField(event.target));
  if (!command) return false;
  event.preventDefault();
  event.stopPropagation();
  void command.run();
  return true;
}

/** Two commands of one scope that claim the same key. */
export function conflicts(commands: readonly Command[]): [Command, Command][] {
  const seen = new Map<string, Command>();
  const found: [Command, Command][] = [];
  for (const command of commands) {
    for (const key of command.keys) {
      const at = `${command.scope} ${key}`;
      const other = seen.get(at);
      if (other && !command.enabled && !other.enabled) found.push([other, command]);
      seen.set(at, command);
    }
  }
  return found;
}
