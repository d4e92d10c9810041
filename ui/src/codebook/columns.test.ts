import { expect, it } from 'vitest';
import type { BookDto } from '../bindings/BookDto';
import { proposeColumn } from './columns';
import { PhraseText } from './ticks';

it.each<[string, BookDto, string, string, number | undefined]>([
  ['an attempt', 'drug', '', 'Ibuprofen overdose, a suicide attempt.', 3],
  ['a side effect', 'drug', '', 'Ankle swelling, adverse effect of amlodipine.', 6],
  ['underdosing', 'drug', '', 'She ran out of lisinopril.', 7],
  ['an overdose and nothing else', 'drug', '', 'Acetaminophen overdose.', 2],
  ['a denied attempt', 'drug', '', 'Denies suicide attempt.', undefined],
  ['two intents', 'drug', '', 'Adverse effect of warfarin. Stopped taking insulin.', undefined],
  ['the selection before the note', 'drug', 'side effect of lisinopril', 'Prior suicide attempt.', 6],
  ['a cancer', 'neoplasm', '', 'Adenocarcinoma of the colon.', 2],
  ['a carcinoma in situ', 'neoplasm', 'ductal carcinoma in situ', '', 4],
  ['no metastasis', 'neoplasm', '', 'Breast cancer. No evidence of metastasis.', 2],
  ['a cancer with metastases', 'neoplasm', '', 'Lung cancer with metastases.', undefined],
  ['the index', 'index', '', 'cancer', undefined],
])('proposes a column for %s', (_name, book, selected, note, column) => expect(proposeColumn(book, selected, note)?.column).toBe(column));

it.each([
  ['acute', 'Acute bronchitis', true],
  ['acute', 'subacute thyroiditis', false],
  ['chronic kidney', 'chronic\n  kidney disease', true],
  ['menieres', 'Ménières', true],
  ['', 'anything', false],
])('finds %j in %j as whole words: %s', (phrase, text, stands) => expect(new PhraseText(text).has(phrase)).toBe(stands));
