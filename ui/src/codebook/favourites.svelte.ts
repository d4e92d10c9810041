import type { FavouriteDto } from '../bindings/FavouriteDto';
import type { FavouriteListDto } from '../bindings/FavouriteListDto';
import type { FavouritesImportedDto } from '../bindings/FavouritesImportedDto';
import { focusPane } from '../shared/panes';
import type { BookController } from './book.svelte';

const isCode = (code: string): boolean => /^[A-Z]\d[0-9A-Z](\.|$)/.test(code);

/** A person's favourite codes with their sticky notes. */
export class FavouriteReader {
  shown = $state(false);
  words = $state('');
  cursor = $state(0);
  /** The code whose note is being written. */
  writing = $state<string | null>(null);
  #list = $state.raw<FavouriteListDto | null>(null);
  /** Whose list it is, of which release: nobody sees another's. */
  #of = $state('');
  #asked = 0;
  /** What was taken out, so that it comes back with its note. */
  #dropped = new Map<string, string>();

  all = $derived<FavouriteDto[]>(this.#of === this.#now ? (this.#list?.rows ?? []) : []);
  /** Those in whose code, title or note every word stands. */
  rows = $derived.by(() => {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    return this.all.filter(({ code, title, note }) => words.every((word) => `${code} ${title ?? ''} ${note}`.toLowerCase().includes(word)));
  });
  current = $derived<FavouriteDto | null>(this.rows[this.cursor] ?? null);

  constructor(readonly book: BookController) {}

  get #now(): string {
    return `${this.book.session.status?.person ?? ''}\n${this.book.release}`;
  }

  /** The favourite of a code; none where it is none. */
  of(code: string): FavouriteDto | null {
    return this.all.find((one) => one.code === code) ?? null;
  }

  async show(): Promise<void> {
    this.book.guidelines.shown = this.book.difference.shown = false;
    this.shown = true;
    this.words = '';
    this.cursor = 0;
    await this.#take(this.book.session.backend.favouriteList(this.book.release));
    focusPane('index');
  }

  /** Reads the list where it is not known yet. While nobody has signed in there is none, and nothing is said of that. */
  async ensure(): Promise<void> {
    if (this.#of === this.#now || this.book.release === '') return;
    await this.#take(this.book.session.backend.favouriteList(this.book.release), false);
  }

  search(words: string): void {
    this.words = words;
    this.cursor = 0;
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.rows.length - 1, this.cursor + by));
  }

  /** Opens the chosen favourite, or another, in the Tabular List. */
  async follow(code = this.current?.code): Promise<void> {
    if (code !== undefined && (await this.book.openTabular(code))) focusPane('tabular');
  }

  /** Makes the code in view a favourite, or no favourite any more. */
  toggle(): Promise<void> {
    this.#stepping = this.#stepping.then(() => this.#toggle());
    return this.#stepping;
  }

  /** One press after the other, however fast the keys come. */
  #stepping: Promise<void> = Promise.resolve();

  async #toggle(): Promise<void> {
    const code = this.#inView();
    if (code === null) return;
    await this.ensure();
    const known = this.of(code);
    if (!known) {
      if (await this.#put(code, this.#dropped.get(code))) this.book.hint = `${code} is a favourite now. Shift+F writes a note on it, 7 shows all.`;
    } else if (await this.#remove(known)) this.book.hint = `${code} is no favourite any more${known.note === '' ? '' : '; F brings it back with its note'}.`;
  }

  /** Takes the chosen row out. */
  async drop(): Promise<void> {
    const row = this.current;
    if (!row || !(await this.#remove(row))) return;
    this.move(0);
    this.book.session.toasts.say(`${row.code} is no favourite any more. F at its entry brings it back.`);
  }

  /** Begins to write the note of the code in view; what is no favourite yet becomes one when it is written. */
  async write(): Promise<void> {
    const code = this.#inView();
    if (code === null) return;
    await this.ensure();
    this.writing = code;
  }

  /** Keeps what was written. */
  async keep(note: string): Promise<boolean> {
    const code = this.writing;
    if (code === null) return false;
    // an empty note on what is no favourite changes nothing
    if (note.trim() !== '' || this.of(code)) {
      if (!(await this.#put(code, note))) return false;
    }
    this.writing = null;
    focusPane('tabular');
    return true;
  }

  cancel(): void {
    this.writing = null;
    focusPane('tabular');
  }

  async save(): Promise<void> {
    const saved = await this.book.session.attempt(this.book.session.backend.favouriteSave());
    if (saved) this.book.session.toasts.say(`Your favourites are in ${saved.path}.`);
  }

  async import(text: string): Promise<void> {
    const done = await this.book.session.attempt(this.book.session.backend.favouriteImport(this.book.release, text));
    if (!done) return;
    this.#set(done.list);
    this.book.session.toasts.say(importedText(done, this.book.release));
  }

  #inView(): string | null {
    const code = this.book.tabular?.code ?? null;
    if (code === null || isCode(code)) return code;
    this.book.hint = `${code} is no code: only codes and their headers can be favourites.`;
    return null;
  }

  async #put(code: string, note?: string): Promise<boolean> {
    const done = await this.#take(this.book.session.backend.favouritePut(this.book.release, code, note));
    if (done) this.#dropped.delete(code);
    return done;
  }

  async #remove(row: FavouriteDto): Promise<boolean> {
    const done = await this.#take(this.book.session.backend.favouriteRemove(this.book.release, row.code));
    if (done) this.#dropped.set(row.code, row.note);
    return done;
  }

  /** Takes over a list that was asked for, unless a later one was; whether it came. */
  async #take(call: Promise<FavouriteListDto>, say = true): Promise<boolean> {
    const asked = ++this.#asked;
    const of = this.#now;
    const list = await (say ? this.book.session.attempt(call) : call.catch(() => null));
    if (list && asked === this.#asked) this.#set(list, of);
    return list !== null;
  }

  #set(list: FavouriteListDto, of = this.#now): void {
    if (of.split('\n')[0] !== this.#of.split('\n')[0]) this.#dropped.clear();
    this.#list = list;
    this.#of = of;
  }
}

/** What an import did, in one line. */
export function importedText(done: FavouritesImportedDto, release: string): string {
  const parts = [`${done.added} added`, `${done.noted} notes filled in`, `${done.same} as they were`];
  if (done.differing.length > 0) parts.push(`your note stayed on ${done.differing.join(', ')}`);
  if (done.absent.length > 0) parts.push(`not in ${release}, kept all the same: ${done.absent.join(', ')}`);
  if (done.problems.length > 0) parts.push(`${done.problems.length} rows could not be read`);
  return `Favourites: ${parts.join('; ')}.`;
}
