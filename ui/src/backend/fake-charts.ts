import type { DocumentDto } from '../bindings/DocumentDto';
import type { EncounterRowDto } from '../bindings/EncounterRowDto';
import type { EvidenceDto } from '../bindings/EvidenceDto';
import type { FindingDto } from '../bindings/FindingDto';
import type { SectionDto } from '../bindings/SectionDto';
import type { SuggestionDto } from '../bindings/SuggestionDto';
import { findNode } from './fake-index';
import { titleOf } from './fake-tabular';

export interface Chart {
  row: EncounterRowDto;
  documents: DocumentDto[];
  suggestions: SuggestionDto[];
}

const HEADINGS: [RegExp, string][] = [
  [/^(Chief complaint|Reason for visit):/i, 'chief-complaint'],
  [/^(History of present illness|HPI):/i, 'history'],
  [/^(Past medical history|PMH):/i, 'past'],
  [/^Family history:/i, 'family'],
  [/^(Social history|Medications|Allergies):/i, 'other'],
  [/^(Physical examination|Exam|Vital signs):/i, 'exam'],
  [/^(Labs|Results|Imaging):/i, 'results'],
  [/^(Assessment and plan|Assessment|A\/P|Impression|Plan):/i, 'assessment'],
  [/^(Nursing notes?|Intake):/i, 'nursing'],
];

export function sectionsOf(text: string): SectionDto[] {
  const sections: SectionDto[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const hit = HEADINGS.map(([form, kind]) => ({ found: form.exec(line), kind })).find((one) => one.found);
    if (hit?.found) {
      const heading = { start: at, end: at + hit.found[0].length };
      sections.push({ title: hit.found[0].replace(':', ''), kind: hit.kind, heading, span: { start: at, end: text.length } });
    }
    at += line.length + 1;
  }
  const first = sections[0]?.heading.start ?? text.length;
  sections.forEach((section, n) => (section.span.end = sections[n + 1]?.heading.start ?? text.length));
  if (first > 0) sections.unshift({ title: '', kind: 'front', heading: { start: 0, end: 0 }, span: { start: 0, end: first } });
  return sections;
}

export function documentOf(id: string, title: string, author: string, role: string, date: string, text: string, kind = 'progress-note'): DocumentDto {
  return { id, title, kind, author, authorRole: role, date, text, sections: sectionsOf(text) };
}

const VISIT = `Office visit
Date of service: 05/14/2026

Reason for visit: Three-month follow-up of diabetes and kidney function; knee pain.

History of present illness: 67-year-old man seen for his regular follow-up. Morning readings run 150 to 190 and he admits the evening doses of metformin are often missed. He has had type 2 diabetes for fourteen years. The nephrologist told him in February that the kidneys are "at stage 3b" and that the diabetes is the cause. No swelling of the legs. No chest pain. No shortness of breath at rest.
The right knee has hurt on stairs since the winter 🦵; he takes acetaminophen twice a week. No fall.

Past medical history:
- Type 2 diabetes with chronic kidney disease
- High blood pressure, treated since 2009
- COPD, two courses of prednisone last year
- Pneumonia 2022, resolved

Family history: Mother had breast cancer at 61. Brother with colon cancer.

Social history: Smoked a pack a day for thirty years, stopped in 2017.

Medications: metformin 1,000 mg twice daily, glipizide 5 mg, lisinopril 20 mg, tiotropium.

Vital signs: BP 148/84, P 76, SpO2 94 % on room air, BMI 29.8

Exam: Lungs with scattered expiratory wheeze. Heart regular. Right knee with crepitus and medial joint line tenderness, no effusion.

Labs:   A1c        8.9 %   (7.8 in February)
        creatinine 1.9     eGFR 37
        potassium  4.6

Assessment and plan:
1. Type 2 diabetes mellitus with diabetic chronic kidney disease, stage 3b. eGFR stable at 37. Continue lisinopril; nephrology in August.
2. Diabetes not at goal, hyperglycemia with A1c 8.9. Restart the evening metformin, diary for two weeks.
3. Hypertension, above target today. Add amlodipine 5 mg.
4. COPD, at baseline. Tiotropium continued. Possible bronchiectasis on the last film; CT chest ordered.
5. Primary osteoarthritis of the right knee. Physical therapy.
6. If the potassium rises above 5.5, stop lisinopril.
`;

const NURSE = `Intake: Patient states he has been more short of breath this week with more sputum, "my COPD is acting up". Denies fever. Denies chest pain. Fell asleep in the waiting room. Blood glucose 188 by fingerstick.
`;

