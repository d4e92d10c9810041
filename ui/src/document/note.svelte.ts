import { standardKeymap } from '@codemirror/commands';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorSelection, EditorState, Text } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import type { DocumentDto } from '../bindings/DocumentDto';
import type { SpanDto } from '../bindings/SpanDto';
import { align, type Anchor, anchorAt, firstVisible } from './anchor';
import { addRange, type Ranges, share } from './coverage';
import { assertionClass, marksAt } from './lanes';
import { draw, type Drawing, noteMarks } from './note-marks';
import { noteTheme } from './note-theme';

export interface Tick {
  suggestion: string;
  nth: number;
  /** Place in the whole note, 0 to 1. */
  top: number;
  className: string;
}

/**
 * The note on screen. Scroll position and selection belong to the person: nothing here moves either
 * but `goTo`, which is only called when asked for.
 */
export class NoteController {
  /** Title of the section at the top edge. */
  section = $state('');
  selection = $state.raw<SpanDto | null>(null);
  visible = $state.raw<SpanDto>({ start: 0, end: 0 });
  ticks = $state.raw<Tick[]>([]);
  coverage = $state.raw<Record<string, Ranges>>({});

  #view: EditorView | null = null;
  #document: DocumentDto | null = null;
  #drawing: Drawing = { marks: [], sections: [], active: null, activeNth: 0, pending: [] };
  #kept = new Map<string, { state: EditorState; anchor: Anchor | null }>();
  /** What stays in its place when the pane becomes wider or narrower, and the scroll position it was read at. */
  #anchor: Anchor | null = null;
  #anchoredAt = 0;
  #width = 0;

  constructor(readonly onmark: (suggestion: string, nth: number) => void) {}

