import type { GuidelineDto } from '../bindings/GuidelineDto';
import type { GuidelineListDto } from '../bindings/GuidelineListDto';
import type { GuidelineRowDto } from '../bindings/GuidelineRowDto';

/** A sliver of guidelines, in words of our own. */
const ROWS: [number: string, title: string, depth: number, chapter: number | null, text: string, codes: string[]][] = [
  ['I', 'Conventions and guidelines', 0, null, 'Section I holds for every setting.', []],
  ['I.A', 'Conventions', 1, null, '', []],
  ['I.A.15', '“With”', 2, null, 'Conditions that the index links by “with” are coded as related.', []],
  ['I.C', 'By chapter', 1, null, '', []],
  ['I.C.4', 'Chapter 4: Endocrine, nutritional and metabolic diseases', 2, 4, '', []],
  ['I.C.4.a', 'Diabetes mellitus', 3, 4, 'As many codes of E11.- are given as describe the complications.\nSee Section I.A.15.', ['E11']],
  ['I.C.14', 'Chapter 14: Diseases of the genitourinary system', 2, 14, '', []],
  ['I.C.14.a', 'Chronic kidney disease', 3, 14, 'The stage is coded with N18.1 to N18.6.', ['N18']],
  ['IV', 'Outpatient services', 0, null, 'Section IV holds for visits.', []],
];

const row = ([number, title, depth, chapter, text]: (typeof ROWS)[number], bearing: string | null = null): GuidelineRowDto => ({
  number, title, depth, chapter, hasText: text !== '', bearing,
});
const above = (number: string): (typeof ROWS)[number][] => ROWS.filter(([other]) => number.startsWith(`${other}.`));

export function guidelineList(code?: string, words?: string): GuidelineListDto {
  let rows = ROWS.map((one) => row(one));
  if (code !== undefined) {
    const chapter = code.startsWith('E') ? 4 : code.startsWith('N') ? 14 : null;
    rows = [
      ...ROWS.filter((one) => one[5].some((named) => code.startsWith(named))).map((one) => row(one, 'names-header')),
      ...ROWS.filter((one) => chapter !== null && one[3] === chapter && !one[5].some((named) => code.startsWith(named))).map((one) => row(one, 'chapter')),
    ];
  }
  const asked = (words ?? '').toLowerCase().split(/\W+/).filter(Boolean);
  const texts = new Map(ROWS.map((one) => [one[0], `${one[1]} ${one[4]}`.toLowerCase()]));
  rows = rows.filter((one) => asked.every((word) => texts.get(one.number)?.includes(word)));
  return { year: 2026, notice: null, rows };
}

export function guideline(number: string): GuidelineDto | null {
  const at = ROWS.findIndex(([other]) => other.toLowerCase() === number.toLowerCase());
  const found = ROWS[at];
  if (!found) return null;
  const [name, title, depth, , text] = found;
  const place = (words: string): { start: number; end: number } => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
  const before = ROWS[at - 1];
  const behind = ROWS[at + 1];
  return {
    year: 2026, notice: null, citation: `Official Guidelines FY2026, ${name}`, number: name, title, text,
    refs: text.includes('E11.-') ? [{ ...place('E11.-'), code: 'E11', count: 12 }] : [],
    links: text.includes('I.A.15') ? [{ ...place('I.A.15'), number: 'I.A.15' }] : [],
    lineage: above(name).map((one) => row(one)),
    children: ROWS.filter((one) => one[2] === depth + 1 && one[0].startsWith(`${name}.`)).map((one) => row(one)),
    previous: before ? row(before) : null,
    next: behind ? row(behind) : null,
  };
}
