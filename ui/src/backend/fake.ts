import type { ApiError } from '../bindings/ApiError';
import type { BagDto } from '../bindings/BagDto';
import type { DecideDto } from '../bindings/DecideDto';
import type { DecidedDto } from '../bindings/DecidedDto';
import type { DecisionDto } from '../bindings/DecisionDto';
import type { EncounterDto } from '../bindings/EncounterDto';
import type { FindingDto } from '../bindings/FindingDto';
import type { LookupDto } from '../bindings/LookupDto';
import type { ResultDto } from '../bindings/ResultDto';
import type { RunDto } from '../bindings/RunDto';
import type { SafeDto } from '../bindings/SafeDto';
import type { StatusDto } from '../bindings/StatusDto';
import type { Backend } from './backend';
import { fakeLearning } from './fake-learning';
import { fakeModels } from './fake-model';
import { type Chart, charts, documentOf, samples, suggest } from './fake-charts';
import { fakeDesk } from './fake-desk';
import { codeDifference, codeHistory } from './fake-difference';
import { guideline, guidelineList } from './fake-guidelines';
import { allLines, entry, mainTerms, pathOf } from './fake-index';
import { allCodes, tabular, titleOf } from './fake-tabular';
import { FakeFavourites } from './fake-favourites';
import { FakeSynonyms } from './fake-synonyms';
import { Classroom } from './fake-training';
import { walk } from './fake-walk';

/** Backend of the demonstration and the tests: made-up charts, a sliver of a code set, all in memory. */
export interface FakeOptions {
  /** Milliseconds every call takes. */
  delay?: number;
  /** Reject every write, as a read-only database does. */
  readOnly?: boolean;
  /** Install no release. */
  empty?: boolean;
  /** Make every run fail. */
  engineFails?: boolean;
  /** Have a model set up: on this machine, or outside. */
  model?: 'near' | 'outside';
}

interface Step extends DecisionDto {
  order: string[];
  steps: string[];
  evidence: number;
  /** For an undoing, what it took back. */
  of?: string;
}

const PAST: Record<string, string> = {
  accept: 'accepted', reject: 'rejected', revise: 'revised', defer: 'deferred', add: 'added', remove: 'removed', resequence: 'resequenced',
};
const fail = (code: ApiError['code'], message: string): never => {
  throw { code, message } satisfies ApiError;
};

class Ledger {
  steps: Step[] = [];
  redo: Step[] = [];
  run: RunDto | null = null;
  constructor(readonly chart: Chart) {}

  live(): Step[] {
    return this.steps.filter((step) => !step.undone && step.act !== 'undone');
  }

  bag(): BagDto {
    let codes: BagDto['codes'] = [];
    for (const step of this.live()) {
      const suggestion = this.chart.suggestions.find((one) => one.id === step.suggestion);
      if (suggestion && step.act !== 'added') codes = codes.filter((one) => one.code !== suggestion.code && one.code !== suggestion.revisedTo);
      if (step.code && ['accepted', 'revised', 'added'].includes(step.act)) {
        const walked = step.steps.some((text) => text.startsWith('tabular: '));
        codes = codes.filter((one) => one.code !== step.code);
        codes.push({
          code: step.code, title: titleOf(step.code)?.title ?? suggestion?.title ?? '', decision: step.id,
          origin: step.act === 'accepted' ? 'engine' : step.act === 'added' ? 'person' : 'both',
          evidence: suggestion !== undefined || step.evidence > 0,
          quotes: suggestion?.evidence ?? [],
          path: step.act === 'accepted' ? suggestion?.path !== null : step.steps.some((text) => text.startsWith('index: ')),
          tabular: walked,
        });
      }
      if (step.act === 'removed') codes = codes.filter((one) => one.code !== step.code);
      if (step.act === 'resequenced') codes.sort((a, b) => step.order.indexOf(a.code) - step.order.indexOf(b.code));
    }
    const has = (start: string): boolean => codes.some((one) => one.code.startsWith(start));
    const findings: FindingDto[] = [];
    if (has('E11.22') && !has('N18')) findings.push({ rule: 'NOTE-05', severity: 'warning', overridable: false, codes: ['E11.22'], message: 'E11.22 asks for the stage of the chronic kidney disease (N18.1-N18.6), and none is assigned.', authority: 'Use additional code note at E11.22', fix: 'Assign N18.32' });
    if (has('E11.9') && has('E11.22')) findings.push({ rule: 'SET-03', severity: 'error', overridable: true, codes: ['E11.9', 'E11.22'], message: 'E11.9 means without complications, and E11.22 is a complication.', authority: 'Guideline I.C.4.a', fix: 'Remove E11.9' });
    if (has('N18.32') && codes[0]?.code === 'N18.32' && codes.length > 1) findings.push({ rule: 'SEQ-02', severity: 'error', overridable: true, codes: ['N18.32'], message: 'Code first the diabetic or hypertensive chronic kidney disease; N18.32 is listed first.', authority: 'Code first note at N18', fix: 'Move N18.32 behind it' });
    return { codes, findings, pairsChecked: (codes.length * (codes.length - 1)) / 2 };
  }