const EMERGENCY = `EMERGENCY DEPARTMENT NOTE
Arrival 05/20/2026 17:42

Chief complaint: Wrist injury.

HPI: 58-year-old woman slipped on a wet kitchen floor an hour ago and landed on the outstretched right hand. Pain and deformity of the wrist. Did not hit her head, no loss of consciousness.

PMH: Hypothyroidism. Denies diabetes.

Exam: Dinner-fork deformity of the right wrist, skin intact. Sensation and pulses normal.

Imaging: Right wrist, 3 views. Dorsally displaced fracture of the distal radius. No carpal injury.

Impression: Closed Colles' fracture of the right radius, reduced and splinted. Orthopaedics in five days.
`;

type Options = Partial<Pick<SuggestionDto, 'list' | 'band' | 'assertion' | 'confidence' | 'alternatives' | 'findings' | 'role'>> & { path?: string[]; derived?: boolean };

export function suggest(documents: DocumentDto[], rank: number, code: string, quotes: string[], options: Options = {}): SuggestionDto {
  const evidence: EvidenceDto[] = quotes.flatMap((quote) => {
    for (const document of documents) {
      const start = document.text.indexOf(quote);
      if (start < 0) continue;
      const section = document.sections.find((one) => one.span.start <= start && start < one.span.end)?.title ?? '';
      return [{ document: document.id, span: { start, end: start + quote.length }, quote, section, stale: false }];
    }
    return [];
  });
  const terms = options.path ?? [];
  const { list = 'suggest', band = 'high', assertion = '', role = rank === 1 ? 'first-listed' : 'secondary' } = options;
  return {
    id: `s-${documents[0]?.id}-${rank}`, code, title: titleOf(code)?.title ?? 'Entry of the demonstration', list, heldBack: false, rank, role, band, assertion, evidence,
    confidence: options.confidence ?? { high: 0.92, medium: 0.63, low: 0.31 }[band] ?? 0.5,
    path: terms.length > 0 ? { source: options.derived ? 'derived' : 'starter', terms, node: findNode(terms) } : null,
    alternatives: options.alternatives ?? [],
    findings: options.findings ?? [],
    trail: [
      { stage: 'extract', agent: 'lexicon matcher', text: `found “${quotes[0] ?? ''}” in ${evidence[0]?.section || 'the note'}` },
      { stage: 'navigate', agent: 'index walker', text: terms.length > 0 ? terms.join(' > ') : 'reached from the tabular title' },
      { stage: 'validate', agent: 'tabular validator', text: `${code} is billable in FY2026-04; instructional notes of the entry and its ancestors read` },
      { stage: 'reconcile', agent: 'code reconciler', text: list === 'suggest' ? 'kept' : 'kept aside: below the threshold, or not reportable alone' },
    ],
    state: 'undecided', revisedTo: null,
  };
}

const finding = (rule: string, severity: string, message: string, authority: string, codes: string[], fix: string | null = null): FindingDto =>
  ({ rule, severity, overridable: severity === 'error', codes, message, authority, fix });
const other = (code: string, relation: string, whyNot: string): SuggestionDto['alternatives'][number] =>
  ({ code, title: titleOf(code)?.title ?? '', relation, whyNot });

