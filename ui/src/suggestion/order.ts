import type { SuggestionDto } from '../bindings/SuggestionDto';

export interface Group {
  list: string;
  band: string;
  items: SuggestionDto[];
}

const LISTS = ['suggest', 'consider'];
const BANDS = ['high', 'medium', 'low'];
const place = (names: readonly string[], name: string): number => {
  const at = names.indexOf(name);
  return at < 0 ? names.length : at;
};

/** Suggestions by list and band, the surest first, by rank within. The order never changes with a decision. */
export function group(suggestions: readonly SuggestionDto[]): Group[] {
  const sorted = [...suggestions].sort(
    (a, b) => place(LISTS, a.list) - place(LISTS, b.list) || place(BANDS, a.band) - place(BANDS, b.band) || a.rank - b.rank,
  );
  const groups: Group[] = [];
  for (const one of sorted) {
    const last = groups.at(-1);
    if (last && last.list === one.list && last.band === one.band) last.items.push(one);
    else groups.push({ list: one.list, band: one.band, items: [one] });
  }
  return groups;
}

/**
 * The suggestion to go to after a decision on `from`: the next undecided one, from the top again where
 * none follows, then the deferred ones, else none.
 */
export function nextUndecided(order: readonly SuggestionDto[], from: string | null): string | null {
  const at = order.findIndex((one) => one.id === from);
  const around = [...order.slice(at + 1), ...order.slice(0, Math.max(0, at))];
  return (around.find((one) => one.state === 'undecided') ?? around.find((one) => one.state === 'deferred'))?.id ?? null;
}

/** The suggestion a step up or down from another; the ends hold. */
export function step(order: readonly SuggestionDto[], from: string | null, by: number): string | null {
  if (order.length === 0) return null;
  const at = order.findIndex((one) => one.id === from);
  if (at < 0) return order[by > 0 ? 0 : order.length - 1]?.id ?? null;
  return order[Math.max(0, Math.min(order.length - 1, at + by))]?.id ?? null;
}