  decided(): DecidedDto {
    for (const one of this.chart.suggestions) [one.state, one.revisedTo] = ['undecided', null];
    for (const step of this.live()) {
      const one = this.chart.suggestions.find((suggestion) => suggestion.id === step.suggestion);
      if (one) [one.state, one.revisedTo] = [step.act, step.act === 'revised' ? step.code : null];
      if (step.act === 'removed') for (const other of this.chart.suggestions) if (other.code === step.code || other.revisedTo === step.code) other.state = 'undecided';
    }
    return {
      decisions: this.steps.map(({ order: _order, steps: _steps, evidence: _evidence, of: _of, ...step }) => ({ ...step })),
      bag: this.bag(),
      states: this.chart.suggestions.map((one) => [one.id, one.state, one.revisedTo]),
    };
  }

  open(): EncounterDto {
    const { bag, decisions } = this.decided();
    const row = { ...this.chart.row, assigned: bag.codes.length, decisions: this.steps.length, status: this.run ? 'in-progress' : 'new' };
    return structuredClone({ row, documents: this.chart.documents, run: this.run, decisions, bag, releaseNotice: null });
  }
}

export function createFake(options: FakeOptions = optionsOfAddress()): Backend {
  const synonyms = new FakeSynonyms();
  const favourites = new FakeFavourites();
  const ledgers = (options.empty ? [] : charts()).map((chart) => new Ledger(chart));
  const classroom = new Classroom();
  const status: StatusDto = {
    version: '0.1.0', person: 'A. Coder, CCS', protection: 'Encrypted file, key in the system keyring', writable: !options.readOnly, network: false, problems: [],
    releases: options.empty ? [] : [
      { name: 'FY2026-04', effective: '2026-04-01', billable: 74719, problems: 2, parts: [{ part: 'tabular', source: 'official', entries: 98186 }, { part: 'index', source: 'starter', entries: 60112 }, { part: 'external-cause', source: 'official', entries: 8090 }, { part: 'neoplasm', source: 'official', entries: 1940 }, { part: 'drug', source: 'official', entries: 7430 }] },
      { name: 'FY2021', effective: '2020-10-01', billable: 72621, problems: 4, parts: [{ part: 'tabular', source: 'official', entries: 95000 }] },
    ],
  };
  const safe: SafeDto = { key: 'keyring', protection: status.protection, recoveryKey: false, locked: false };
  const learnt = new Set<string>();
  let next = 1;
  const ledger = (id: string): Ledger => ledgers.find((one) => one.chart.row.id === id) ?? fail('not-found', `There is no chart ${id}.`);
  const later = async <T>(make: () => T): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, options.delay ?? 0));
    return make();
  };
  const record = (decision: DecideDto): Ledger => {
    if (options.readOnly) fail('read-only', 'Could not save the decision: the database is read-only. Make the file writable and start again.');
    const of = ledger(decision.encounter);
    const suggestion = of.chart.suggestions.find((one) => one.id === decision.suggestion);
    const code = decision.code ?? suggestion?.code ?? null;
    if (['accept', 'revise', 'add'].includes(decision.act) && code && titleOf(code)?.billable === false) fail('input', `Could not assign ${code}: it is a header, not a billable code. Choose one of its subdivisions.`);
    of.steps.push({
      id: `d${next++}`, suggestion: decision.suggestion, act: PAST[decision.act] ?? decision.act, code, from: decision.act === 'revise' ? (suggestion?.code ?? null) : null,
      reason: decision.reason ?? '', person: status.person, at: new Date().toISOString(), undone: false,
      order: decision.order ?? [], steps: decision.steps ?? [], evidence: decision.evidence?.length ?? 0,
    });
    of.redo = [];
    return of;
  };

  return {
    appStatus: () => later(() => ({ ...status })),
    setPerson: (name) => later(() => ({ ...Object.assign(status, { person: name }) })),
    encounterList: () => later(() => ledgers.map((one) => one.open().row)),
    encounterPage: (after, limit) => later(() => [ledgers.slice(after, after + limit).map((one) => one.open().row), after + limit < ledgers.length ? after + limit : null]),
    encounterOpen: (id) => later(() => ledger(id).open()),
    encounterCreate: (encounter) => later(() => {
      const { text, ...facts } = encounter;
      const id = `n${next++}`;
      const document = documentOf(`${id}-1`, 'Note', '', 'provider', encounter.date ?? '', text);
      const found = allLines().filter((line) => line.at.book === 'index' && line.level === 0 && line.code?.billable && text.toLowerCase().includes(line.title.toLowerCase().split(',')[0]!));
      const quote = (title: string): string => text.substr(text.toLowerCase().indexOf(title.toLowerCase().split(',')[0]!), title.split(',')[0]!.length);
      ledgers.unshift(new Ledger({
        row: { ...facts, id, documents: 1, assigned: 0, decisions: 0, status: 'new', release: 'FY2026-04', releaseNotice: null }, documents: [document],
        suggestions: found.map((line, n) => suggest([document], n + 1, line.code!.code!, [quote(line.title)], { path: [line.title], band: 'medium' })),
      }));
      return ledger(id).open();
    }),
    codesetInstall: async (from, onprogress) => {
      if (from?.includes('nowhere')) fail('input', `installing a release from ${from}: there is no such file or folder; name the folder or zip with the XML files`);
      onprogress({ step: 'compile', text: '5 parts', share: null });
      return later(() => {
        if (!status.releases.some((one) => one.name === 'FY2026-04')) status.releases = [{ name: 'FY2026-04', effective: '2026-04-01', billable: 74719, problems: 2, parts: [{ part: 'tabular', source: 'official', entries: 98186 }] }];
        return { release: 'FY2026-04', billable: 74719, notices: [] };
      });
    },
    codesetLearn: async (release, onprogress) => {
      onprogress({ step: 'learn', text: 'which words mean the same: 1 of 4', share: 0.25 });
      return later(() => {
        learnt.add(release);
        return { release, model: 'subword 1a2b3c4d', problem: '' };
      });
    },
    codesetLearnt: () => later(() => status.releases.map((one) => ({ release: one.name, model: learnt.has(one.name) ? 'subword 1a2b3c4d' : null, problem: '' }))),
    importPreview: () => later(() => ({ charts: [], refused: [], remarks: [] })),
    importFiles: () => later(() => ({ encounters: [], rows: [], refused: [], remarks: [] })),
    safeStatus: () => later(() => safe),
    safeUnlock: () => later(() => safe),
    safeLock: () => later(() => safe),
    safePassphraseSet: () => later(() => safe),
    safePassphraseRemove: () => later(() => safe),
    safeKeyChange: () => later(() => safe),
    safeRecoveryKey: () => later(() => 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789'),
    importGive: (name) => later(() => `given:1/${name}`),
    importForget: () => later(() => null),
    safeBackupSave: () => later(() => ({ path: 'codetrail-2026-02-03.backup', bytes: 4096, codes: 0 })),
    safeRestoreAside: () => later(() => 'aside-20260203100000'),
    ledgerVerify: () => later(() => ({ events: 12, rows: 9, head: 'ab'.repeat(32), fault: null })),
    encounterErase: () => later(() => null),
    encounterExport: (encounter, format) =>
      later(() => ({ path: `codetrail-${encounter}.${format}`, bytes: 1024, codes: 1 })),
    encounterImportSamples: () => later(() => {
      for (const chart of samples()) if (!ledgers.some((one) => one.chart.row.id === chart.row.id)) ledgers.push(new Ledger(chart));
      return ledgers.map((one) => one.open().row);
    }),
    runStart: (id) => later(() => {
      if (options.engineFails) fail('outside', 'Could not read the chart: the engine stopped. The chart can be coded from the book; try the run again later.');
      const of = ledger(id);
      of.run = { id: `r${next++}`, release: 'FY2026-04', engine: 'demonstration engine', elapsedMs: 12.4, suggestions: of.chart.suggestions, problems: [], stages: [], unverified: 0, selected: false };
      of.decided();
      return structuredClone(of.run);
    }),
    // The made-up engine knows one dependency: a turned-down code leaves its place to the next in its list.
    encounterRework: (id, reading) => later(() => {
      const of = ledger(id);
      if (!of.run) fail('not-found', 'The chart was not read yet.');
      const says = { absent: 'neg', past: 'hx', possible: 'uncertain', family: 'fam', planned: 'if' }[reading?.says ?? ''] ?? '';
      const touched = (one: RunDto['suggestions'][number]): boolean => reading !== null && one.evidence.some((part) => part.document === reading.document && part.span.start < reading.span.end && part.span.end > reading.span.start);
      of.run = { ...of.run!, id: `r${next++}`, suggestions: of.chart.suggestions.map((one) => (touched(one) ? Object.assign(one, { assertion: says, list: says === '' && reading?.says !== 'none' ? 'suggest' : 'consider' }) : one)) };
      of.decided();
      return structuredClone(of.run);
    }),
    ...fakeLearning(later),
    ...fakeDesk(later, fail, (id) => ledger(id).open()),
    ...fakeModels(later, options, (id, asked) => {
      const of = ledger(id);
      of.run = { id: `r${next++}`, release: 'FY2026-04', elapsedMs: 2340, suggestions: of.chart.suggestions, ...asked };
      of.decided();
      return structuredClone(of.run);
    }, (id) => ledger(id).chart.documents.map((one) => one.text).join('\n')),
    decide: (decision) => later(() => record(decision).decided()),
    decideUndo: (id) => later(() => {
      const of = ledger(id);
      const last = of.live().at(-1) ?? fail('not-found', 'There is nothing to undo.');
      last.undone = true;
      of.redo.push(last);
      of.steps.push({ ...last, id: `d${next++}`, act: 'undone', of: last.id, undone: false, at: new Date().toISOString() });
      return of.decided();
    }),
    decideRedo: (id) => later(() => {
      const of = ledger(id);
      const last = of.redo.pop() ?? fail('not-found', 'There is nothing to redo.');
      const undoing = of.steps.findLast((step) => step.act === 'undone' && !step.undone && step.of === last.id);
      if (undoing) undoing.undone = true;
      last.undone = false;
      of.steps.push({ ...last, id: `d${next++}`, act: 'undone', of: undoing?.id ?? '', at: new Date().toISOString() });
      return of.decided();
    }),
    decisionPath: (encounter, id) => later(() => {
      const found = ledger(encounter).steps.find((one) => one.id === id) ?? fail('not-found', 'The chart has no such decision.');
      return walk(found, found.steps, 'FY2026-04');
    }),
    lookup: (_release, query, limit) => later(() => search(synonyms, query, limit)),
    synonymList: (_release, words, limit) => later(() => synonyms.list(words, limit)),
    synonymAdd: (_release, short, expansion) => later(() => synonyms.add(short, expansion)),
    synonymEnable: (_release, short, expansion, enabled) => later(() => synonyms.enable(short, expansion, enabled)),
    synonymRemove: (_release, short, expansion) => later(() => synonyms.remove(short, expansion)),
    favouriteList: () => later(() => favourites.list()),
    favouritePut: (_release, code, note) => later(() => favourites.put(code, note) ?? fail('not-found', `${code} is not in the demonstration's tabular list.`)),
    favouriteRemove: (_release, code) => later(() => favourites.remove(code) ?? fail('not-found', `${code} is no favourite.`)),
    favouriteSave: () => later(() => ({ path: 'favourites.json', bytes: 1, codes: favourites.list().rows.length })),
    favouriteImport: (_release, text) => later(() => favourites.import(text) ?? fail('input', 'This is no file of favourites.')),
    indexMainTerms: (_release, book, prefix, limit) => later(() => mainTerms(book, prefix, limit)),
    indexEntry: (_release, at) => later(() => entry(at) ?? fail('not-found', 'There is no such entry.')),
    tabularEntry: (_release, code) => later(() => tabular(code) ?? fail('not-found', `${code} is not in the demonstration's tabular list.`)),
    guidelineList: (_release, code, words) => later(() => guidelineList(code, words)),
    codeDifference: (one, other, query) => later(() => codeDifference(one, other, query)),
    codeHistory: (code) => later(() => codeHistory(code)),
    trainingPacks: () => later(() => classroom.packs()),
    trainingExercise: (id, mode) => later(() => classroom.exercise(id, mode) ?? fail('not-found', 'There is no such exercise.')),
    trainingHint: () => later(() => 'Look for the with-block.'),
    trainingSubmit: (attempt) => later(() => classroom.submit(attempt) ?? fail('not-found', 'There is no such exercise.')),
    trainingReviewDue: () => later(() => classroom.deck()),
    trainingReview: (card) => later(() => classroom.review(card) ?? fail('not-found', 'There is no such card.')),
    trainingMintRelease: () => later(() => 0),
    trainingDashboard: () => later(() => classroom.dashboard()),
    trainingGuide: (attempt) => later(() => classroom.guide(attempt)),
    trainingExamBegin: (exercise) => later(() => classroom.examBegin(exercise)),
    trainingExamLeave: (exam) => later(() => classroom.examLeave(exam)),
    trainingExams: () => later(() => classroom.exams()),
    trainingReplaySave: (replay) => later(() => ({ path: `ways-${replay.exercise}.json`, bytes: 1, codes: 0 })),
    trainingReplayOpen: (text) => later(() => classroom.open(text) ?? fail('input', 'opening the ways of an exercise: line 1 is not of that form; choose a file that was saved from a score')),
    trainingCsvSave: () => later(() => ({ path: 'training.csv', bytes: 1, codes: 0 })),
    authorPacks: () => later(() => classroom.own),
    authorFromChart: (encounter) => later(() => classroom.fromChart(encounter)),
    authorCheck: (_head, draft) => later(() => classroom.check(draft)),
    authorSave: (head, draft, reviewed) => later(() => (draft.chart && !reviewed ? fail('input', 'keeping the exercise: nobody has said that its text was read') : classroom.keep(head, draft))),
    authorRemove: (pack, exercise) => later(() => classroom.remove(pack, exercise)),
    guideline: (_release, number) => later(() => guideline(number) ?? fail('not-found', `There is no guideline ${number}.`)),
  };
}

