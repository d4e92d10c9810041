import type { BookDto } from '../bindings/BookDto';
import type { EntryRefDto } from '../bindings/EntryRefDto';
import type { CrossReferenceDto } from '../bindings/CrossReferenceDto';
import type { IndexCodeDto } from '../bindings/IndexCodeDto';
import type { IndexEntryDto } from '../bindings/IndexEntryDto';
import type { IndexLineDto } from '../bindings/IndexLineDto';
import type { NodeRef } from '../bindings/NodeRef';
import type { ResultDto } from '../bindings/ResultDto';
import type { TabularDto } from '../bindings/TabularDto';
import type { Session } from '../settings/session.svelte';
import { focusPane } from '../shared/panes';
import { Ahead } from './ahead.svelte';
import { BookSearch } from './search.svelte';
import { proposeColumn } from './columns';
import { DifferenceReader } from './difference.svelte';
import { Entries } from './entries';
import { FavouriteReader } from './favourites.svelte';
import { GuidelineReader } from './guidelines.svelte';
import { filterLines, parentOf, pathTo } from './filter';
import { expandReference } from './ranges';
import { Replay } from './replay.svelte';
import { Trail } from './trail';
import type { Place, Reading, Walked } from './walked';

/** Most main terms shown in the alphabetical list. */
const PAGE = 400;

/** The book by hand: search, index or table entry, tabular entry, and the way walked. */
export class BookController {
  release = $state('');
  #encounter: string | undefined;
  open = $state(false);
  /** Whether only its pages may be turned, as in an examination: no search, guidelines, changes or favourites. */
  plain = $state(false);
  book = $state<BookDto>('index');
  terms = $state.raw<IndexLineDto[]>([]);
  termCursor = $state(0);
  /** What the list of main terms begins with, as typed. */
  prefix = $state('');
  entry = $state.raw<IndexEntryDto | null>(null);
  /** Number of the chosen line among all lines of the entry. */
  line = $state(0);
  /** Chosen column of a table, from 2. */
  column = $state(2);
  filter = $state<string | null>(null);
  nonessential = $state(true);
  tabular = $state.raw<TabularDto | null>(null);
  seventh = $state(-1);
  problem = $state('');
  /** Says quietly why a key did nothing. */
  hint = $state('');
  /** Where a cross reference leads to several entries. */
  choices = $state.raw<{ reference: CrossReferenceDto; labels: string[] } | null>(null);
  choice = $state(0);
  /** Codes of a bracketed pair, posted together in this order. */
  pair = $state.raw<{ codes: string[]; at: number } | null>(null);
  back = $state.raw<Place[]>([]);
  forward = $state.raw<Place[]>([]);
  #loading = false;
  readonly trail = new Trail();
  readonly entries: Entries;
  readonly search: BookSearch;
  readonly guidelines: GuidelineReader;
  readonly difference: DifferenceReader;
  readonly favourites: FavouriteReader;
  readonly replay: Replay;
  readonly ahead: Ahead;

