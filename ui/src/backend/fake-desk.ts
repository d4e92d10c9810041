import type { AuditActDto } from '../bindings/AuditActDto';
import type { AuditDto } from '../bindings/AuditDto';
import type { AuditFindingDto } from '../bindings/AuditFindingDto';
import type { AuditRowDto } from '../bindings/AuditRowDto';
import type { CommentDto } from '../bindings/CommentDto';
import type { CompareRowDto } from '../bindings/CompareRowDto';
import type { EncounterDto } from '../bindings/EncounterDto';
import type { MeasureDto } from '../bindings/MeasureDto';
import type { PersonDto } from '../bindings/PersonDto';
import type { QueryDto } from '../bindings/QueryDto';
import type { SampleInDto } from '../bindings/SampleInDto';
import type { SessionDto } from '../bindings/SessionDto';
import type { ShareDto } from '../bindings/ShareDto';
import type { SignatureDto } from '../bindings/SignatureDto';
import type { SignSummaryDto } from '../bindings/SignSummaryDto';
import type { Backend } from './backend';
import { titleOf } from './fake-tabular';

type Later = <T>(make: () => T) => Promise<T>;
type Fail = (code: 'input' | 'sign-in' | 'not-found' | 'not-allowed', message: string) => never;
type Desk = Pick<
  Backend,
  | 'personList' | 'personSave' | 'sessionStatus' | 'sessionSignIn' | 'sessionLock' | 'sessionResume' | 'sessionConfirm' | 'sessionLockAfter'
  | 'signSummary' | 'sign' | 'amend' | 'queryCheck' | 'querySave' | 'queryState' | 'queryList' | 'commentList' | 'commentAdd' | 'commentWithdraw'
  | 'auditList' | 'auditSample' | 'auditOpen' | 'auditGet' | 'auditAct' | 'auditHandOver' | 'auditCorrections' | 'auditScores'
>;