function search(synonyms: FakeSynonyms, asked: string, limit: number): LookupDto {
  const { query, expanded, ambiguous } = synonyms.expand(asked);
  const notices = expanded.map((one) => `${one.short} → ${one.expansion} (${one.source})`);
  const words = query.toLowerCase().split(/[^a-z0-9.']+/).filter(Boolean);
  if (words.length === 0) return { results: [], notices, expanded, ambiguous };
  const hits = (text: string): boolean => {
    const have = text.toLowerCase().split(/[^a-z0-9.']+/);
    return words.every((word) => have.some((one) => one.startsWith(word)));
  };
  const flat = words.join('').replace('.', '');
  const codes: ResultDto[] = allCodes()
    .filter((one) => one.code.replace('.', '').toLowerCase().startsWith(flat) || hits(one.title))
    .map((one) => ({ ...one, source: 'tabular', path: [], node: null, guessed: false, score: one.code.replace('.', '').toLowerCase().startsWith(flat) ? 9 : 1 }));
  const terms: ResultDto[] = allLines()
    .filter((line) => line.code?.code)
    .flatMap((line) => {
      const path = pathOf(line.at).map((one) => one.title);
      return hits(path.join(' ')) ? [{ code: line.code!.code!, title: line.code!.title, billable: line.code!.billable, source: 'starter', path, node: line.at, guessed: false, score: 5 - path.length / 10 }] : [];
    });
  return { results: [...codes, ...terms].sort((a, b) => b.score - a.score).slice(0, limit), notices, expanded, ambiguous };
}

/** The demonstration's degraded states can be asked for in the address: ?readonly, ?empty, ?enginefails. */
function optionsOfAddress(): FakeOptions {
  const asked = new URLSearchParams(location.search);
  const model = asked.get('model');
  return { readOnly: asked.has('readonly'), empty: asked.has('empty'), engineFails: asked.has('enginefails'), ...(model === 'near' || model === 'outside' ? { model } : {}) };
}
