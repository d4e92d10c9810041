import { expect, it } from 'vitest';
import type { NoteDto } from '../bindings/NoteDto';
import { groupNotes, pieces } from './notes';

const note = (kind: string, text: string, inheritedFrom: string | null = null, refs: NoteDto['refs'] = []): NoteDto => ({ kind, text, refs, head: false, inheritedFrom });

it('makes each code of a note a link and loses no text', () => {
  const text = 'type 1 diabetes (E10.-), gestational (O24.4-)';
  const parts = pieces(note('excludes1', text, null, [
    { start: 38, end: 44, code: 'O24.4', count: 4 },
    { start: 17, end: 22, code: 'E10', count: 67 },
  ]));
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.filter((part) => part.code).map((part) => [part.text, part.code])).toEqual([['E10.-', 'E10'], ['O24.4-', 'O24.4']]);
});

it('passes over a reference that does not fit the text', () => {
  expect(pieces(note('note', 'short', null, [{ start: 3, end: 99, code: 'A00', count: 1 }]))).toEqual([{ text: 'short', code: null, count: 0 }]);
});

it('groups notes of one kind and origin in the order given', () => {
  const groups = groupNotes([note('excludes1', 'a'), note('excludes1', 'b'), note('excludes1', 'c', 'I12'), note('includes', 'd', 'I12')]);
  expect(groups.map((group) => [group.kind, group.from, group.notes.length])).toEqual([['excludes1', null, 2], ['excludes1', 'I12', 1], ['includes', 'I12', 1]]);
});
