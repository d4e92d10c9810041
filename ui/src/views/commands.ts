import { flushSync } from 'svelte';
import type { BookDto } from '../bindings/BookDto';
import { CYCLES } from '../codebook/notes';
import { REASONS } from '../decision/reasons';
import { READINGS } from '../document/readings';
import { cyclePanes, focusPane } from '../shared/panes';
import type { Command } from '../shared/keymap';
import type { CodingController } from './coding.svelte';
import type { Workspace } from './workspace.svelte';

type Row = [id: string, title: string, keys: string[], run: () => void | Promise<void>, more?: Partial<Command>];

const table = (group: string, scope: string, rows: Row[]): Command[] =>
  rows.map(([id, title, keys, run, more]) => ({ id, title, keys, run, group, scope, ...more }));

/** Gives the focus to a field, once what changed has been drawn. */
function focusField(css: string): void {
  flushSync();
  document.querySelector<HTMLInputElement>(css)?.focus({ preventScroll: true });
}

/** Brings the next group of notes of the given kinds to the top of the tabular entry; whether there is one. */
function cycleNotes(kinds: readonly string[]): boolean {
  const groups = [...document.querySelectorAll<HTMLElement>('[data-testid="effective-notes"] [data-kind]:not(li)')].filter((one) => kinds.includes(one.dataset['kind'] ?? ''));
  const at = groups.findIndex((one) => one.classList.contains('looked-at'));
  const next = groups[(at + 1) % groups.length];
  for (const one of groups) one.classList.toggle('looked-at', one === next);
  next?.scrollIntoView({ block: 'nearest' });
  return next !== undefined;
}

const POA_KEYS = [['Y', 'Y', 'yes'], ['N', 'N', 'no'], ['U', 'U', 'not documented'], ['W', 'W', 'cannot be told'], ['E', 'exempt', 'exempt']] as const;

const ALONE = new Set(['palette', 'keys', 'pane.next', 'pane.previous', 'back', 'forward', 'find.book', 'book.window.close', 'guidelines', 'theme', 'zoom.in', 'zoom.out', 'zoom.none', 'escape']);

/** Whether a command has a meaning in the window that holds the book alone. */
export const forBookAlone = (command: Command): boolean => ALONE.has(command.id) || ['book', 'index', 'guidelines', 'difference', 'favourites', 'choices', 'tabular'].includes(command.scope);

