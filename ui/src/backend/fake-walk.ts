import type { DecisionDto } from '../bindings/DecisionDto';
import type { PathStepDto } from '../bindings/PathStepDto';
import type { WalkDto } from '../bindings/WalkDto';
import { tabular, titleOf } from './fake-tabular';

const KINDS: Record<string, string> = { search: 'search', index: 'entry', see: 'see', 'see also': 'see-also', 'see category': 'see-category', tabular: 'tabular', notes: 'notes', '7th': 'seventh', verified: 'verified', alternative: 'alternative', guideline: 'guideline' };

/** The steps of a decision as hops; the Tabular List says what stood beside a code. */
export function walk(decision: DecisionDto, steps: string[], release: string): WalkDto {
  const code = decision.code ?? '';
  const hops = steps.length > 0 ? steps : [`tabular: ${code}`];
  return {
    decision: decision.id, code, title: titleOf(code)?.title ?? '', release, installed: true,
    by: steps.length > 0 ? 'person' : 'engine', person: decision.person, at: decision.at, holds: true,
    index: hops.some((step) => step.startsWith('index: ')), tabular: hops.some((step) => step.startsWith('tabular: ')),
    steps: hops.map((step, nth): PathStepDto => {
      const [kind = '', text = ''] = step.split(/: (.*)/s);
      const entry = kind === 'tabular' ? tabular(text) : null;
      return {
        number: nth + 1, kind: KINDS[kind] ?? kind, text: entry ? `${text} ${entry.title}` : text, at: null, code: entry ? text : null, problem: null, more: 0,
        offered: (entry?.siblings ?? []).map((one) => ({ text: one.title, code: one.code, chosen: text.startsWith(one.code) })),
      };
    }),
  };
}
