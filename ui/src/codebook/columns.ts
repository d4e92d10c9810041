import type { BookDto } from '../bindings/BookDto';
import { PhraseText } from './ticks';

/** A column of a table that words of the note speak for. */
export interface ProposedColumn {
  column: number;
  /** The words, as they stand in the table of cues. */
  words: string;
}

/** Words that speak for a column of the Table of Drugs and Chemicals (I.C.19.e.5). */
const INTENTS: [number, string[]][] = [
  [3, ['suicide attempt', 'attempted suicide', 'suicidal ingestion', 'self-harm', 'self harm', 'intentional overdose', 'intentionally took', 'intentional ingestion']],
  [4, ['assault', 'poisoned by', 'given without consent']],
  [5, ['undetermined intent', 'intent undetermined', 'intent cannot be determined', 'intent could not be determined']],
  [6, ['adverse effect', 'adverse effects', 'adverse reaction', 'adverse drug reaction', 'side effect', 'side effects', 'allergic reaction', 'as prescribed', 'correctly taken']],
  [7, ['underdosing', 'underdosed', 'took less', 'ran out of', 'stopped taking', 'not taking', 'missed doses', 'skipping doses', 'noncompliance', 'nonadherence', 'non-adherence', 'nonadherent']],
  [2, ['accidental overdose', 'accidental ingestion', 'unintentional overdose', 'accidentally took', 'accidentally ingested', 'took by mistake', 'by mistake', 'wrong dose', 'poisoning', 'overdose']],
];

/** Words that speak for a column of the Neoplasm Table (I.C.2): histology first, then behaviour. */
const BEHAVIOURS: [number, string[]][] = [
  [4, ['in situ', 'dcis', 'intraepithelial carcinoma']],
  [6, ['uncertain behavior', 'uncertain malignant potential']],
  [3, ['metastasis', 'metastases', 'metastatic to', 'secondary malignant', 'secondary malignancy']],
  [2, ['adenocarcinoma', 'carcinoma', 'cancer', 'sarcoma', 'malignant neoplasm', 'malignancy', 'malignant']],
  [5, ['benign', 'adenoma', 'lipoma', 'fibroma', 'papilloma', 'hemangioma']],
];

const NEGATIONS = new Set(['no', 'not', 'without', 'denies', 'denied', 'negative', 'never', 'against', 'excluded']);

/**
 * The column that the words speak for: of what a person selected first, else of the note, where they all
 * speak for the same. Nothing is proposed where they differ, or where the words are negated.
 */
export function proposeColumn(book: BookDto, selected: string, note: string): ProposedColumn | null {
  const cues = book === 'drug' ? INTENTS : book === 'neoplasm' ? BEHAVIOURS : [];
  if (cues.length === 0) return null;
  const first = found(cues, selected)[0];
  if (first) return first;
  const all = found(cues, note);
  // "Overdose" and "poisoning" alone say nothing of the intent where another word does.
  const telling = book === 'drug' && all.length > 1 ? all.filter((one) => one.column !== 2) : all;
  return telling.length === 1 ? (telling[0] ?? null) : null;
}

function found(cues: readonly [number, string[]][], text: string): ProposedColumn[] {
  if (text === '') return [];
  const phrases = new PhraseText(text);
  return cues.flatMap(([column, words]) => {
    const stands = words.find((word) => {
      for (let at = phrases.find(word); at >= 0; at = phrases.find(word, at + 1)) if (!phrases.before(at, 4).some((one) => NEGATIONS.has(one))) return true;
      return false;
    });
    return stands === undefined ? [] : [{ column, words: stands }];
  });
}
