import type { EntryRefDto } from '../bindings/EntryRefDto';
import type { RungDto } from '../bindings/RungDto';
import type { NoteDto } from '../bindings/NoteDto';
import type { SeventhCharacterDto } from '../bindings/SeventhCharacterDto';
import type { TabularDto } from '../bindings/TabularDto';

// A small part of a tabular list, written for the demonstration. One line an entry, in order:
// name | title, then its notes, one a line: "x1" Excludes1, "x2" Excludes2, "in" includes,
// "cf" code first, "ua" use additional, "ca" code also, "it" inclusion term, "no" note, "7" 7th characters.
const SOURCE = `
chapter-4 | Endocrine, nutritional and metabolic diseases
 x1 transitory endocrine and metabolic disorders specific to newborn (P70-P74)
E08-E13 | Diabetes mellitus
E11 | Type 2 diabetes mellitus
 in diabetes (mellitus) due to insulin secretory defect
 in insulin resistant diabetes (mellitus)
 ua code to identify control using: insulin (Z79.4)
 ua code to identify control using: oral antidiabetic drugs (Z79.84)
 x1 diabetes mellitus due to underlying condition (E08.-)
 x1 gestational diabetes (O24.4-)
 x1 type 1 diabetes mellitus (E10.-)
E11.2 | Type 2 diabetes mellitus with kidney complications
E11.21 | Type 2 diabetes mellitus with diabetic nephropathy
E11.22 | Type 2 diabetes mellitus with diabetic chronic kidney disease
 ua code to identify stage of chronic kidney disease (N18.1-N18.6)
E11.29 | Type 2 diabetes mellitus with other diabetic kidney complication
E11.6 | Type 2 diabetes mellitus with other specified complications
E11.65 | Type 2 diabetes mellitus with hyperglycemia
E11.9 | Type 2 diabetes mellitus without complications
chapter-9 | Diseases of the circulatory system
 x2 certain conditions originating in the perinatal period (P04-P96)
I10-I1A | Hypertensive diseases
 ua code to identify: tobacco use (Z72.0)
 x1 neonatal hypertension (P29.2)
I10 | Essential (primary) hypertension
 in high blood pressure
 x1 hypertensive disease complicating pregnancy, childbirth and the puerperium (O10-O11, O13-O16)
I12 | Hypertensive chronic kidney disease
 in any condition in N18 and N26 - due to hypertension
 x1 hypertension due to kidney disease (I15.0, I15.1)
 x1 acute kidney failure (N17.-)
I12.0 | Hypertensive chronic kidney disease with stage 5 chronic kidney disease or end stage renal disease
I12.9 | Hypertensive chronic kidney disease with stage 1 through stage 4 chronic kidney disease, or unspecified chronic kidney disease
 ua code to identify the stage of chronic kidney disease (N18.1-N18.4, N18.9)
chapter-10 | Diseases of the respiratory system
 ua code, where applicable, to identify: tobacco use (Z72.0)
J09-J18 | Influenza and pneumonia
J18 | Pneumonia, unspecified organism
 x1 aspiration pneumonia due to solids and liquids (J69.-)
J18.9 | Pneumonia, unspecified organism
J40-J4A | Chronic lower respiratory diseases
 x1 bronchitis due to chemicals, gases, fumes and vapors (J68.0)
J44 | Other chronic obstructive pulmonary disease
 in asthma with chronic obstructive pulmonary disease
 ca type of asthma, if applicable (J45.-)
 ua code to identify: history of tobacco dependence (Z87.891)
 x1 bronchiectasis (J47.-)
J44.0 | Chronic obstructive pulmonary disease with (acute) lower respiratory infection
 ca to identify the infection
J44.1 | Chronic obstructive pulmonary disease with (acute) exacerbation
 it Decompensated COPD
 x2 lung diseases due to external agents (J60-J70)
J44.9 | Chronic obstructive pulmonary disease, unspecified
 x2 lung diseases due to external agents (J60-J70)
chapter-13 | Diseases of the musculoskeletal system and connective tissue
M17 | Osteoarthritis of knee
M17.1 | Unilateral primary osteoarthritis of knee
M17.10 | Unilateral primary osteoarthritis, unspecified knee
M17.11 | Unilateral primary osteoarthritis, right knee
M17.12 | Unilateral primary osteoarthritis, left knee
chapter-14 | Diseases of the genitourinary system
N17-N19 | Acute kidney failure and chronic kidney disease
N17 | Acute kidney failure
 ca associated underlying condition
N17.9 | Acute kidney failure, unspecified
 it Acute kidney injury (nontraumatic)
 x2 traumatic kidney injury (S37.0-)
N18 | Chronic kidney disease (CKD)
 cf any associated: diabetic chronic kidney disease (E08.22, E09.22, E10.22, E11.22, E13.22)
 cf any associated: hypertensive chronic kidney disease (I12.-, I13.-)
 ua code to identify kidney transplant status, if applicable, (Z94.0)
N18.3 | Chronic kidney disease, stage 3 (moderate)
N18.30 | Chronic kidney disease, stage 3 unspecified
N18.31 | Chronic kidney disease, stage 3a
N18.32 | Chronic kidney disease, stage 3b
N18.4 | Chronic kidney disease, stage 4 (severe)
N18.9 | Chronic kidney disease, unspecified
chapter-18 | Symptoms, signs and abnormal clinical and laboratory findings, not elsewhere classified
R07 | Pain in throat and chest
R07.9 | Chest pain, unspecified
chapter-19 | Injury, poisoning and certain other consequences of external causes
 ua secondary code(s) from Chapter 20, External causes of morbidity, to indicate cause of injury
 x1 birth trauma (P10-P15)
S50-S59 | Injuries to the elbow and forearm
 x2 burns and corrosions (T20-T32)
S52 | Fracture of forearm
 no A fracture not indicated as displaced or nondisplaced should be coded to displaced
 no A fracture not indicated as open or closed should be coded to closed
 x1 traumatic amputation of forearm (S58.-)
 x2 fracture at wrist and hand level (S62.-)
 7 A initial encounter for closed fracture
 7 B initial encounter for open fracture type I or II
 7 D subsequent encounter for closed fracture with routine healing
 7 G subsequent encounter for closed fracture with delayed healing
 7 S sequela
S52.5 | Fracture of lower end of radius
 x2 physeal fractures of lower end of radius (S59.2-)
S52.53 | Colles' fracture
S52.531 | Colles' fracture of right radius
S52.532 | Colles' fracture of left radius
S52.539 | Colles' fracture of unspecified radius
chapter-20 | External causes of morbidity
W00-W19 | Slipping, tripping, stumbling and falls
W01 | Fall on same level from slipping, tripping and stumbling
 x1 fall due to bumping (striking) against object (W18.0-)
 7 A initial encounter
 7 D subsequent encounter
 7 S sequela
W01.0 | Fall on same level from slipping, tripping and stumbling without subsequent striking against object
 it Falling over animal
chapter-21 | Factors influencing health status and contact with health services
 no Z codes represent reasons for encounters
Z79 | Long term (current) drug therapy
 x2 drug abuse and dependence (F11-F19)
Z79.4 | Long term (current) use of insulin
Z79.8 | Other long term (current) drug therapy
Z79.84 | Long term (current) use of oral hypoglycemic drugs
Z87 | Personal history of other diseases and conditions
Z87.8 | Personal history of other specified conditions
Z87.89 | Personal history of other specified conditions
Z87.891 | Personal history of nicotine dependence
`;

