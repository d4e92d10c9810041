/** What a person may say of words of the note in the place of what was read. */
export interface Reading {
  /** As it is recorded. */
  id: string;
  text: string;
  /** The key that chooses it. */
  key: string;
}

export const READINGS: readonly Reading[] = [
  { id: 'present', text: 'The patient has it', key: '1' },
  { id: 'absent', text: 'Denied', key: '2' },
  { id: 'past', text: 'In the past', key: '3' },
  { id: 'possible', text: 'Possible, not certain', key: '4' },
  { id: 'family', text: 'A relative has it', key: '5' },
  { id: 'planned', text: 'Planned or conditional', key: '6' },
  { id: 'none', text: 'Not a condition', key: '7' },
];
