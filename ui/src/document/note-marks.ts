import { type Range, RangeSet, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, gutter, GutterMarker } from '@codemirror/view';
import type { SectionDto } from '../bindings/SectionDto';
import type { SpanDto } from '../bindings/SpanDto';
import { assertionClass, type LanedMark, overflow } from './lanes';

/** What is drawn over the note. */
export interface Drawing {
  marks: readonly LanedMark[];
  sections: readonly SectionDto[];
  /** The suggestion that stands out, and which of its spans. */
  active: string | null;
  activeNth: number;
  /** Stretches gathered as evidence for a code to come. */
  pending: readonly SpanDto[];
}

export const draw = StateEffect.define<Drawing>();

const clip = (span: SpanDto, length: number): SpanDto => ({ start: Math.min(span.start, length), end: Math.min(span.end, length) });

function decorations(drawing: Drawing, length: number): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { heading } of drawing.sections) {
    const { start, end } = clip(heading, length);
    if (end > start) ranges.push(Decoration.mark({ class: 'ct-heading' }).range(start, end));
  }
  for (const span of drawing.pending) {
    const { start, end } = clip(span, length);
    if (end > start) ranges.push(Decoration.mark({ class: 'ct-evidence-pending' }).range(start, end));
  }
  for (const mark of drawing.marks) {
    const { start, end } = clip(mark, length);
    if (mark.lane < 0 || end <= start) continue;
    const active = mark.suggestion === drawing.active;
    const classes = [
      'ct-mark', `ct-lane-${mark.lane}`, `ct-a-${assertionClass(mark.assertion)}`, `ct-s-${mark.state}`,
      active ? 'ct-active' : '', active && mark.nth === drawing.activeNth ? 'ct-active-span' : '',
    ];
    const attributes = { 'data-testid': 'highlight', 'data-code': mark.code, 'data-suggestion': mark.suggestion, 'data-state': mark.state };
    ranges.push(Decoration.mark({ class: classes.filter(Boolean).join(' '), attributes }).range(start, end));
  }
  return Decoration.set(ranges, true);
}

class MoreMarker extends GutterMarker {
  constructor(readonly count: number) {
    super();
  }
  override eq(other: MoreMarker): boolean {
    return other.count === this.count;
  }
  override toDOM(): Node {
    const chip = document.createElement('span');
    chip.className = 'ct-more';
    chip.textContent = `+${this.count}`;
    chip.title = `${this.count} more of the suggestions rest on this line; choose one in the list to see its text`;
    return chip;
  }
}

const drawingField = StateField.define<{ marks: DecorationSet; drawing: Drawing | null }>({
  create: () => ({ marks: Decoration.none, drawing: null }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(draw)) return { marks: decorations(effect.value, transaction.state.doc.length), drawing: effect.value };
    }
    return value;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.marks),
});

const moreGutter = gutter({
  class: 'ct-overflow-gutter',
  side: 'after',
  markers(view) {
    const { drawing } = view.state.field(drawingField);
    if (!drawing) return RangeSet.empty;
    const lines = new Map<number, number>();
    for (const { at, count } of overflow(drawing.marks)) {
      const line = view.state.doc.lineAt(Math.min(at, view.state.doc.length)).from;
      lines.set(line, (lines.get(line) ?? 0) + count);
    }
    const builder = new RangeSetBuilder<GutterMarker>();
    for (const [line, count] of [...lines].sort((a, b) => a[0] - b[0])) builder.add(line, line, new MoreMarker(count));
    return builder.finish();
  },
});

export const noteMarks = [drawingField, moreGutter];