const KINDS: Record<string, string> = {
  x1: 'excludes1', x2: 'excludes2', in: 'includes', cf: 'code-first', ua: 'use-additional', ca: 'code-also', it: 'inclusion-term', no: 'note',
};

interface Node {
  name: string;
  title: string;
  parent: Node | null;
  children: Node[];
  notes: { kind: string; text: string }[];
  seventh: { character: string; text: string }[];
}

const kindOf = (name: string): 'chapter' | 'block' | 'code' =>
  name.startsWith('chapter') ? 'chapter' : name.includes('-') ? 'block' : 'code';
const plain = (code: string): string => code.replace('.', '');
export const label = (name: string): string => (name.startsWith('chapter-') ? `Chapter ${name.slice(8)}` : name);

const nodes = new Map<string, Node>();
{
  let chapter: Node | null = null;
  let block: Node | null = null;
  let last: Node | null = null;
  for (const line of SOURCE.split('\n')) {
    const note = /^ (\S+) (.*)$/.exec(line);
    const entry = /^(\S+) \| (.*)$/.exec(line);
    if (note && last) {
      const [, kind = '', text = ''] = note;
      if (kind === '7') last.seventh.push({ character: text[0] ?? '', text: text.slice(2) });
      else last.notes.push({ kind: KINDS[kind] ?? 'note', text });
    } else if (entry) {
      const [, name = '', title = ''] = entry;
      let parent: Node | null = null;
      if (kindOf(name) === 'block') parent = chapter;
      if (kindOf(name) === 'code') {
        for (let n = plain(name).length - 1; n >= 3 && !parent; n--) {
          const stem = plain(name).slice(0, n);
          parent = nodes.get(stem.length > 3 ? `${stem.slice(0, 3)}.${stem.slice(3)}` : stem) ?? null;
        }
        parent ??= block ?? chapter;
      }
      last = { name, title, parent, children: [], notes: [], seventh: [] };
      parent?.children.push(last);
      nodes.set(name, last);
      if (kindOf(name) === 'chapter') [chapter, block] = [last, null];
      if (kindOf(name) === 'block') block = last;
    }
  }
}

function seventhOwner(node: Node): Node | null {
  for (let at: Node | null = node; at; at = at.parent) if (at.seventh.length > 0) return at;
  return null;
}

