// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { keepInView } from './panes';

/** Where a list 100 pixels high, scrolled to 200, scrolls to for a row at a place in its content. */
function scrolled(from: number, height: number, top = 0): number {
  const list = document.createElement('div');
  const row = document.createElement('div');
  list.append(row);
  vi.spyOn(list, 'clientHeight', 'get').mockReturnValue(100);
  list.scrollTop = 200;
  list.getBoundingClientRect = () => new DOMRect(0, 50, 300, 100);
  row.getBoundingClientRect = () => new DOMRect(0, 50 + from - list.scrollTop, 300, height);
  keepInView(list, row, top);
  return list.scrollTop;
}

it.each([
  ['in view: not at all', 240, 30, 0, 200],
  ['above: to the top', 150, 30, 0, 150],
  ['under the head that stays on top: below it', 210, 30, 24, 186],
  ['below: to the bottom', 290, 30, 0, 220],
  ['higher than the list: to its first line', 290, 130, 0, 290],
])('scrolls as little as it takes for a row %s', (_name, from, height, top, to) => expect(scrolled(from, height, top)).toBe(to));