const REASONS = [['SP', 'Specificity'], ['OM', 'Omission'], ['SQ', 'Sequence'], ['NEG', 'Negated or another person'], ['POA', 'Present on admission'], ['QY', 'Should be queried']].map(([short, name]) => ({ short: short!, name: name! }));
const share = (hits: number, of: number): ShareDto => {
  const p = of === 0 ? null : hits / of;
  const z = 1.96;
  if (p === null) return { hits, of, value: null, low: 0, high: 1 };
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return { hits, of, value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
};

/** People, signing, audits and queries of the demonstration, in memory. */
export function fakeDesk(later: Later, fail: Fail, open: (id: string) => EncounterDto): Desk {
  let people: (PersonDto & { secret: string })[] = [];
  let now: SessionDto = { state: 'open', person: null, duties: [], people: [], asks: false, lockAfter: 10 };
  const signatures = new Map<string, SignatureDto[]>();
  const queries = new Map<string, QueryDto[]>();
  const comments = new Map<string, CommentDto[]>();
  let audits: AuditDto[] = [];
  let drawn: SampleInDto | null = null;
  let next = 1;
  const session = (): SessionDto => ({ ...now, people: people.filter((one) => one.active), asks: people.length > 0, duties: people.find((one) => one.name === now.person)?.duties ?? [] });
  const person = (): string => now.person ?? 'A. Coder, CCS';
  const signed = (id: string): SignatureDto | undefined => signatures.get(id)?.at(-1);
  const summary = (id: string): SignSummaryDto => {
    const chart = open(id);
    const blocking = chart.bag.findings.filter((one) => one.severity === 'error' && !one.overridden);
    const undecided = chart.run?.suggestions.filter((one) => one.list === 'suggest' && one.state === 'undecided').length ?? 0;
    return {
      encounter: id, state: signed(id)?.kind === 'signature' ? 'signed' : signed(id) ? 'amending' : 'open', seen: `${chart.decisions.length}`, bag: chart.bag,
      inpatient: chart.row.setting === 'inpatient', release: 'FY2026-04', blocking, undecided, signatures: signatures.get(id) ?? [],
      blockers: [...(chart.bag.codes.length === 0 ? ['No code is assigned; assign one first.'] : []), ...blocking.map((one) => `${one.rule} ${one.codes.join(', ')}: ${one.message}`)],
      warnings: undecided > 0 ? [`${undecided} suggestions are undecided.`] : [],
    };
  };
  const put = (id: string, kind: string, codes: string[], reason = ''): void => {
    const list = signatures.get(id) ?? [];
    const number = kind === 'signature' ? list.filter((one) => one.kind === 'signature').length + 1 : 0;
    signatures.set(id, [...list, { kind, number, person: person(), at: new Date().toISOString(), codes, reason, sequence: 40 + next++ }]);
  };
  const found = (id: string): AuditDto => audits.find((one) => one.row.id === id) ?? fail('not-found', 'There is no such audit.');
  const rowOf = (code: string, nth: number, chart: EncounterDto): CompareRowDto => {
    const suggestion = chart.run?.suggestions.find((one) => one.code === code);
    const place = { position: nth + 1, poa: null };
    return {
      code, title: titleOf(code)?.title ?? '', coder: place, engine: null, auditor: place, signed: place, pair: null, difference: 'agreement', verdict: '',
      evidence: (suggestion?.evidence ?? []).map((one) => ({ document: one.document, span: one.span, quote: one.quote })),
    };
  };
  const settle = (audit: AuditDto): AuditDto => {
    const state = audit.row.state;
    const judging = state === 'auditing';
    audit.unjudged = audit.rows.filter((row) => row.signed && row.verdict === '').map((row) => row.code);
    const disputed = audit.findings.some((one) => one.answer === 'rebutted');
    const all = audit.unjudged.length === 0;
    const answered = audit.findings.every((one) => one.answer !== 'open');
    if (state === 'returned' && answered) audit.row.state = 'answered';
    audit.row.findings = audit.findings.length;
    audit.row.disputed = audit.findings.filter((one) => one.answer === 'rebutted').length;
    audit.may = [
      ...(judging ? ['judge'] : []), ...(judging && all && !audit.revealed ? ['reveal'] : []), ...(judging && all ? ['return'] : []),
      ...(['returned', 'answered'].includes(audit.row.state) && !answered ? ['answer'] : []), ...(disputed ? ['decide', 'escalate'] : []),
      ...((audit.row.state === 'answered' && !disputed) || (judging && all && audit.findings.length === 0) ? ['close'] : []), ...(state === 'closed' ? ['reopen'] : []),
    ];
    audit.after++;
    return structuredClone(audit);
  };
  const finding = (act: AuditActDto, kind: string): AuditFindingDto => ({
    id: `f${next++}`, kind, code: act.code, to: act.to, titles: [act.code, act.to].flatMap((one) => (one ? [titleOf(one)?.title ?? ''] : [])), reason: act.reason ?? '',
    reasonName: REASONS.find((one) => one.short === act.reason)?.name ?? '', citation: act.citation ?? '', topic: act.topic ?? act.reason ?? '', blind: !found(act.audit).revealed, answer: 'open',
    thread: [{ person: person(), at: new Date().toISOString(), what: 'found', words: act.words }],
    evidence: found(act.audit).rows.find((row) => row.code === act.code)?.evidence ?? [],
  });
  const judge = (audit: AuditDto, act: AuditActDto): void => {
    const row = audit.rows.find((one) => one.code === act.code);
    if (act.act === 'agree' && row) row.verdict = 'agreed';
    else if (['change', 'remove', 'add', 'poa', 'first', 'query-missed'].includes(act.act)) {
      if (!act.reason) fail('input', 'judging: "" is none of the kinds of errors; choose one as the reason');
      if (row && act.act === 'change') Object.assign(row, { verdict: 'changed', auditor: null, difference: 'specificity', pair: act.to });
      if (row && act.act === 'remove') Object.assign(row, { verdict: 'removed', auditor: null, difference: 'removed' });
      const added = act.act === 'change' ? act.to : act.act === 'add' ? act.code : null;
      if (added) audit.rows.push({ ...rowOf(added, audit.rows.length, open(audit.row.encounter)), coder: null, signed: null, difference: act.act === 'add' ? 'added' : 'specificity', pair: act.act === 'add' ? null : act.code });
      audit.findings.push(finding(act, act.act));
    } else if (act.act === 'reveal') audit.revealed = true;
    else if (act.act === 'return') audit.row.state = 'returned';
    else if (act.act === 'close') audit.row.state = 'closed';
    else if (act.act === 'reopen') audit.row.state = 'auditing';
    else {
      const one = audit.findings.find((other) => other.id === act.finding);
      const what = { acknowledge: 'acknowledged', rebut: 'rebutted', uphold: 'upheld', concede: 'conceded' }[act.act];
      if (one && what) {
        one.answer = what;
        one.thread.push({ person: person(), at: new Date().toISOString(), what, words: act.words });
      }
    }
  };
  const measure = (id: string, name: string, formula: string, hits: number, of: number, target: number | null): MeasureDto => ({
    id, name, formula, up: true, target,
    rows: [
      { group: 'all', name: 'All', share: share(hits, of) },
      { group: 'coder', name: 'A. Coder, CCS', share: share(Math.round(hits * 0.6), Math.round(of * 0.55)) },
      { group: 'coder', name: 'C. Coder, CPC', share: share(Math.round(hits * 0.4), Math.round(of * 0.45)) },
      { group: 'month', name: '2026-01', share: share(Math.round(hits * 0.3), Math.round(of * 0.4)) },
      { group: 'month', name: '2026-02', share: share(Math.round(hits * 0.7), Math.round(of * 0.6)) },
    ],
  });
  return {
    personList: () => later(() => people.map(({ secret: _secret, ...one }) => one)),
    personSave: (asked) => later(() => {
      const old = people.find((one) => one.id === asked.id);
      if (old) Object.assign(old, { ...asked, id: old.id, passphrase: true, secret: asked.passphrase ?? old.secret });
      else people = [...people, { id: `p${next++}`, name: asked.name, duties: people.length === 0 ? ['administrator', ...asked.duties] : asked.duties, active: true, passphrase: true, secret: asked.passphrase ?? '' }];
      if (people.length === 1) now = { ...now, person: asked.name };
      return people.map(({ secret: _secret, ...one }) => one);
    }),
    sessionStatus: () => later(session),
    sessionSignIn: (name, passphrase) => later(() => {
      const one = people.find((other) => other.active && other.name === name && other.secret === passphrase);
      if (!one) fail('input', 'signing in: the name or the passphrase does not fit; try again');
      now = { ...now, state: 'open', person: name };
      return session();
    }),
    sessionLock: () => later(() => { now = { ...now, state: 'shut' }; return session(); }),
    sessionResume: () => later(() => { if (people.length > 0) fail('sign-in', 'unlocking: people have accounts here; sign in'); now = { ...now, state: 'open' }; return session(); }),
    sessionConfirm: () => later(() => null),
    sessionLockAfter: (lockAfter) => later(() => { now = { ...now, lockAfter }; return session(); }),
    signSummary: (id) => later(() => summary(id)),
    sign: (asked) => later(() => {
      const told = summary(asked.encounter);
      if (told.blockers[0]) fail('input', `signing: ${told.blockers[0]}`);
      put(asked.encounter, 'signature', told.bag.codes.map((one) => one.code));
      return summary(asked.encounter);
    }),
    amend: (id, reason) => later(() => { put(id, 'amendment', [], reason); return summary(id); }),
    queryCheck: (asked) => later(() => [
      ...(asked.indicators.length === 0 ? [{ rule: 'QRY-01', words: '', message: 'No clinical indicator is quoted; select words of this record and add them.' }] : []),
      ...(/please document/i.test(asked.question) ? [{ rule: 'QRY-02', words: 'please document', message: '“please document” tells the provider what to answer; ask what the indicators mean.' }] : []),
      ...(asked.form === 'options' && asked.options.length < 2 ? [{ rule: 'QRY-04', words: '', message: 'Fewer than two options are offered; name every one that the indicators support.' }] : []),
    ]),
    querySave: (asked) => later(() => {
      const list = (queries.get(asked.encounter) ?? []).filter((one) => one.id !== asked.id);
      const options = asked.form === 'options' ? [...asked.options, 'Other (please specify)', 'Unable to determine'] : [];
      queries.set(asked.encounter, [...list, { id: asked.id ?? `q${next++}`, state: asked.send ? 'sent' : 'draft', purpose: asked.purpose, form: asked.form, question: asked.question, options, indicators: [], answer: '', person: person(), at: new Date().toISOString(), text: `${asked.question}\n${options.map((one) => `[ ] ${one}`).join('\n')}` }]);
      return queries.get(asked.encounter) ?? [];
    }),
    queryState: (encounter, id, state, answer) => later(() => {
      queries.set(encounter, (queries.get(encounter) ?? []).map((one) => (one.id === id ? { ...one, state, answer } : one)));
      return queries.get(encounter) ?? [];
    }),
    queryList: (encounter) => later(() => queries.get(encounter) ?? []),
    commentList: (encounter) => later(() => comments.get(encounter) ?? []),
    commentAdd: (encounter, code, text) => later(() => {
      const list = [...(comments.get(encounter) ?? []), { id: `c${next++}`, code, text: text.trim(), person: person(), at: new Date().toISOString(), own: true }];
      comments.set(encounter, list);
      return list;
    }),
    commentWithdraw: (encounter, id) => later(() => {
      const list = (comments.get(encounter) ?? []).filter((one) => one.id !== id);
      comments.set(encounter, list);
      return list;
    }),
    auditHandOver: (_encounter, audit, to, words) => later(() => {
      if (words.trim() === '') fail('input', 'handing an audit over: say why, in your own words');
      for (const one of audits) if (one.row.id === audit) one.row.auditor = to ?? person();
      return audits.map((one): AuditRowDto => ({ ...one.row })).reverse();
    }),
    auditList: () => later(() => audits.map((one): AuditRowDto => ({ ...one.row })).reverse()),
    auditSample: (asked) => later(() => (drawn = asked, [...signatures].filter(([id]) => !audits.some((one) => one.row.encounter === id)).slice(0, asked.size).map(([id, list]) => ({
      encounter: id, title: open(id).row.title, coder: list.at(-1)?.person ?? '', at: list.at(-1)?.at ?? '', codes: list.at(-1)?.codes.length ?? 0, risks: asked.kind === 'risk' ? ['1 × fast accept'] : [], weight: 1, of: signatures.size, own: people.length > 0 && list.at(-1)?.person === person(),
    })))),
    auditOpen: (asked) => later(() => {
      const chart = open(asked.encounter);
      const list = signed(asked.encounter)?.codes ?? fail('input', 'opening an audit: the chart is not signed; its coder signs it first');
      const id = `a${next++}`;
      audits = [...audits, {
        row: { id, encounter: asked.encounter, title: chart.row.title, coder: signed(asked.encounter)?.person ?? '', auditor: person(), opened: new Date().toISOString(), state: 'auditing', plan: drawn ? `${drawn.kind}, seed ${drawn.seed}, ${drawn.size} of ${signatures.size}` : 'chosen', findings: 0, disputed: 0, told: true, handOver: true, ofOneself: asked.ofOneself !== null },
        after: 1, release: 'FY2026-04', inpatient: false, documents: chart.documents, rows: list.map((code, nth) => rowOf(code, nth, chart)), findings: [], revealed: false, unjudged: [], may: [], reasons: REASONS,
      }];
      return settle(found(id));
    }),
    auditGet: (_encounter, id) => later(() => settle(found(id))),
    auditAct: (act) => later(() => { const audit = found(act.audit); judge(audit, act); return settle(audit); }),
    auditCorrections: (encounter) => later(() => audits.filter((one) => one.row.encounter === encounter && one.row.state !== 'auditing').map(settle)),
    auditScores: () => later(() => ({
      audits: 12, signatures: 40, csv: 'measure,hits,of\r\n',
      measures: [measure('code-over-code', 'Code over code', 'signed codes the auditor has too ÷ codes of the auditor', 93, 101, 0.95), measure('case-over-case', 'Case over case', 'charts without any difference ÷ charts', 8, 12, 0.95), measure('acceptance', 'Suggestions accepted', 'accepted ÷ accepted, revised or rejected', 71, 96, null)],
    })),
  };
}