function pad(code: string, character: string): string {
  const body = plain(code).padEnd(6, 'X') + character;
  return `${body.slice(0, 3)}.${body.slice(3)}`;
}

/** The entry and 7th character a code names, "S52.531A" being S52.531 and A. */
function find(code: string): { node: Node; character: string } | null {
  const whole = nodes.get(code);
  if (whole) return { node: whole, character: '' };
  if (plain(code).length !== 7) return null;
  const stem = code.slice(0, -1).replace(/X+$/, '').replace(/\.$/, '');
  const node = nodes.get(stem);
  const character = code.slice(-1);
  return node && seventhOwner(node)?.seventh.some((one) => one.character === character) ? { node, character } : null;
}

const billable = (node: Node): boolean => kindOf(node.name) === 'code' && node.children.length === 0 && !seventhOwner(node);
const ref = (node: Node): EntryRefDto => ({ code: node.name, title: node.title, billable: billable(node), header: node.children.length > 0 });

export function titleOf(code: string): { title: string; billable: boolean } | null {
  const found = find(code);
  if (!found) return null;
  if (!found.character) return { title: found.node.title, billable: billable(found.node) };
  const meaning = seventhOwner(found.node)?.seventh.find((one) => one.character === found.character)?.text ?? '';
  return { title: `${found.node.title}, ${meaning}`, billable: true };
}

export const allCodes = (): { code: string; title: string; billable: boolean }[] =>
  [...nodes.values()].filter((node) => kindOf(node.name) === 'code').map((node) => ({ code: node.name, title: node.title, billable: billable(node) }));

function noteDto(kind: string, text: string, from: string | null): NoteDto {
  const refs = [...text.matchAll(/[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:\.?-(?![A-Z0-9]))?/g)].map((hit) => {
    const stem = hit[0].replace(/\.?-$/, '');
    const count = [...nodes.values()].filter((node) => plain(node.name).startsWith(plain(stem)) && node.children.length === 0).length;
    return { start: hit.index, end: hit.index + hit[0].length, code: stem, count: Math.max(1, count) };
  });
  return { kind, text, refs, head: text.endsWith(':'), inheritedFrom: from };
}

/** The codes beside one that differ in their side, or else in what their titles say. */
function ladder(node: Node): RungDto[] {
  const beside = node.children.length > 0 ? node.children : (node.parent?.children ?? []);
  if (beside.length < 2) return [];
  const side = (title: string): string | undefined => /\b(right|left|unspecified)\b/i.exec(title)?.[1]?.toLowerCase();
  const sides = beside.every((one) => side(one.title) !== undefined);
  const value = (one: Node): string => (sides ? side(one.title) : undefined) ?? one.title;
  const here = node.children.length > 0 ? null : value(node);
  return [{
    axis: sides ? 'side' : 'detail', here, within: node.children.length > 0 ? node.name : (node.parent?.name ?? ''),
    options: beside.map((one) => ({
      value: value(one), code: one.name, title: one.title, billable: billable(one), codes: [one.name],
      unspecified: /unspecified/i.test(value(one)), chosen: one === node,
    })),
  }];
}

export function tabular(code: string): TabularDto | null {
  const found = find(code);
  if (!found) return null;
  const { node } = found;
  const lineage: Node[] = [];
  for (let at = node.parent; at; at = at.parent) lineage.unshift(at);
  const notes = [node, ...[...lineage].reverse()].flatMap((owner) =>
    owner.notes
      .filter((note) => owner === node || note.kind !== 'inclusion-term')
      .map((note) => noteDto(note.kind, note.text, owner === node ? null : label(owner.name))),
  );
  const owner = node.children.length === 0 ? seventhOwner(node) : null;
  const seventhCharacters: SeventhCharacterDto[] = (owner?.seventh ?? []).map((one) => ({ ...one, code: pad(node.name, one.character) }));
  const excludedBy = [...nodes.values()].filter(
    (other) =>
      other !== node && kindOf(other.name) === 'code' &&
      other.notes.some((note) => note.kind === 'excludes1' && noteDto('', note.text, null).refs.some((one) => plain(node.name).startsWith(plain(one.code)))),
  );
  const title = titleOf(code);
  return {
    code: found.character ? code : node.name,
    title: title?.title ?? node.title,
    billable: title?.billable ?? false,
    lineage: lineage.map(ref),
    siblings: (node.parent?.children ?? [node]).map(ref),
    children: node.children.map(ref),
    notes,
    excludedBy: excludedBy.map(ref),
    seventhCharacters,
    seventhFrom: owner && owner !== node ? label(owner.name) : null,
    ladder: ladder(node),
    changes: [],
    releases: [
      ['FY2026-04', title?.billable ? 'billable' : 'header'],
      ['FY2021', node.name === 'N18.31' || node.name === 'N18.32' ? 'absent' : title?.billable ? 'billable' : 'header'],
    ],
  };
}
