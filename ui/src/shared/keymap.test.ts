// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { type Command, conflicts, dispatch, isTextField, type KeyPress, keyName, resolve, scopesAt } from './keymap';
import { rememberPane } from './panes';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
const command = (id: string, scope: string, keys: string[], more: Partial<Command> = {}): Command => ({ id, title: id, group: 'g', scope, keys, run: vi.fn(), ...more });

describe('keyName', () => {
  it.each([
    [press('a'), 'A'],
    [press('A', { shiftKey: true }), 'Shift+A'],
    [press('?', { shiftKey: true }), '?'],
    [press('{', { shiftKey: true }), '{'],
    [press(' '), 'Space'],
    [press(' ', { ctrlKey: true }), 'Ctrl+Space'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z'],
    [press('z', { metaKey: true }), 'Ctrl+Z'],
    [press('F6', { shiftKey: true }), 'Shift+F6'],
    [press('Delete'), 'Del'],
    [press('ArrowUp', { altKey: true }), 'Alt+ArrowUp'],
  ])('%o is %s', (given, name) => expect(keyName(given)).toBe(name));
});

describe('resolve', () => {
  const inner = command('bag.open', 'bag', ['Enter']);
  const outer = command('book', 'coding', ['Enter', 'B']);
  const off = command('reject.plain', 'coding', ['Enter'], { enabled: () => false });
  const undo = command('undo', 'global', ['Ctrl+Z']);
  const palette = command('palette', 'global', ['Ctrl+K']);
  const all = [off, outer, inner, undo, palette];

  it('takes the innermost scope that knows the key', () => {
    expect(resolve('Enter', ['bag', 'coding', 'global'], all)).toBe(inner);
    expect(resolve('Enter', ['coding', 'global'], all)).toBe(outer);
  });
  it('passes over what cannot be done now', () => expect(resolve('Enter', ['coding'], all)).toBe(outer));
  it('leaves letters, editing keys and arrows to a text field', () => {
    const arrows = command('next', 'coding', ['ArrowDown']);
    expect(resolve('B', ['coding'], all, true)).toBeNull();
    expect(resolve('Enter', ['coding'], all, true)).toBeNull();
    expect(resolve('Ctrl+Z', ['global'], all, true)).toBeNull();
    expect(resolve('ArrowDown', ['coding'], [arrows], true)).toBeNull();
    expect(resolve('Ctrl+K', ['global'], all, true)).toBe(palette);
  });
});

describe('scopesAt', () => {
  it('lists the scopes around an element, innermost first, and stops at a dialog', () => {
    document.body.innerHTML = '<div data-scope="coding"><div data-scope="bag"><i id="a"></i></div></div><div data-scope="book"><div data-scope="index"><i id="b"></i></div></div><dialog><i id="c"></i></dialog>';
    const at = (id: string): string[] => scopesAt(document.getElementById(id), 'coding');
    expect(at('a')).toEqual(['bag', 'coding', 'global']);
    expect(at('b'), 'keys pressed in the book never decide on a suggestion').toEqual(['index', 'book', 'global']);
    expect(at('c')).toEqual([]);
    expect(scopesAt(document.body, 'coding')).toEqual(['coding', 'global']);
  });
});

describe('dispatch', () => {
  const send = (html: string, key: string): Command => {
    document.body.innerHTML = html;
    const accept = command('accept', 'global', ['A', 'Enter']);
    const target = document.querySelector('[data-at]')!;
    target.addEventListener('keydown', (event) => dispatch(event as KeyboardEvent, [accept], 'coding'));
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    return accept;
  };
  it('performs a command outside text', () => expect(send('<div data-at tabindex="0"></div>', 'a').run).toHaveBeenCalledOnce());
  it('does nothing while a person types', () => expect(send('<input data-at>', 'a').run).not.toHaveBeenCalled());
  it('leaves Enter to a focused button', () => expect(send('<button data-at></button>', 'Enter').run).not.toHaveBeenCalled());
  it('does nothing while a word is being composed', () => {
    const accept = command('accept', 'global', ['A']);
    expect(dispatch(new KeyboardEvent('keydown', { key: 'a', isComposing: true }), [accept], 'coding')).toBe(false);
  });

  it('gives a key to the pane that what had the focus was in', () => {
    document.body.innerHTML = '<section data-scope="bag" data-pane="bag"><button id="t">x</button></section>';
    const run = vi.fn();
    const remove: Command = { id: 'remove', title: '', group: '', scope: 'bag', keys: ['D'], run };
    const press = (): boolean => {
      let done = false;
      const listen = (event: KeyboardEvent): void => void (done = dispatch(event, [remove], 'coding'));
      document.body.addEventListener('keydown', listen, { once: true });
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true, cancelable: true }));
      return done;
    };
    rememberPane(document.querySelector('#t'));
    document.querySelector('#t')?.remove();
    expect(press()).toBe(true);
    // not beneath a dialog, and not once the pane itself is gone
    document.body.insertAdjacentHTML('beforeend', '<dialog open></dialog>');
    expect(press()).toBe(false);
    document.body.innerHTML = '';
    expect(press()).toBe(false);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

it('knows text fields from other controls', () => {
  document.body.innerHTML = '<input id="t"><input id="c" type="checkbox"><textarea id="a"></textarea><div id="d" tabindex="0"></div>';
  const is = (id: string): boolean => isTextField(document.getElementById(id));
  expect([is('t'), is('c'), is('a'), is('d')]).toEqual([true, false, true, false]);
});

it('finds two commands on one key of a scope', () => {
  const [a, b, c] = [command('a', 's', ['X']), command('b', 's', ['X']), command('c', 't', ['X'])];
  expect(conflicts([a, b, c])).toEqual([[a, b]]);
});
