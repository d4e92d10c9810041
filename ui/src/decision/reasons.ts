export interface Reason {
  /** As it is recorded. */
  id: string;
  text: string;
  /** The key that chooses it while rejecting. */
  key: string;
}

/** Why a suggestion may be rejected. Enter gives none of them. */
export const REASONS: readonly Reason[] = [
  { id: 'not-supported', text: 'Not supported by the text', key: '1' },
  { id: 'negated-or-other', text: 'Negated, or somebody else', key: '2' },
  { id: 'historical', text: 'Historical, not current', key: '3' },
  { id: 'uncertain', text: 'Uncertain, outpatient', key: '4' },
  { id: 'integral', text: 'Integral to another code', key: '5' },
  { id: 'other-code', text: 'Another code says it better', key: '6' },
  { id: 'specificity', text: 'Wrong specificity', key: '7' },
  { id: 'not-reportable', text: 'Not reportable here', key: '8' },
  { id: 'author', text: 'Author is not a provider', key: '9' },
];

/** The reason recorded where none is chosen. */
export const UNSTATED = 'unstated';

/** The reason a key chooses: a digit its chip, Enter none stated; nothing for other keys. */
export function reasonOfKey(key: string): string | null {
  if (key === 'Enter') return UNSTATED;
  return REASONS.find((reason) => reason.key === key)?.id ?? null;
}

/** How a reason is shown. */
export const reasonText = (id: string): string => REASONS.find((reason) => reason.id === id)?.text ?? (id === UNSTATED ? '' : id);
