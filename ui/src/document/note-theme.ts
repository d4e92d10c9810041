import { EditorView } from '@codemirror/view';

/** The look of the note: layout only, colours come from the window's tokens. */
export const noteTheme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--ink)', fontSize: '14px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--note)', lineHeight: '1.75', overscrollBehavior: 'contain' },
  '.cm-content': { padding: '10px 0 40vh', maxWidth: '86ch', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 12px 0 18px', tabSize: '8' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--muted)' },
  '.ct-overflow-gutter': { width: '26px', fontSize: '11px', fontFamily: 'var(--ui)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '&:not(.cm-focused) .cm-cursorLayer': { display: 'none' },
  '.cm-selectionLayer .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--selection)',
  },
  '.ct-heading': { fontWeight: '650' },
  '.ct-evidence-pending': { backgroundColor: 'var(--accent-soft)', boxShadow: '0 0 0 1px var(--accent)', borderRadius: '2px' },
  '.cm-searchMatch': { backgroundColor: 'var(--mark-active)', outline: '1px solid var(--line-strong)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--mark-span)' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 28px 6px 10px', fontSize: '12px', fontFamily: 'var(--ui)' },
  '.cm-panel.cm-search input.cm-textfield': { background: 'var(--surface)', border: '1px solid var(--line-strong)', borderRadius: '4px', padding: '3px 6px', fontSize: '12px' },
  '.cm-panel.cm-search button.cm-button': { background: 'var(--surface)', backgroundImage: 'none', border: '1px solid var(--line-strong)', borderRadius: '4px', fontSize: '12px', color: 'inherit' },
  '.cm-panel.cm-search button[name=close]': { color: 'inherit', fontSize: '16px', right: '6px', top: '6px' },
});
