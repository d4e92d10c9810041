// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';
import type { DocumentDto } from '../bindings/DocumentDto';
import { assignLanes } from './lanes';
import { NoteController } from './note.svelte';

beforeEach(() => vi.stubGlobal('ResizeObserver', class { observe = vi.fn(); disconnect = vi.fn(); }));

const document_ = (text: string): DocumentDto => ({ id: 'd', title: 'Note', kind: 'progress-note', author: '', authorRole: 'provider', date: '', text, sections: [] });

/** The text under the highlights after drawing one quote of a note. */
function highlighted(text: string, quote: string): string {
  const host = document.createElement('div');
  document.body.append(host);
  const note = new NoteController(vi.fn());
  const detach = note.attach(host);
  note.show(document_(text));
  const start = text.indexOf(quote);
  const marks = assignLanes([{ suggestion: 's', code: 'A00', nth: 0, start, end: start + quote.length, assertion: '', state: 'undecided', priority: 0 }]);
  note.draw({ marks, sections: [], active: null, activeNth: 0, pending: [] });
  const found = [...host.querySelectorAll('[data-testid="highlight"]')].map((one) => one.textContent).join('');
  detach();
  host.remove();
  return found;
}

it.each([
  ['plain', 'He has COPD today.', 'COPD'],
  ['after an emoji of two units', 'Knee 🦵🏽 pain and COPD.', 'COPD'],
  ['after carriage returns', 'One\r\nTwo\r\n\r\nCOPD here\r\n', 'COPD'],
  ['after a lone carriage return', 'One\rTwo COPD', 'COPD'],
  ['after tabs and combining marks', 'A1c\t8.9\tcafe\u0301 COPD', 'COPD'],
])('marks the very quote: %s', (_name, text, quote) => expect(highlighted(text, quote)).toBe(quote));

it('shows note text as text, whatever it holds', () => {
  const host = document.createElement('div');
  const note = new NoteController(vi.fn());
  const detach = note.attach(host);
  note.show(document_('<img src=x onerror=alert(1)> <b>bold</b>'));
  expect(host.querySelector('img, b')).toBeNull();
  expect(host.textContent).toContain('<img src=x');
  detach();
});
