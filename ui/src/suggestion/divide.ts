import type { SuggestionDto } from '../bindings/SuggestionDto';

/**
 * The suggestions divided between both lists at a confidence, in their new order; what a rule holds back stays on
 * the list to consider. The host divides the same way when the chart is opened again.
 */
export function divide(suggestions: readonly SuggestionDto[], threshold: number): SuggestionDto[] {
  const listed = suggestions.map((one) => ({ ...one, list: !one.heldBack && one.confidence >= threshold ? 'suggest' : 'consider' }));
  const behind = (one: SuggestionDto): number => (one.list === 'suggest' ? 0 : 1);
  listed.sort((a, b) => behind(a) - behind(b) || b.confidence - a.confidence || a.rank - b.rank);
  return listed.map((one, at) => ({ ...one, rank: at + 1, role: at === 0 && one.list === 'suggest' ? 'first-listed' : 'secondary' }));
}

/** The codes that came onto the list of suggestions and those that left it, signed. */
export function changesOf(before: readonly SuggestionDto[], after: readonly SuggestionDto[]): string[] {
  const suggested = (all: readonly SuggestionDto[]): string[] => all.filter((one) => one.list === 'suggest').map((one) => one.code);
  const [was, is] = [suggested(before), suggested(after)];
  return [...is.filter((code) => !was.includes(code)).map((code) => `+${code}`), ...was.filter((code) => !is.includes(code)).map((code) => `−${code}`)];
}
