import type { DraftCodeDto } from '../bindings/DraftCodeDto';
import type { DraftDto } from '../bindings/DraftDto';
import type { DraftRemarkDto } from '../bindings/DraftRemarkDto';
import type { OwnPackDto } from '../bindings/OwnPackDto';
import type { PackHeadDto } from '../bindings/PackHeadDto';

/** A draft with nothing in it. */
export const blank = (): DraftDto => ({
  id: '', kind: 'walk', text: '', setting: 'outpatient', words: '', accept: [], codes: [blankCode()], given: [], notes: [],
  wrong: [], suggestions: [], traps: [], hints: [], why: '', cite: '', seconds: null, chart: '',
});

export const blankCode = (): DraftCodeDto => ({ code: '', words: '', path: '', book: 'index', column: null, optional: false, poa: '' });
export const blankRemark = (): DraftRemarkDto => ({ code: '', words: '', error: '', why: '', fix: '' });

/** The head of the last pack of one's own of a release, or of a new one. */
export function headOf(release: string, packs: readonly OwnPackDto[]): PackHeadDto {
  const known = packs.findLast((one) => one.head.release === release);
  return known ? { ...known.head } : { id: '', title: '', level: 1, release, license: 'CC-BY-4.0', about: '' };
}

/** A field of a row of a draft. */
export type Column = { key: string; label: string; width: string; as?: 'error' | 'poa' | 'check' | 'book' | 'column' };

const CODE: Column = { key: 'code', label: 'Code', width: '92px' };
const WORDS: Column = { key: 'words', label: 'Words of the text', width: '1fr' };
const PATH: Column = { key: 'path', label: 'Index line, main term > subterm > …', width: '1.4fr' };
const BOOK: Column = { key: 'book', label: 'Book', width: '110px', as: 'book' };
const COLUMN: Column = { key: 'column', label: 'Column of a table', width: '150px', as: 'column' };
const ERROR: Column = { key: 'error', label: 'Error', width: '150px', as: 'error' };
const WHY: Column = { key: 'why', label: 'Why', width: '1.4fr' };
const POA: Column = { key: 'poa', label: 'POA', width: '84px', as: 'poa' };

/** The columns of the tables, by their number in the table. */
const COLUMNS: Record<string, string[]> = {
  neoplasm: ['Malignant primary', 'Malignant secondary', 'Ca in situ', 'Benign', 'Uncertain behavior', 'Unspecified behavior'],
  drug: ['Accidental', 'Self-harm', 'Assault', 'Undetermined', 'Adverse effect', 'Underdosing'],
};

/** What a row may choose of the columns of its book; the first column of a table is its 2nd, as print has it. */
export const columnsOf = (book: string): [string, string][] => (COLUMNS[book] ?? []).map((name, nth) => [String(nth + 2), name]);

/** What a kind of exercise is made of. */
export interface Form {
  words: boolean;
  given: string;
  notes: boolean;
  codes: Column[];
  wrong: Column[];
  suggestions: Column[];
  traps: Column[];
}

/** The fields that a kind asks for; an inpatient chart is asked for presence on admission. */
export function form(kind: string, setting: string): Form {
  const none: Form = { words: false, given: '', notes: false, codes: [], wrong: [], suggestions: [], traps: [CODE, ERROR, WHY] };
  const poa = setting === 'inpatient' ? [POA] : [];
  switch (kind) {
    case 'main-term': return { ...none, words: true, codes: [CODE, PATH, BOOK, COLUMN], traps: [] };
    case 'walk': return { ...none, codes: [CODE, PATH, BOOK, COLUMN] };
    case 'verify': return { ...none, given: 'The code to be verified', notes: true, codes: [CODE] };
    case 'complete': return { ...none, given: 'The stem', codes: [CODE] };
    case 'chart': return { ...none, codes: [CODE, WORDS, PATH, ...poa, { key: 'optional', label: 'Optional', width: '70px', as: 'check' }] };
    case 'sequence': return { ...none, given: 'The codes in another order, one a line', codes: [CODE, ...poa], traps: [] };
    case 'audit': return { ...none, given: 'The codes of the chart, one a line', codes: [CODE], wrong: [CODE, ERROR, WHY, { key: 'fix', label: 'Instead', width: '92px' }], traps: [] };
    case 'vigilance': return { ...none, suggestions: [CODE, WORDS, { ...ERROR, label: 'Error, none where right' }, WHY], traps: [] };
    default: return none;
  }
}
