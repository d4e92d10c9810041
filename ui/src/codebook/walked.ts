import type { NodeRef } from '../bindings/NodeRef';

/** A code walked to in the book. */
export interface Walked {
  code: string;
  node: NodeRef | null;
  steps: string[];
  /** Whether another code follows that the same words support. */
  more?: boolean;
}

/** Where the book is open, to come back to. */
export interface Place {
  at: NodeRef | null;
  column: number;
  code: string | null;
}

/** What of the chart the book is read beside: what a person selected, and the note. */
export interface Reading {
  selected: string;
  note: string;
}