  #wanted = $derived(this.entry ? (this.filter ?? '') : '');
  visible = $derived.by(() => filterLines(this.ahead.laid?.lines ?? [], this.#wanted));
  visibleCursor = $derived.by(() => this.visible.findIndex((one) => one.index === this.ahead.chosen));
  current = $derived<IndexLineDto | null>(this.entry?.lines[this.line] ?? null);
  crumbs = $derived(this.entry ? pathTo(this.entry.lines, this.line).map((index) => ({ index, title: this.entry?.lines[index]?.title ?? '' })) : []);
  /** Whether no main term begins as typed, so that the list shows those that follow. */
  unnamed = $derived(this.prefix.trim() !== '' && !this.terms.some((term) => term.title.toLowerCase().startsWith(this.prefix.trim().toLowerCase())));
  isTable = $derived((this.entry?.columns.length ?? 0) > 0);
  /** The column of a table that words of the chart speak for. */
  proposed = $derived.by(() => {
    const { selected, note } = this.reading();
    return this.isTable ? proposeColumn(this.book, selected, note) : null;
  });

  get encounter(): string | undefined {
    return this.#encounter;
  }

  set encounter(id: string | undefined) {
    if (id !== this.#encounter) this.search.leave();
    this.#encounter = id;
  }

  constructor(
    readonly session: Session,
    readonly post: (walked: Walked) => Promise<boolean>,
    readonly markVerified: (code: string, steps: string[]) => Promise<void>,
    readonly reading: () => Reading = () => ({ selected: '', note: '' }),
  ) {
    this.entries = new Entries((release, at) => session.backend.indexEntry(release, at));
    this.search = new BookSearch(session, () => this.release, () => this.encounter);
    this.difference = new DifferenceReader(session, () => this.release);
    this.favourites = new FavouriteReader(this);
    this.replay = new Replay(this);
    this.ahead = new Ahead(this);
    this.guidelines = new GuidelineReader(session, () => this.release, (number) => this.trail.add('guideline', number), () => (this.difference.shown = this.favourites.shown = false));
  }

  async start(release: string): Promise<void> {
    if (release === this.release) return;
    this.release = release;
    this.search.close();
    this.entry = null;
    this.ahead.forget();
    this.tabular = null;
    this.back = [];
    this.forward = [];
    const compared = this.difference.shown;
    const favoured = this.favourites.shown;
    await Promise.all([this.browse(this.book), this.guidelines.renew()]);
    if (compared) await this.difference.show();
    if (favoured) await this.favourites.show();
  }

  /** Counts the lists asked for, so that a late answer does not replace a later one. */
  #asked = 0;

  /** The alphabetical list of a book, from a prefix on; a table of one main term opens at once. */
  async browse(book: BookDto, prefix = ''): Promise<void> {
    const asked = ++this.#asked;
    this.book = book;
    this.entry = null;
    if (this.ahead.entry?.book !== book) this.ahead.forget();
    this.guidelines.shown = this.difference.shown = this.favourites.shown = false;
    if (!this.release) return;
    const terms = await this.session.attempt(this.session.backend.indexMainTerms(this.release, book, prefix, PAGE));
    if (!terms || this.#asked !== asked) return;
    this.terms = terms;
    this.prefix = prefix;
    this.termCursor = 0;
    const only = terms[0];
    if (terms.length === 1 && only && prefix === '') await this.goTo(only.at, false);
  }

  /** The next main terms of the alphabetical list, once its end is on screen. */
  async more(): Promise<void> {
    const last = this.terms.at(-1);
    if (!last || this.#loading || this.terms.length % PAGE !== 0) return;
    this.#loading = true;
    const next = await this.session.attempt(this.session.backend.indexMainTerms(this.release, this.book, last.title, PAGE));
    this.#loading = false;
    if (!next || this.terms.at(-1) !== last) return;
    const at = next.findIndex((term) => term.at.node === last.at.node);
    this.terms = [...this.terms, ...next.slice(at + 1)];
  }

  /** Opens an index entry at a node. */
  async goTo(at: NodeRef, remember = true, column?: number, code?: string, record = true): Promise<boolean> {
    const entry = await this.session.attempt(this.entries.get(this.release, at));
    if (!entry) return false;
    if (remember) this.#remember();
    this.entry = entry;
    this.book = entry.book;
    this.guidelines.shown = this.difference.shown = this.favourites.shown = false;
    this.line = entry.focus;
    this.filter = null;
    this.choices = null;
    this.hint = '';
    const cell = entry.lines[entry.focus]?.cells.find((one) => one.code?.code && code?.startsWith(one.code.code));
    if (entry.columns.length > 0) this.column = column ?? cell?.column ?? this.proposed?.column ?? 2;
    if (record) this.trail.add('index', this.pathText());
    return true;
  }

  async openResult(result: ResultDto): Promise<void> {
    this.trail.add('search', this.search.opened(result));
    this.search.close();
    if (result.node && (await this.goTo(result.node, true, undefined, result.code))) {
      focusPane('index');
      return;
    }
    await this.openTabular(result.code);
    focusPane('tabular');
  }

  /** Opens the book at a suggestion's place. */
  async openAt(at: NodeRef | null, code: string): Promise<void> {
    this.trail.restart();
    this.pair = null;
    if (at) await this.goTo(at, true, undefined, code);
    await this.openTabular(code, false);
  }

  async openTabular(code: string, remember = true, record = true): Promise<boolean> {
    this.problem = '';
    this.hint = '';
    const entry = await this.session.attempt(this.session.backend.tabularEntry(this.release, code));
    if (!entry) return false;
    if (remember) this.#remember();
    this.tabular = entry;
    this.favourites.writing = null;
    if (!this.plain) void this.favourites.ensure();
    this.seventh = entry.children.length > 0 ? -1 : entry.seventhCharacters.findIndex((one) => one.code === entry.code);
    if (record) this.trail.add('tabular', entry.code);
    return true;
  }

  /** The path of the chosen line, "Diabetes > type 2 > with > nephropathy". */
  pathText(): string {
    const column = this.isTable ? this.entry?.columns[this.column - 1] : undefined;
    return this.crumbs.map((one) => one.title).join(' > ') + (column ? ` | ${column}` : '');
  }

  select(index: number): void {
    this.line = index;
    this.choices = null;
    this.hint = '';
  }

  moveLine(by: number): void {
    if (!this.entry) return;
    const at = this.visibleCursor < 0 ? 0 : this.visibleCursor + by;
    // The table of drugs comes in stretches around a row: at an edge the next one is fetched.
    const beyond = this.entry.book === 'drug' && this.filter === null && (at < 0 || at >= this.visible.length) ? this.current : null;
    if (beyond) return void this.goTo(beyond.at, false, this.column);
    const to = this.visible[Math.max(0, Math.min(this.visible.length - 1, at))];
    if (to) this.select(to.index);
  }

  /** The main term before or after this one. */
  async turnPage(by: 1 | -1): Promise<void> {
    const at = by > 0 ? this.entry?.next : this.entry?.previous;
    if (at) await this.goTo(at);
  }

  toParent(): void {
    if (!this.entry) return;
    const parent = parentOf(this.entry.lines, this.line);
    if (parent >= 0) this.select(parent);
  }

  toChild(): void {
    if (!this.entry) return;
    const next = this.visible.find((one) => one.index > this.line);
    if (next && (this.entry.lines[next.index]?.level ?? 0) > (this.current?.level ?? 0)) this.select(next.index);
  }

  /** The "with" block under the chosen line, or else under its main term. */
  toWith(): void {
    const lines = this.entry?.lines ?? [];
    const base = this.current?.level ?? 0;
    for (let at = this.line + 1; at < lines.length && (lines[at]?.level ?? 0) > base; at++) {
      if (lines[at]?.level === base + 1 && /^(with|in|due to)\b/i.test(lines[at]?.title ?? '')) return this.select(at);
    }
    const first = lines.findIndex((line) => line.level === 1 && /^with\b/i.test(line.title));
    if (first >= 0) this.select(first);
    else this.hint = 'This entry has no “with” block.';
  }

  moveColumn(by: number): void {
    const last = this.entry?.columns.length ?? 2;
    this.column = Math.max(2, Math.min(last, this.column + by));
  }

  /** The codes of the chosen line or cell, in posting order. */
  codesHere(): IndexCodeDto[] {
    const line = this.current;
    if (!line) return [];
    if (this.isTable && line.cells.length > 0) {
      const cell = line.cells.find((one) => one.column === this.column)?.code;
      return cell ? [cell] : [];
    }
    return [line.code, line.manifestation].filter((one) => one !== null);
  }

  /** Follows the chosen line: its code to the Tabular List, else its cross reference. */
  async follow(): Promise<void> {
    const line = this.current;
    if (!line) return;
    const codes = this.codesHere();
    const see = line.references.find((one) => one.kind !== 'see-also') ?? line.references[0];
    if (codes.length > 0) return this.#followCodes(codes);
    if (see) return this.followReference(see);
    this.hint = line.children > 0 ? 'No code on this line: choose a subterm below it.' : 'No code on this line.';
  }

  async #followCodes(codes: IndexCodeDto[]): Promise<void> {
    const stems = codes.map((one) => one.code).filter((code) => code !== null);
    const [first] = stems;
    if (first === undefined || stems.length < codes.length) {
      this.hint = `${codes.find((one) => one.code === null)?.printed ?? 'The code'} is not in ${this.release}.`;
      if (first === undefined) return;
    }
    this.trail.add('index', this.pathText());
    this.pair = stems.length > 1 ? { codes: stems, at: 0 } : null;
    if (await this.openTabular(first)) focusPane('tabular');
  }

  /** Follows the cross reference of the chosen line, whether it has a code of its own or not. */
  async followReferenceHere(): Promise<void> {
    const reference = this.current?.references[0];
    if (reference) await this.followReference(reference);
    else this.hint = 'This line has no cross reference.';
  }

  async followReference(reference: CrossReferenceDto): Promise<void> {
    const [only, ...others] = reference.targets;
    if (reference.code) {
      this.trail.add('see category', reference.code);
      if (await this.openTabular(reference.code)) focusPane('tabular');
    } else if (!only) this.hint = reference.hint ?? `“${reference.text}” names no single entry: search for the condition itself.`;
    else if (others.length > 0) {
      const entries = await Promise.all(reference.targets.map((at) => this.entries.get(this.release, at).catch(() => null)));
      const label = (entry: IndexEntryDto | null): string => (entry ? pathTo(entry.lines, entry.focus).map((n) => entry.lines[n]?.title).join(' > ') : 'Entry not found');
      this.choices = { reference, labels: entries.map(label) };
      this.choice = 0;
      focusPane('choices');
    } else await this.jump(reference, only);
  }

  async jump(reference: CrossReferenceDto, at: NodeRef): Promise<void> {
    this.trail.add(reference.kind === 'see-also' ? 'see also' : 'see', reference.text);
    if (await this.goTo(at)) focusPane('index');
  }

  /** The entries a reference in a note stands for. */
  async expand(code: string, printed: string): Promise<EntryRefDto[]> {
    return (await this.session.attempt(expandReference(this.session.backend, this.release, code, printed))) ?? [];
  }

  /** What changed between this release and another. */
  async showDifference(): Promise<void> {
    this.guidelines.shown = this.favourites.shown = false;
    await this.difference.show();
  }

  moveChoice(by: number): void {
    this.choice = Math.max(0, Math.min((this.choices?.labels.length ?? 1) - 1, this.choice + by));
  }

  async takeChoice(nth = this.choice): Promise<void> {
    const target = this.choices?.reference.targets[nth];
    if (this.choices && target) await this.jump(this.choices.reference, target);
  }

  moveSibling(by: number): Promise<void> {
    return this.#step(() => this.#toSibling(by));
  }

  #stepping: Promise<void> = Promise.resolve();

  /** One step through the Tabular List after the other, however fast the keys come. */
  #step(take: () => Promise<void>): Promise<void> {
    this.#stepping = this.#stepping.then(take);
    return this.#stepping;
  }

  async #toSibling(by: number): Promise<void> {
    const entry = this.tabular;
    if (!entry) return;
    const at = entry.siblings.findIndex((one) => one.code === entry.code || entry.code.startsWith(one.code));
    const next = entry.siblings[at + by];
    if (next) await this.openTabular(next.code);
  }

  toTabularParent(): Promise<void> {
    return this.#step(() => this.#toTabularParent());
  }

  async #toTabularParent(): Promise<void> {
    const parent = this.tabular?.lineage.at(-1);
    if (parent) await this.openTabular(parent.code);
  }

  toTabularChild(): Promise<void> {
    return this.#step(() => this.#toTabularChild());
  }

  async #toTabularChild(): Promise<void> {
    const child = this.tabular?.children[0];
    if (child) await this.openTabular(child.code);
    else this.enterSevenths();
  }