/** Every act of the window, once. The key sheet, the palette and the keyboard all read this table. */
export function commandTable(workspace: Workspace): Command[] {
  const { session, queue, book, training, audit } = workspace;
  const judging = { enabled: () => audit.may('judge') };
  const judged = { enabled: () => audit.may('judge') && (audit.current?.signed ?? null) !== null };
  const on = (act: (coding: CodingController) => void | Promise<void>) => () => (workspace.coding ? act(workspace.coding) : undefined);
  const charted = { enabled: () => workspace.coding !== null };
  const chosen = { enabled: () => (workspace.coding?.current ?? null) !== null };
  const deciding = { enabled: () => (workspace.coding?.current ?? null) !== null && session.writable };
  const rejecting = { enabled: () => workspace.coding?.mode === 'rejecting' };
  const reading_ = { enabled: () => (workspace.coding?.reading ?? null) !== null };
  const table_ = { enabled: () => book.isTable };
  const turnTo = async (name: BookDto): Promise<void> => {
    const list = book.browse(name);
    // what had the focus may be gone: the next key belongs to the list, also while it loads
    focusPane('index');
    const before = document.activeElement;
    await list;
    // who has gone on to a field meanwhile stays there
    if (document.activeElement === before || document.activeElement === document.body) focusPane('index');
  };
  const lookAt = (kinds: readonly string[] = []) => () => { if (cycleNotes(kinds)) book.lookAtNotes(); };
  const tree = { enabled: () => book.entry !== null && !book.isTable };
  const whole = { enabled: () => !book.plain };
  const kept = { enabled: () => session.writable && !book.plain };

  const bookHere = on((coding) => (coding.current ? workspace.openBookAt(coding.current) : void (book.open = true)));

  return [
    ...table('Window', 'global', [
      ['palette', 'Command palette', ['Ctrl+K'], () => void (session.dialog = 'palette')],
      ['keys', 'Show all keys', ['?'], () => void (session.dialog = 'keys')],
      ['queue', 'Queue', ['Ctrl+0'], () => workspace.show('queue')],
      ['workbench', 'Workbench', ['Ctrl+1'], () => workspace.show('coding')],
      ['book', 'Book', ['Ctrl+2'], () => workspace.show('book')],
      ['training', 'Training', ['Ctrl+3'], () => { workspace.show('training'); if (!training.answering) training.show('packs'); }],
      ['audit', 'Audit', ['Ctrl+4'], () => workspace.show('audit')],
      ['lock', 'Lock now', ['Ctrl+L'], () => workspace.people.lock()],
      ['sign', 'Sign the chart, or see what was signed', ['Ctrl+Enter'], () => workspace.signing?.open(), { enabled: () => session.view === 'coding' && workspace.coding !== null }],
      ['query', 'Ask the provider', ['Ctrl+Shift+Q'], () => workspace.queries?.open(), charted],
      ['comments', 'Comments on codes and on the chart', ['Ctrl+M'], () => workspace.comments?.open(), charted],
      ['export', 'Export the chart', ['Ctrl+Shift+E'], () => void (session.dialog = 'export'), charted],
      ['erase', 'Erase the chart for good', [], () => workspace.startErasing(), { enabled: () => workspace.erasable !== null }],
      ['import', 'Import charts from files', ['Ctrl+I'], () => void (session.dialog = 'import')],
      ['pane.next', 'Next pane', ['F6'], () => cyclePanes(1)],
      ['pane.previous', 'Previous pane', ['Shift+F6'], () => cyclePanes(-1)],
      ['undo', 'Undo the last decision', ['Ctrl+Z'], on((coding) => coding.undo()), charted],
      ['redo', 'Redo', ['Ctrl+Shift+Z', 'Ctrl+Y'], on((coding) => coding.redo()), charted],
      ['back', 'Back in the book', ['Alt+ArrowLeft'], () => book.goBack(), { enabled: () => book.back.length > 0 }],
      ['forward', 'Forward in the book', ['Alt+ArrowRight'], () => book.goForward(), { enabled: () => book.forward.length > 0 }],
      ['find.note', 'Find in the note', ['Ctrl+F'], on((coding) => coding.note.find()), charted],
      ['find.book', 'Search the book', ['Ctrl+Shift+F', '/'], () => { if (session.view === 'queue') workspace.show('book'); else if (session.view === 'coding') book.open = true; focusPane('book-search'); document.querySelector<HTMLInputElement>('[data-testid="book-search"]')?.select(); }],
      ['guidelines', 'Guidelines for the code in view', ['F1'], () => workspace.openGuidelines()],
      ['book.window', 'The book in a window of its own', ['Ctrl+Shift+B'], () => workspace.openBookWindow(), { enabled: () => !workspace.solo }],
      ['book.window.close', 'Close this window of the book', ['Ctrl+Shift+B'], () => workspace.inStep.windows.closeBook(), { enabled: () => workspace.solo }],
      ['code.selection', 'Code the selected text', ['Ctrl+Space'], () => workspace.codeSelection(), charted],
      ['add.evidence', 'Add the selected text as evidence', ['Ctrl+E'], () => workspace.addEvidence(), charted],
      ['theme', 'Light or dark', [], () => session.nextTheme()],
      ['zoom.in', 'Everything larger', ['Ctrl++', 'Ctrl+='], () => workspace.zoom.change(1)],
      ['zoom.out', 'Everything smaller', ['Ctrl+-'], () => workspace.zoom.change(-1)],
      ['zoom.none', 'Everything as large as at first', [], () => workspace.zoom.set(1)],
      ['settings', 'Settings', ['Ctrl+,'], () => void (session.dialog = 'settings')],
      ['escape', 'Back out one level', ['Esc'], () => workspace.escape()],
    ]),
    ...table('Queue', 'queue', [
      ['queue.next', 'Next chart', ['ArrowDown', 'J'], () => queue.move(1)],
      ['queue.previous', 'Previous chart', ['ArrowUp', 'K'], () => queue.move(-1)],
      ['queue.open', 'Open the chart', ['Enter'], () => queue.openCurrent()],
      ['queue.new', 'New chart', ['N'], () => queue.startDraft()],
      ['queue.samples', 'Import the sample charts', [], () => queue.importSamples()],
    ]),
    ...table('Suggestions', 'coding', [
      ...REASONS.map((reason): Row => [`reject.${reason.id}`, `Reject: ${reason.text.toLowerCase()}`, [reason.key], on((coding) => coding.reject(reason.id)), rejecting]),
      ['reject.plain', 'Reject without a reason', ['Enter'], on((coding) => coding.reject()), rejecting],
      ['next', 'Next suggestion', ['J'], on((coding) => coding.move(1)), charted],
      ['previous', 'Previous suggestion', ['K'], on((coding) => coding.move(-1)), charted],
      ['accept', 'Accept', ['A'], on((coding) => coding.accept()), deciding],
      ['reject', 'Reject, then 1–9 for a reason or Enter for none', ['R'], on((coding) => coding.startReject()), deciding],
      ['revise', 'Edit: choose another code', ['E'], on((coding) => coding.startRevise()), deciding],
      ['defer', 'Skip for now', ['S'], on((coding) => coding.defer()), deciding],
      ['peek', 'Peek at the evidence; the note stays', ['Space'], on((coding) => coding.togglePeek()), chosen],
      ['go', 'Go to the evidence in the note', ['G'], on((coding) => coding.go()), chosen],
      ['span.next', 'Next quote', ['N'], on((coding) => coding.moveSpan(1)), chosen],
      ['span.previous', 'Previous quote', ['P'], on((coding) => coding.moveSpan(-1)), chosen],
      ['why', 'Why: how it came about', ['W'], on((coding) => void (coding.why = !coding.why)), chosen],
      ['highlights', 'Highlights: suggested, all, this, none', ['H'], on((coding) => coding.cycleHighlights()), charted],
      ['book.here', 'Open the book at its place', ['B'], bookHere, charted],
      ['run', 'Read the chart again', [], on((coding) => coding.start()), { enabled: () => workspace.coding !== null && !workspace.coding.encounter.withheld }],
      ...READINGS.map((reading): Row => [`reading.${reading.id}`, `The note says of the words: ${reading.text.toLowerCase()}`, [reading.key], on((coding) => coding.say(reading.id)), reading_]),
      ['reading', 'Correct what the note says of the selected words', ['I'], on((coding) => coding.startReading()), { enabled: () => (workspace.coding?.run ?? null) !== null && session.writable }],
      ['rework', 'Code again what depends on the decisions', ['L'], on((coding) => coding.rework()), { enabled: () => (workspace.coding?.run ?? null) !== null && session.writable }],
      ['model.ask', 'Read the chart with the model', ['M'], on((coding) => coding.ask()), { enabled: () => workspace.coding !== null && !workspace.coding.encounter.withheld && session.models.asks !== null }],
      ['model.cancel', 'Stop the model; what is done is kept', ['X'], () => session.models.cancel(), { enabled: () => session.models.running !== null }],
    ]),
    ...table('Suggestions', 'suggestions', [
      ['list.next', 'Next in the list', ['ArrowDown'], on((coding) => coding.move(1)), { enabled: () => !rejecting.enabled() }],
      ['list.previous', 'Previous in the list', ['ArrowUp'], on((coding) => coding.move(-1)), { enabled: () => !rejecting.enabled() }],
      ['list.book', 'Open the book at its place', ['Enter'], bookHere, { enabled: () => chosen.enabled() && !rejecting.enabled() }],
    ]),
    ...table('Code bag', 'bag', [
      ['bag.next', 'Next code', ['ArrowDown', 'J'], on((coding) => coding.moveBag(1))],
      ['bag.previous', 'Previous code', ['ArrowUp', 'K'], on((coding) => coding.moveBag(-1))],
      ['bag.up', 'Move up in the sequence', ['Alt+ArrowUp'], on((coding) => coding.resequence(-1))],
      ['bag.down', 'Move down in the sequence', ['Alt+ArrowDown'], on((coding) => coding.resequence(1))],
      ['bag.first', 'Make first-listed', ['D'], on((coding) => coding.resequence(-coding.bagCursor))],
      ['bag.remove', 'Take out', ['Del'], on((coding) => coding.unassign())],
      ['bag.comment', 'Comment on the code, or mark it', ['C'], on((coding) => workspace.comments?.open(coding.ledger.bag.codes[coding.bagCursor]?.code)), { enabled: () => session.writable }],
      ['bag.path', 'Walk its recorded path', ['P'], on((coding) => { const row = coding.ledger.bag.codes[coding.bagCursor]; return row ? workspace.openPath(row.decision) : undefined; })],
      ['bag.evidence', 'Add the selected text to its evidence', ['E'], () => workspace.addEvidenceToAssigned(), { enabled: () => session.writable }],
      ['bag.go', 'Go to its quotes in the note', ['G'], on((coding) => coding.goToQuote())],
      ['bag.open', 'Open in the Tabular List', ['Enter'], on((coding) => { const row = coding.ledger.bag.codes[coding.bagCursor]; return row ? workspace.openTabular(row.code) : undefined; })],
    ]),
    ...table('Code bag', 'bag', [
      ...(['Y', 'N', 'U', 'W'] as const).map((poa): Row => [`poa.${poa}`, `Present on admission: ${poa}`, [poa], on((coding) => coding.indicate(poa)), { enabled: () => workspace.coding?.indicating === true }]),
      ['poa', 'Present on admission, then Y, N, U or W', ['O'], on((coding) => void (coding.indicating = true)), { enabled: () => session.writable }],
    ]),
    ...table('Audit', 'audit-list', [
      ['audit.next', 'Next chart or audit', ['ArrowDown', 'J'], () => audit.move(1)],
      ['audit.previous', 'Previous chart or audit', ['ArrowUp', 'K'], () => audit.move(-1)],
      ['audit.open', 'Take up, or open', ['Enter'], () => audit.openCurrent()],
    ]),
    ...table('Audit', 'audit-desk', [
      ['audit.line.next', 'Next code', ['ArrowDown', 'J'], () => audit.moveLine(1)],
      ['audit.line.previous', 'Previous code', ['ArrowUp', 'K'], () => audit.moveLine(-1)],
      ['audit.go', 'To its words in the note', ['G'], () => audit.go()],
      ['audit.agree', 'Agree with the signed code', ['A'], () => audit.agree(), judging],
      ['audit.disagree', 'Disagree: another code is right', ['R'], () => audit.start('change'), judged],
      ['audit.remove', 'Not to be reported', ['X'], () => audit.start('remove'), judged],
      ['audit.add', 'A code is missing', ['+', 'N'], () => audit.start('add'), judging],
      ['audit.poa', 'Another indicator is right', ['O'], () => audit.start('poa'), judging],
      ['audit.first', 'This code is to be first', ['D'], () => audit.start('first'), judging],
      ['audit.query', 'The provider should have been asked', ['Q'], () => audit.start('query-missed'), judging],
      ['audit.differences', 'Differences only, or all', ['='], () => void (audit.all = !audit.all)],
      ['audit.reveal', 'Show the engine’s codes', ['V'], () => audit.act({ act: 'reveal' }), { enabled: () => audit.may('reveal') }],
      ['audit.return', 'Return to the coder', ['Ctrl+R'], () => audit.act({ act: 'return' }), { enabled: () => audit.may('return') }],
      ['audit.close', 'Close the audit', ['Ctrl+Enter'], () => audit.act({ act: 'close' }), { enabled: () => audit.may('close') }],
    ]),
    ...table('Audit', 'audit', [
      ['audit.list', 'Samples and audits', ['Alt+1'], () => audit.show('list')],
      ['audit.desk', 'The audit that is open', ['Alt+2'], () => audit.show('desk'), { enabled: () => audit.audit !== null }],
      ['audit.scores', 'Scores', ['Alt+3'], () => audit.show('scores')],
    ]),
    ...table('Note', 'coding', [
      ['section.next', 'Next section', [']'], on((coding) => coding.note.moveSection(1)), charted],
      ['section.previous', 'Previous section', ['['], on((coding) => coding.note.moveSection(-1)), charted],
      ['document.next', 'Next document', ['}'], on((coding) => coding.moveDocument(1)), charted],
      ['document.previous', 'Previous document', ['{'], on((coding) => coding.moveDocument(-1)), charted],
    ]),
    ...table('Book', 'book', [
      ['tab.index', 'Alphabetic Index', ['1'], () => turnTo('index')],
      ['tab.external', 'External Cause Index', ['2'], () => turnTo('external-cause')],
      ['tab.neoplasm', 'Neoplasm Table', ['3'], () => turnTo('neoplasm')],
      ['tab.drug', 'Table of Drugs and Chemicals', ['4'], () => turnTo('drug')],
      ['tab.guidelines', 'Official Guidelines', ['5'], () => book.guidelines.show(), whole],
      ['tab.changes', 'Changes between releases', ['6'], () => book.showDifference(), whole],
      ['tab.favourites', 'My favourite codes', ['7'], () => book.favourites.show(), whole],
      ['terms', 'Main terms from…', ['M'], async () => { if (book.entry || book.guidelines.shown) await book.browse(book.book); focusField('[data-testid="term-prefix"]'); }],
      ['release.next', 'The same place in the next installed release', ['Y'], () => workspace.turnRelease(), { enabled: () => workspace.coding === null && session.releases.length > 1 }],
    ]),
    ...table('Index', 'index', [
      ['term.next', 'Next main term', ['ArrowDown'], () => void (book.termCursor = Math.min(book.terms.length - 1, book.termCursor + 1)), { enabled: () => book.entry === null }],
      ['term.previous', 'Previous main term', ['ArrowUp'], () => void (book.termCursor = Math.max(0, book.termCursor - 1)), { enabled: () => book.entry === null }],
      ['term.open', 'Open the main term', ['Enter', 'ArrowRight'], async () => { const term = book.terms[book.termCursor]; if (term && (await book.goTo(term.at))) focusPane('index'); }, { enabled: () => book.entry === null }],
      ['line.next', 'Next line', ['ArrowDown'], () => book.moveLine(1)],
      ['line.previous', 'Previous line', ['ArrowUp'], () => book.moveLine(-1)],
      ['page.next', 'A page down', ['PageDown'], () => book.moveLine(20)],
      ['page.previous', 'A page up', ['PageUp'], () => book.moveLine(-20)],
      ['main.next', 'Next main term in the book', ['Alt+ArrowDown'], () => book.turnPage(1), { enabled: () => book.entry !== null }],
      ['main.previous', 'Main term before', ['Alt+ArrowUp'], () => book.turnPage(-1), { enabled: () => book.entry !== null }],
      ['line.first', 'First line', ['Home'], () => book.moveLine(-1e9)],
      ['line.last', 'Last line', ['End'], () => book.moveLine(1e9)],
      ['line.child', 'To the first subterm', ['ArrowRight'], () => book.toChild(), tree],
      ['line.parent', 'Up one level', ['ArrowLeft'], () => book.toParent(), tree],
      ['column.next', 'Next column', ['ArrowRight'], () => book.moveColumn(1), table_],
      ['column.previous', 'Previous column', ['ArrowLeft'], () => book.moveColumn(-1), table_],
      ['line.up', 'Up the path', ['Backspace'], () => { if ((book.current?.level ?? 0) > 0) book.toParent(); else void turnTo(book.book); }],
      ['follow', 'Follow: code, see, or pair', ['Enter'], () => book.follow()],
      ['reference', 'Follow see or see also', ['S'], () => book.followReferenceHere(), { enabled: () => book.entry !== null }],
      ['filter', 'Filter the subterms', ['F'], () => void (book.filter ??= ''), { enabled: () => book.entry !== null }],
      ['with', 'To the “with” block', ['T'], () => book.toWith(), tree],
      ['modifiers', 'Show or hide nonessential modifiers', ['.'], () => void (book.nonessential = !book.nonessential)],
    ]),
    ...table('Guidelines', 'guidelines', [
      ['guideline.next', 'Next guideline', ['ArrowDown'], () => book.guidelines.move(1)],
      ['guideline.previous', 'Previous guideline', ['ArrowUp'], () => book.guidelines.move(-1)],
      ['guideline.read', 'Read it', ['Enter', 'ArrowRight'], () => book.guidelines.openCurrent()],
      ['guideline.on', 'The guideline that follows in the text', ['Alt+ArrowDown'], () => book.guidelines.turn(1)],
      ['guideline.before', 'The guideline before in the text', ['Alt+ArrowUp'], () => book.guidelines.turn(-1)],
      ['guideline.up', 'Up: to the list, to all sections', ['Backspace', 'ArrowLeft'], () => book.guidelines.up()],
      ['guideline.words', 'Search the guidelines', ['F'], () => focusField('[data-testid="guideline-search"]')],
    ]),
    ...table('Changes', 'difference', [
      ['change.next', 'Next change', ['ArrowDown'], () => book.difference.move(1)],
      ['change.previous', 'Previous change', ['ArrowUp'], () => book.difference.move(-1)],
      ['change.open', 'Open it in the Tabular List', ['Enter'], () => { const row = book.difference.rows[book.difference.cursor]; return row ? void book.openTabular(row.code) : undefined; }],
      ['change.words', 'Search the changes', ['F'], () => focusField('[data-testid="difference-search"]')],
    ]),
    ...table('Favourites', 'favourites', [
      ['favourite.next', 'Next favourite', ['ArrowDown'], () => book.favourites.move(1)],
      ['favourite.previous', 'Favourite before', ['ArrowUp'], () => book.favourites.move(-1)],
      ['favourite.open', 'Open it in the Tabular List', ['Enter'], () => book.favourites.follow()],
      ['favourite.drop', 'Take it out of the favourites', ['Del'], () => book.favourites.drop(), { enabled: () => session.writable }],
      ['favourite.words', 'Search the favourites', ['F'], () => focusField('[data-testid="favourite-search"]')],
    ]),
    ...table('Recorded path', 'replay', [
      ['hop.next', 'Next step', ['.', 'ArrowDown'], () => book.replay.move(1)],
      ['hop.previous', 'Step before', [',', 'ArrowUp'], () => book.replay.move(-1)],
    ]),
    ...table('Index', 'choices', [
      ['choice.next', 'Next entry of a cross reference', ['ArrowDown'], () => book.moveChoice(1)],
      ['choice.previous', 'Previous entry of a cross reference', ['ArrowUp'], () => book.moveChoice(-1)],
      ['choice.take', 'Open the entry', ['Enter'], () => book.takeChoice()],
    ]),
    ...table('Tabular List', 'tabular', [
      ['seventh.next', 'Next 7th character', ['ArrowDown'], () => book.moveSeventh(1), { enabled: () => book.seventh >= 0 }],
      ['seventh.previous', 'Previous 7th character', ['ArrowUp'], () => book.moveSeventh(-1), { enabled: () => book.seventh >= 0 }],
      ['seventh.leave', 'Leave the 7th characters', ['ArrowLeft'], () => void (book.seventh = -1), { enabled: () => book.seventh >= 0 }],
      ['code.next', 'Next code', ['ArrowDown'], () => book.moveSibling(1)],
      ['code.previous', 'Previous code', ['ArrowUp'], () => book.moveSibling(-1)],
      ['code.child', 'First subdivision, or the 7th characters', ['ArrowRight'], () => book.toTabularChild()],
      ['code.parent', 'The entry above', ['ArrowLeft', 'Backspace'], () => book.toTabularParent()],
      ['notes.excludes', 'Step through Excludes', ['X'], lookAt(CYCLES['X'])],
      ['notes.includes', 'Step through Includes', ['I'], lookAt(CYCLES['I'])],
      ['notes.code', 'Step through Code first, Code also, Use additional', ['C'], lookAt(CYCLES['C'])],
      ['notes.links', 'To the codes of the note looked at', ['O'], () => { book.lookAtNotes(); document.querySelector<HTMLElement>('[data-testid="effective-notes"] .looked-at button, [data-testid="effective-notes"] button')?.focus(); }],
      ['favourite', 'Favourite, or no favourite any more', ['F'], () => book.favourites.toggle(), kept],
      ['favourite.note', 'A sticky note on the code', ['Shift+F'], () => book.favourites.write(), kept],
      ['verify', 'Mark as verified', ['V'], () => book.verify(), charted],
      ['post', 'Assign the code', ['Enter'], () => book.proceed(), { enabled: () => workspace.canPost }],
    ]),
    ...table('Training', 'packs', [
      ['exercise.next', 'Next exercise', ['ArrowDown', 'J'], () => training.move(1)],
      ['exercise.previous', 'Previous exercise', ['ArrowUp', 'K'], () => training.move(-1)],
      ['exercise.open', 'Do the exercise', ['Enter'], () => training.open()],
      ['exercise.recommended', 'To what is next: the first pack that is not mastered', ['G'], () => training.toNext()],
      ['ways.open', 'Open the ways of a file', ['O'], () => document.querySelector<HTMLInputElement>('[data-testid="open-ways"]')?.click()],
      ['mode.guided', 'Guided', ['1'], () => training.setMode('guided')],
      ['mode.unguided', 'Unguided', ['2'], () => training.setMode('unguided')],
      ['mode.exam', 'Examination: no search, no hints', ['3'], () => training.setMode('exam')],
    ]),
    ...table('Training', 'exercise', [
      ['answer.next', 'Next row of the answer', ['ArrowDown', 'J'], () => training.moveRow(1)],
      ['answer.previous', 'Previous row of the answer', ['ArrowUp', 'K'], () => training.moveRow(-1)],
      ['answer.toggle', 'Tick, reject or flag the row', ['Space', 'X'], () => training.toggle()],
      ['answer.up', 'Move the code up', ['Alt+ArrowUp'], () => training.resequence(-1)],
      ['answer.down', 'Move the code down', ['Alt+ArrowDown'], () => training.resequence(1)],
      ['answer.drop', 'Take the code out', ['Del'], () => training.drop()],
      ['word.next', 'Mark the next word; the next kind of error', ['ArrowRight'], () => training.across(1)],
      ['word.previous', 'Mark the word before; the kind of error before', ['ArrowLeft'], () => training.across(-1)],
      ...POA_KEYS.map(([key, poa, title]): Row => [`answer.poa.${poa}`, `Present on admission: ${title}`, [key], () => training.admit(poa), { enabled: () => training.exercise?.asksPoa === true }]),
      ['answer.hint', 'A hint', ['H'], () => training.hint(), { enabled: () => training.mode !== 'exam' }],
    ]),
    ...table('Training', 'global', [
      ['answer.submit', 'Submit the answer', ['Ctrl+Enter'], () => training.submit(), { enabled: () => training.answering, inText: true }],
    ]),
    ...table('Training', 'training', [
      ['training.packs', 'Exercises', ['E'], () => training.show('packs'), { enabled: () => !training.answering }],
      ['training.review', 'Review', ['R'], () => training.show('review'), { enabled: () => !training.answering }],
      ['training.trainer', 'Trainer', ['T'], () => training.show('trainer'), { enabled: () => !training.answering }],
      ['training.author', 'Write exercises', ['W'], () => training.show('author'), { enabled: () => !training.answering }],
    ]),
    ...[['Ways', 'ways'], ['Ways, under a score', 'score']].flatMap(([group = '', scope = '']) => table(group, scope, [
      [`${scope}.ways.next`, 'Next step of the ways', ['ArrowRight', '.'], () => training.ways.step(1)],
      [`${scope}.ways.previous`, 'Step before', ['ArrowLeft', ','], () => training.ways.step(-1)],
      [`${scope}.ways.play`, 'Play the ways, or pause', ['Space'], () => training.ways.play()],
      [`${scope}.ways.save`, 'Save the ways into a file', ['S'], () => training.ways.save()],
    ])),
    ...table('Training', 'score', [
      ['score.next', 'Next exercise', ['N', 'Enter'], () => training.next()],
      ['score.again', 'The same again', ['A'], () => training.open(training.exercise?.id)],
    ]),
    ...table('Training', 'trainer', [
      ['trainer.csv', 'Save all attempts as CSV', ['C'], () => training.saveCsv()],
    ]),
    ...table('Training', 'author', [
      ['author.save', 'Keep the exercise', ['Ctrl+Enter'], () => training.author.save(), { inText: true }],
      ['author.new', 'A new exercise', ['N'], () => training.author.fresh()],
    ]),
    ...table('Training', 'review', [
      ['review.reveal', 'Show the step', ['Space', 'Enter'], () => void (training.revealed = true), { enabled: () => training.card !== null && !training.revealed }],
      ['review.again', 'Not known', ['1'], () => training.grade('again'), { enabled: () => training.revealed }],
      ['review.hard', 'With trouble', ['2'], () => training.grade('hard'), { enabled: () => training.revealed }],
      ['review.good', 'Known', ['3'], () => training.grade('good'), { enabled: () => training.revealed }],
      ['review.mint', 'Cards of what the newest release changed', ['M'], () => training.mintRelease()],
      ['review.easy', 'At once', ['4'], () => training.grade('easy'), { enabled: () => training.revealed }],
    ]),
  ];
}
