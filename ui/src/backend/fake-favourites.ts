import type { FavouriteDto } from '../bindings/FavouriteDto';
import type { FavouriteListDto } from '../bindings/FavouriteListDto';
import type { FavouritesImportedDto } from '../bindings/FavouritesImportedDto';
import { titleOf } from './fake-tabular';

/** The favourites of the demonstration, kept in memory. */
export class FakeFavourites {
  rows: FavouriteDto[] = [];

  list(): FavouriteListDto {
    const rows = this.rows.toSorted((a, b) => Number(a.title === null) - Number(b.title === null) || a.code.localeCompare(b.code));
    return { release: 'FY2026-04', rows: structuredClone(rows) };
  }

  put(code: string, note?: string): FavouriteListDto | null {
    const row = this.rows.find((one) => one.code === code);
    if (row) row.note = note ?? row.note;
    else if (titleOf(code)) this.#add(code, note ?? '');
    else return null;
    return this.list();
  }

  remove(code: string): FavouriteListDto | null {
    if (!this.rows.some((one) => one.code === code)) return null;
    this.rows = this.rows.filter((one) => one.code !== code);
    return this.list();
  }

  import(text: string): FavouritesImportedDto | null {
    let given: { code: string; note?: string }[];
    try {
      given = (JSON.parse(text) as { favourites: { code: string; note?: string }[] }).favourites;
    } catch {
      return null;
    }
    const added = given.filter(({ code }) => !this.rows.some((one) => one.code === code));
    for (const { code, note } of added) this.#add(code, note ?? '');
    return { added: added.length, noted: 0, same: given.length - added.length, differing: [], absent: added.filter(({ code }) => !titleOf(code)).map(({ code }) => code), problems: [], list: this.list() };
  }

  #add(code: string, note: string): void {
    const known = titleOf(code);
    this.rows.push({ code, title: known?.title ?? null, billable: known?.billable ?? false, note, added: '2026-02-03T10:00:00.000Z' });
  }
}