  /** Goes into the list of 7th characters; whether there is one. */
  enterSevenths(): boolean {
    if (!this.tabular || this.tabular.children.length > 0 || this.tabular.seventhCharacters.length === 0) return false;
    this.seventh = Math.max(0, this.seventh);
    return true;
  }

  moveSeventh(by: number): void {
    const count = this.tabular?.seventhCharacters.length ?? 0;
    if (count > 0) this.seventh = Math.max(0, Math.min(count - 1, this.seventh + by));
  }

  async chooseSeventh(nth: number): Promise<void> {
    const one = this.tabular?.seventhCharacters[nth];
    if (!one) return;
    this.seventh = nth;
    if (!one.code) {
      this.hint = `No code of ${this.release} ends in ${one.character} here.`;
      return;
    }
    this.trail.add('7th', one.character);
    await this.openTabular(one.code, false);
    focusPane('tabular');
  }

  /** The next step from the tabular entry: choose a 7th character, go on to the other code of a pair, or post. */
  async proceed(): Promise<void> {
    const entry = this.tabular;
    if (!entry) return;
    const chosen = entry.seventhCharacters[this.seventh];
    if (chosen && chosen.code !== entry.code) return this.chooseSeventh(this.seventh);
    if (!entry.billable) {
      this.hint = this.enterSevenths() ? `${entry.code} needs a 7th character: choose it with ↑ ↓, Enter takes it.` : `${entry.code} is a header and cannot be assigned: → goes to its subdivisions.`;
      return;
    }
    // A pair holds only while its own codes are read.
    if (this.pair && !entry.code.startsWith(this.pair.codes[this.pair.at] ?? '\n')) this.pair = null;
    if (this.pair) {
      const codes = this.pair.codes.map((code, nth) => (nth === this.pair?.at ? entry.code : code));
      const next = codes[this.pair.at + 1];
      this.pair = { codes, at: next === undefined ? this.pair.at : this.pair.at + 1 };
      if (next !== undefined) {
        await this.openTabular(next);
        return;
      }
      const node = this.current?.at ?? null;
      // The same words support both.
      for (const code of codes) if (!(await this.post({ code, node, steps: this.trail.steps, more: code !== codes.at(-1) }))) return;
      this.pair = null;
      this.trail.restart();
      return;
    }
    const steps = this.trail.steps;
    if (!this.trail.passed(entry.code)) return;
    const onPath = this.codesHere().some((one) => one.code !== null && entry.code.startsWith(one.code));
    if (await this.post({ code: entry.code, node: onPath ? (this.current?.at ?? null) : null, steps })) this.trail.restart();
  }