function visit(): Chart {
  const documents = [
    documentOf('v1', 'Office visit note', 'M. Okafor, MD', 'provider', '2026-05-14', VISIT),
    documentOf('v2', 'Nursing intake', 'T. Lindqvist, RN', 'nurse', '2026-05-14', NURSE, 'nursing-note'),
  ];
  const s = (rank: number, code: string, quotes: string[], options?: Options): SuggestionDto => suggest(documents, rank, code, quotes, options);
  return {
    row: { id: 'visit', title: 'Follow-up of diabetes and kidney disease', setting: 'outpatient', date: '2026-05-14', sex: 'male', age: 67, documents: 2, assigned: 0, decisions: 0, status: 'new', release: 'FY2026-04', releaseNotice: null },
    documents,
    suggestions: [
      s(1, 'E11.22', ['Type 2 diabetes mellitus with diabetic chronic kidney disease', 'Type 2 diabetes with chronic kidney disease', 'the diabetes is the cause'], {
        path: ['Diabetes', 'type 2', 'with', 'chronic kidney disease'],
        alternatives: [other('E11.21', 'sibling', 'the note names chronic kidney disease, not nephropathy'), other('E11.9', 'cousin', 'a complication is documented')],
        findings: [finding('NOTE-05', 'info', 'Use an additional code for the stage of chronic kidney disease (N18.1-N18.6).', 'Tabular note at E11.22', ['E11.22', 'N18.32'], 'N18.32 is suggested')],
      }),
      s(2, 'N18.32', ['diabetic chronic kidney disease, stage 3b', 'at stage 3b'], {
        path: ['Disease', 'kidney', 'chronic', 'stage 3', '3b'],
        alternatives: [other('N18.30', 'sibling', 'the note gives the stage as 3b'), other('N18.31', 'sibling', 'the note says 3b, not 3a'), other('N18.9', 'cousin', 'the stage is documented')],
      }),
      s(3, 'E11.65', ['hyperglycemia with A1c 8.9', 'Diabetes not at goal'], { path: ['Diabetes', 'type 2', 'with', 'hyperglycemia'], band: 'high' }),
      s(4, 'I12.9', ['Hypertension, above target', 'High blood pressure'], {
        path: ['Hypertension', 'with', 'chronic kidney disease'],
        alternatives: [other('I10', 'candidate', 'I.C.9.a.2: hypertension with chronic kidney disease is presumed related')],
      }),
      s(5, 'J44.9', ['COPD, at baseline', 'COPD, two courses of prednisone'], {
        path: ['Disease', 'lung', 'obstructive'], band: 'medium',
        alternatives: [other('J44.1', 'sibling', 'exacerbation is stated only in the nursing intake'), other('J44.0', 'sibling', 'no lower respiratory infection is documented')],
      }),
      s(6, 'M17.11', ['Primary osteoarthritis of the right knee'], { path: ['Osteoarthritis', 'primary', 'knee'], band: 'high', alternatives: [other('M17.10', 'sibling', 'the side is documented')] }),
      s(7, 'Z79.84', ['metformin 1,000 mg twice daily, glipizide 5 mg'], { path: ['Long-term', 'oral', 'hypoglycemic'], band: 'medium' }),
      s(8, 'Z87.891', ['Smoked a pack a day for thirty years, stopped in 2017'], { band: 'medium', assertion: 'hx', derived: true, path: ['History, personal', 'nicotine dependence'] }),
      s(9, 'J44.1', ['my COPD is acting up'], {
        list: 'consider', band: 'low', path: ['Disease', 'lung', 'obstructive', 'with', 'acute', 'exacerbation NEC'],
        findings: [finding('SRC-01', 'warning', 'The only support is a nursing note; the provider says “at baseline”.', 'Guideline I.B.14', ['J44.1'], 'query the provider')],
      }),
      s(10, 'J47.9', ['Possible bronchiectasis'], {
        list: 'consider', band: 'low', assertion: 'uncertain',
        findings: [finding('SET-01', 'error', 'An uncertain diagnosis is not coded in the outpatient setting.', 'Guideline IV.H', ['J47.9'])],
      }),
      s(11, 'R07.9', ['No chest pain', 'Denies chest pain'], { list: 'consider', band: 'low', assertion: 'neg', path: ['Pain', 'chest'] }),
      s(12, 'Z80.3', ['Mother had breast cancer'], { list: 'consider', band: 'medium', assertion: 'fam' }),
      s(13, 'E87.5', ['If the potassium rises above 5.5'], { list: 'consider', band: 'low', assertion: 'if' }),
      s(14, 'J18.9', ['Pneumonia 2022, resolved'], { list: 'consider', band: 'low', assertion: 'hx', path: ['Pneumonia'] }),
    ],
  };
}

function emergency(): Chart {
  const documents = [documentOf('e1', 'Emergency department note', 'L. Haddad, MD', 'provider', '2026-05-20', EMERGENCY, 'emergency-note')];
  return {
    row: { id: 'emergency', title: 'Wrist injury after a fall', setting: 'emergency', date: '2026-05-20', sex: 'female', age: 58, documents: 1, assigned: 0, decisions: 0, status: 'new', release: 'FY2026-04', releaseNotice: null },
    documents,
    suggestions: [
      suggest(documents, 1, 'S52.531A', ["Closed Colles' fracture of the right radius", 'Dorsally displaced fracture of the distal radius'], {
        path: ['Fracture', 'radius', "Colles'"], alternatives: [other('S52.539A', 'sibling', 'the side is documented'), other('S52.531B', 'sibling', 'the skin is intact')],
      }),
      suggest(documents, 2, 'W01.0XXA', ['slipped on a wet kitchen floor'], { band: 'medium' }),
    ],
  };
}

function plain(): Chart {
  const documents = [documentOf('p1', 'Telephone note', 'S. Varga, NP', 'provider', '2026-06-02', 'Called about a form for the gym. Feels well. No questions today.\n', 'telephone')];
  return {
    row: { id: 'phone', title: '', setting: 'outpatient', date: '2026-06-02', sex: null, age: 34, documents: 1, assigned: 0, decisions: 0, status: 'new', release: 'FY2026-04', releaseNotice: null },
    documents, suggestions: [],
  };
}

export const charts = (): Chart[] => [visit(), emergency()];
export const samples = (): Chart[] => [plain()];
