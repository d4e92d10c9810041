import { EditorSelection } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** What holds the note where it is: a line of it as wrapped on screen, and how far down it stands. */
export interface Anchor {
  /** Start of the line, an offset into the note. */
  position: number;
  /** Pixels from the top edge of the note's pane to the top of the line's text. */
  offset: number;
}

/** Where the line that holds an offset stands. Asking lays the text out at once, before it is painted. */
export function anchorAt(view: EditorView, position: number): Anchor | null {
  const at = view.coordsAtPos(position, 1);
  return at && { position, offset: at.top - view.scrollDOM.getBoundingClientRect().top };
}

/** The first line that is on screen by half or more. */
export function firstVisible(view: EditorView): Anchor | null {
  const x = view.contentDOM.getBoundingClientRect().left + 1;
  const y = view.scrollDOM.getBoundingClientRect().top + view.defaultLineHeight / 2;
  return anchorAt(view, view.posAtCoords({ x, y }, false));
}

/** Scrolls so that the line stands where it stood, however the text is wrapped by now. */
export function align(view: EditorView, { position, offset }: Anchor): void {
  const at = Math.min(position, view.state.doc.length);
  view.dispatch({ effects: EditorView.scrollIntoView(EditorSelection.cursor(at, 1), { y: 'start', yMargin: offset }) });
  const now = anchorAt(view, at);
  if (now) view.scrollDOM.scrollTop += now.offset - offset;
}