  /** Records that a person looked at the notes in force: stepped through them, followed or expanded a code in them. */
  lookAtNotes(): void {
    if (this.tabular) this.trail.lookAt(this.tabular.code);
  }

  async verify(): Promise<void> {
    const entry = this.tabular;
    if (!entry?.billable) {
      this.hint = 'Only a complete code can be verified.';
      return;
    }
    this.trail.add('verified', entry.code);
    await this.markVerified(entry.code, this.trail.steps);
  }

  /** Opens the book where another window has it. It is that window's walk: nothing is recorded here. */
  async showPlace(place: { release: string; at: NodeRef | null; column: number; code: string | null }): Promise<void> {
    if (place.release !== this.release) await this.start(place.release);
    const { at } = place;
    const here = at && this.entry?.book === at.book ? this.entry.lines.findIndex((line) => line.at.node === at.node) : -1;
    if (here >= 0) this.select(here);
    else if (at) await this.goTo(at, false, place.column, undefined, false);
    if (this.isTable) this.column = place.column;
    if (place.code && place.code !== this.tabular?.code) await this.openTabular(place.code, false, false);
  }

  async goBack(): Promise<void> {
    const place = this.back.at(-1);
    if (!place) return;
    this.forward = [...this.forward, this.#place()];
    this.back = this.back.slice(0, -1);
    await this.#restore(place);
  }

  async goForward(): Promise<void> {
    const place = this.forward.at(-1);
    if (!place) return;
    this.back = [...this.back, this.#place()];
    this.forward = this.forward.slice(0, -1);
    await this.#restore(place);
  }

  #place(): Place {
    return { at: this.current?.at ?? null, column: this.column, code: this.tabular?.code ?? null };
  }

  #remember(): void {
    if (!this.entry && !this.tabular) return;
    this.back = [...this.back.slice(-99), this.#place()];
    this.forward = [];
  }

  async #restore(place: Place): Promise<void> {
    if (place.at) await this.goTo(place.at, false, place.column);
    else this.entry = null;
    if (place.code && place.code !== this.tabular?.code) await this.openTabular(place.code, false);
  }
}