  attach(host: HTMLElement): () => void {
    this.#view = new EditorView({ parent: host, state: this.#state(this.#document) });
    const scroller = this.#view.scrollDOM;
    scroller.tabIndex = -1;
    const onscroll = (): void => this.#measure();
    scroller.addEventListener('scroll', onscroll, { passive: true });
    const resized = new ResizeObserver(() => this.#resized());
    resized.observe(scroller);
    this.#width = scroller.clientWidth;
    this.#restore();
    return () => {
      this.#keep();
      resized.disconnect();
      scroller.removeEventListener('scroll', onscroll);
      this.#view?.destroy();
      this.#view = null;
    };
  }

  show(document: DocumentDto | null): void {
    if (document?.id === this.#document?.id) return;
    this.#keep();
    this.#document = document;
    this.selection = null;
    if (!this.#view) return;
    this.#view.setState(this.#kept.get(document?.id ?? '')?.state ?? this.#state(document));
    this.#restore();
  }

  draw(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#view?.dispatch({ effects: draw.of(drawing) });
    this.#measure();
  }

  /** Brings a stretch into view and shows where it is. */
  goTo(span: SpanDto, center = true): void {
    const view = this.#view;
    if (!view) return;
    const start = Math.min(span.start, view.state.doc.length);
    view.dispatch({ effects: EditorView.scrollIntoView(start, { y: center ? 'center' : 'start', yMargin: 8 }) });
    this.#hold(anchorAt(view, start));
  }

  /** Brings the section before or after the one at the top edge to the top. */
  moveSection(by: 1 | -1): void {
    const sections = (this.#document?.sections ?? []).filter((section) => section.heading.end > section.heading.start);
    const top = this.#topOffset();
    const target = by > 0 ? sections.find((one) => one.heading.start > top + 1) : sections.findLast((one) => one.heading.start < top - 1);
    if (target) this.goTo(target.heading, false);
  }

  focus(): void {
    this.#view?.contentDOM.focus({ preventScroll: true });
  }

  find(): void {
    if (this.#view) openSearchPanel(this.#view);
  }

  /** Keeps nothing of what was shown. */
  forget(): void {
    this.#document = null;
    this.selection = null;
    this.ticks = [];
    this.coverage = {};
    this.#kept.clear();
    this.#view?.setState(this.#state(null));
  }

  clearSelection(): void {
    this.#view?.dispatch({ selection: { anchor: this.#view.state.selection.main.head } });
  }

  /** Share of a document that was never on screen, 0 to 1. */
  unread(document: DocumentDto): number {
    return 1 - share(this.coverage[document.id] ?? [], document.text.length);
  }

  #state(document: DocumentDto | null): EditorState {
    return EditorState.create({
      // Split at line feeds only, so that offsets count a carriage return as the host does.
      doc: Text.of((document?.text ?? '').split('\n')),
      selection: EditorSelection.single(0),
      extensions: [
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          tabindex: '0', role: 'textbox', 'aria-multiline': 'true', 'aria-readonly': 'true', 'aria-label': `Text of ${document?.title ?? 'no document'}`,
        }),
        drawSelection({ cursorBlinkRate: 0 }),
        search({ top: true }),
        keymap.of([...searchKeymap.filter((binding) => binding.key !== 'Mod-f'), ...standardKeymap.filter((binding) => !/Enter|Backspace|Delete/.test(binding.key ?? ''))]),
        noteMarks,
        noteTheme,
        EditorView.updateListener.of((update) => {
          if (update.selectionSet || update.docChanged) this.#select(update.state);
          if (update.geometryChanged || update.viewportChanged) this.#measure();
        }),
        EditorView.domEventHandlers({
          click: (event, view) => {
            if (!view.state.selection.main.empty) return;
            const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
            const mark = at === null ? undefined : marksAt(this.#drawing.marks, at).find((one) => one.lane >= 0);
            if (mark) this.onmark(mark.suggestion, mark.nth);
          },
        }),
      ],
    });
  }

  #keep(): void {
    if (this.#view && this.#document) this.#kept.set(this.#document.id, { state: this.#view.state, anchor: this.#anchor });
  }

  #restore(): void {
    const view = this.#view;
    if (!view) return;
    const kept = this.#kept.get(this.#document?.id ?? '');
    if (kept) view.setState(kept.state);
    view.dispatch({ effects: draw.of(this.#drawing) });
    this.#anchor = kept?.anchor ?? null;
    if (this.#anchor) this.#align(this.#anchor);
    else view.scrollDOM.scrollTop = this.#anchoredAt = 0;
    this.#select(view.state);
    this.#measure();
  }

  /** Other lines wrap when the width changes; what the person was reading stays where it was. */
  #resized(): void {
    const width = this.#view?.scrollDOM.clientWidth ?? 0;
    if (width === this.#width) return;
    this.#width = width;
    if (this.#anchor) this.#align(this.#anchor);
  }

  #align(anchor: Anchor): void {
    if (!this.#view || this.#view.scrollDOM.clientHeight === 0) return;
    align(this.#view, anchor);
    this.#hold(anchor);
  }

  #hold(anchor: Anchor | null): void {
    this.#anchor = anchor;
    this.#anchoredAt = this.#view?.scrollDOM.scrollTop ?? 0;
  }

  #select(state: EditorState): void {
    const { from, to } = state.selection.main;
    this.selection = from === to ? null : { start: from, end: to };
  }

  /** Reads where marks and edges lie once the layout is known, and takes note of what is on screen. */
  #measure(): void {
    this.#view?.requestMeasure({
      key: this,
      read: (view) => {
        const height = Math.max(1, view.contentHeight);
        const ticks = this.#drawing.marks.map((mark) => ({
          suggestion: mark.suggestion,
          nth: mark.nth,
          top: view.lineBlockAt(Math.min(mark.start, view.state.doc.length)).top / height,
          className: `ct-a-${assertionClass(mark.assertion)}${mark.suggestion === this.#drawing.active ? ' active' : ''}`,
        }));
        const { scrollTop, clientHeight, clientWidth } = view.scrollDOM;
        const end = view.lineBlockAtHeight(scrollTop + clientHeight - view.documentPadding.top).to;
        // Between a change of width and the alignment that answers it, other lines stand there.
        const settled = clientHeight > 0 && clientWidth === this.#width;
        const moved = settled && (!this.#anchor || Math.abs(scrollTop - this.#anchoredAt) >= 1);
        return { ticks, start: this.#topOffset(), end: settled ? end : -1, anchor: moved ? firstVisible(view) : null };
      },
      write: ({ ticks, start, end, anchor }) => {
        this.ticks = ticks;
        if (anchor) this.#hold(anchor);
        if (end >= 0) this.#seen(start, end);
      },
    });
  }

  #topOffset(): number {
    const view = this.#view;
    if (!view) return 0;
    return view.lineBlockAtHeight(Math.max(0, view.scrollDOM.scrollTop - view.documentPadding.top + view.defaultLineHeight / 2)).from;
  }

  #seen(start: number, end: number): void {
    if (!this.#document) return;
    if (start !== this.visible.start || end !== this.visible.end) this.visible = { start, end };
    this.section = this.#document.sections.findLast((one) => one.span.start <= start)?.title ?? '';
    const known = this.coverage[this.#document.id] ?? [];
    const seen = addRange(known, start, end);
    if (seen !== known) this.coverage = { ...this.coverage, [this.#document.id]: seen };
  }
}
