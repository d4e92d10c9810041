import type { NoteDto } from '../bindings/NoteDto';

const LABELS: Record<string, string> = {
  includes: 'Includes',
  excludes1: 'Excludes1',
  excludes2: 'Excludes2',
  'code-first': 'Code first',
  'use-additional': 'Use additional code',
  'code-also': 'Code also',
  note: 'Note',
  'inclusion-term': 'Inclusion term',
  'seventh-character': '7th character',
};

/** The heading of a kind of note, as the book prints it: "Use additional" goes on with "code to identify …". */
export function noteLabel(kind: string, text = ''): string {
  return kind === 'use-additional' && /^code\b/i.test(text) ? 'Use additional' : (LABELS[kind] ?? kind);
}

/** The kinds a key steps through in the Tabular List. */
export const CYCLES: Record<string, string[]> = {
  X: ['excludes1', 'excludes2'],
  I: ['includes', 'inclusion-term'],
  C: ['code-first', 'code-also', 'use-additional'],
};

export interface NoteGroup {
  kind: string;
  from: string | null;
  notes: NoteDto[];
}

/** Notes of one kind and origin that follow one another, in the order given. */
export function groupNotes(notes: readonly NoteDto[]): NoteGroup[] {
  const groups: NoteGroup[] = [];
  for (const note of notes) {
    const last = groups.at(-1);
    if (last && last.kind === note.kind && last.from === note.inheritedFrom) last.notes.push(note);
    else groups.push({ kind: note.kind, from: note.inheritedFrom, notes: [note] });
  }
  return groups;
}

/** A note's text cut at the codes it names, so that each can be a link. */
export function pieces(note: Pick<NoteDto, 'text' | 'refs'>): { text: string; code: string | null; count: number }[] {
  const result: { text: string; code: string | null; count: number }[] = [];
  let at = 0;
  for (const ref of [...note.refs].sort((a, b) => a.start - b.start)) {
    if (ref.start < at || ref.end > note.text.length) continue;
    if (ref.start > at) result.push({ text: note.text.slice(at, ref.start), code: null, count: 0 });
    result.push({ text: note.text.slice(ref.start, ref.end), code: ref.code, count: ref.count });
    at = ref.end;
  }
  if (at < note.text.length) result.push({ text: note.text.slice(at), code: null, count: 0 });
  return result;
}
