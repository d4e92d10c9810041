import type { BookDto } from '../bindings/BookDto';
import type { CrossReferenceDto } from '../bindings/CrossReferenceDto';
import type { IndexCodeDto } from '../bindings/IndexCodeDto';
import type { IndexEntryDto } from '../bindings/IndexEntryDto';
import type { IndexLineDto } from '../bindings/IndexLineDto';
import type { NodeRef } from '../bindings/NodeRef';
import { titleOf } from './fake-tabular';

// A few entries of an index in the notation "title (nonessential) = code [manifestation]; see …", one
// level an indent; table rows give their cells after a bar. Written for the demonstration.
const INDEX = `
Bronchitis (diffuse) (fibrinous) = J40
  with
    obstruction (airway) (lung) = J44.9
  chronic = J42
    obstructive = J44.9
Diabetes, diabetic (mellitus) (sugar) = E11.9
  with
    chronic kidney disease = E11.22
    hyperglycemia = E11.65
    kidney complications NEC = E11.29
    nephropathy = E11.21
  by type; see Diabetes, type 2
  type 2 = E11.9
    with
      chronic kidney disease = E11.22
      hyperglycemia = E11.65
      kidney complications NEC = E11.29
      nephropathy = E11.21
Disease, diseased; see also Syndrome
  airway
    obstructive, chronic = J44.9
    with
      acute exacerbation NEC = J44.1
      lower respiratory infection (except influenza) = J44.0
  kidney (functional) (pelvis) = N28.9
    with
      edema; see Nephrosis
      hypertension; see Hypertension, kidney
    chronic = N18.9
      hypertensive; see Hypertension, kidney
      stage 3 (moderate) = N18.30
        3a = N18.31
        3b = N18.32
      stage 4 (severe) = N18.4
    end-stage (failure) = N18.6
  lung
    obstructive (chronic) = J44.9
      with
        acute
          bronchitis = J44.0
          exacerbation NEC = J44.1
Failure, failed
  kidney; see also Disease, kidney, chronic = N19
    acute; see also Failure, kidney = N17.9
    chronic = N18.9
Gonarthrosis; see Osteoarthritis, primary, knee
Hypertension, hypertensive (accelerated) (benign) (essential) (idiopathic) (malignant) (primary) (systemic) = I10
  with
    chronic kidney disease = I12.9
      stage 1 through stage 4 = I12.9
      stage 5 or end stage = I12.0
  kidney = I12.9
    with
      stage 1 through stage 4 chronic kidney disease = I12.9
Long-term (current) (prophylactic) drug therapy (use of)
  insulin = Z79.4
  oral
    antidiabetic = Z79.84
    hypoglycemic = Z79.84
Osteoarthritis = M19.90
  primary = M19.91
    knee = M17.1-
      bilateral = M17.0
Pain (see also Painful) = R52
  chest (central) = R07.9
Pneumonia (acute) (double) (migratory) (purulent) (septic) (unresolved) = J18.9
  with
    lung abscess = J85.1
  organism, specific; see Pneumonia, by organism
Retinopathy (background) = H35.00
  due to diabetes = E11.319 [H36]
Smoker; see Dependence, drug, nicotine
`;

const EXTERNAL = `
Fall, falling (accidental) = W19
  due to
    slipping (on moving sidewalk) = W01.0
  over
    animal = W01.0
  same level = W18.30
    from
      slipping, stumbling, tripping = W01.0
`;

const NEOPLASM = `
Neoplasm, neoplastic | C80.1 | C79.9 | D09.9 | D36.9 | D49.9 | D49.9
  bone (periosteum) | C41.9 | C79.51 | - | D16.9 | D48.0 | D49.2
    femur | C40.2- | C79.51 | - | D16.2- | D48.0 | D49.2
    radius | C40.0- | C79.51 | - | D16.0- | D48.0 | D49.2
  breast (connective tissue) (glandular tissue) (soft parts) | C50.9- | C79.81 | D05.9- | D24.- | D48.6- | D49.3
    upper-outer quadrant | C50.4- | C79.81 | D05.9- | D24.- | D48.6- | D49.3
  kidney (parenchymal) | C64.- | C79.0- | D09.19 | D30.0- | D41.0- | D49.51-
  lung | C34.9- | C78.0- | D02.2- | D14.3- | D38.1 | D49.1
    upper lobe | C34.1- | C78.0- | D02.2- | D14.3- | D38.1 | D49.1
  prostate (gland) | C61 | C79.82 | D07.5 | D29.1 | D40.0 | D49.59
`;

const DRUG = `
Acetaminophen | T39.1X1 | T39.1X2 | T39.1X3 | T39.1X4 | T39.1X5 | T39.1X6
Amlodipine | T46.1X1 | T46.1X2 | T46.1X3 | T46.1X4 | T46.1X5 | T46.1X6
Insulin NEC | T38.3X1 | T38.3X2 | T38.3X3 | T38.3X4 | T38.3X5 | T38.3X6
Metformin | T38.3X1 | T38.3X2 | T38.3X3 | T38.3X4 | T38.3X5 | T38.3X6
Warfarin | T45.511 | T45.512 | T45.513 | T45.514 | T45.515 | T45.516
`;

const COLUMNS: Record<BookDto, string[]> = {
  index: [],
  'external-cause': [],
  neoplasm: ['Site', 'Malignant primary', 'Malignant secondary', 'Ca in situ', 'Benign', 'Uncertain behavior', 'Unspecified behavior'],
  drug: ['Substance', 'Accidental', 'Self-harm', 'Assault', 'Undetermined', 'Adverse effect', 'Underdosing'],
};

/** A main term of thousands of lines, as the real "Fracture, traumatic" has. */
function longEntry(): string {
  const lines = ['Fracture, traumatic (abduction) (adduction) (separation) = T14.8'];
  const bones = ['carpal bone', 'clavicle', 'femur', 'fibula', 'humerus', 'metacarpal', 'metatarsal', 'radius', 'rib', 'tibia', 'ulna', 'vertebra'];
  const places = ['greater trochanter', 'head', 'lower end', 'neck', 'physeal', 'shaft', 'styloid process', 'upper end'];
  const forms = ['comminuted (displaced)', 'nondisplaced', 'oblique (displaced)', 'segmental (displaced)', 'spiral (displaced)', 'transverse (displaced)'];
  const sides = ['left', 'right', 'unspecified side'];
  bones.forEach((bone, b) => {
    lines.push(`  ${bone} = S${40 + b}.90-`);
    if (bone === 'radius') lines.push("    Colles' = S52.53-", '    lower end = S52.50-');
    places.forEach((place, p) => {
      lines.push(`    ${place} = S${40 + b}.${p}09-`);
      forms.forEach((form, f) => {
        lines.push(`      ${form} = S${40 + b}.${p}${f}-`);
        sides.forEach((side, s) => lines.push(`        ${side} = S${40 + b}.${p}${f}${s}-`));
      });
    });
  });
  return lines.join('\n');
}

function code(printed: string): IndexCodeDto | null {
  const stem = printed.trim().replace(/\.?-$/, '');
  if (!stem) return null;
  const known = titleOf(stem);
  return { printed: printed.trim(), code: stem, title: known?.title ?? 'Not in the demonstration’s tabular list', billable: known?.billable ?? false };
}

interface Book {
  lines: IndexLineDto[];
  starts: number[];
}

function parse(book: BookDto, source: string): Book {
  const lines: IndexLineDto[] = [];
  const starts: number[] = [];
  const above: IndexLineDto[] = [];
  for (const raw of source.split('\n').filter((line) => line.trim() !== '')) {
    const level = /^ */.exec(raw)![0].length / 2;
    const [main = '', ...cells] = raw.trim().split(' | ');
    const [head = '', printed = ''] = main.split(' = ');
    const [term = '', ...references] = head.split('; ');
    const bracket = /\[(.*)\]/.exec(printed)?.[1];
    const line: IndexLineDto = {
      at: { book, node: lines.length },
      level,
      title: term.replace(/ ?\([^)]*\)/g, '').trim(),
      nonessential: [...term.matchAll(/\(([^)]*)\)/g)].map((hit) => hit[1] ?? ''),
      code: code(printed.replace(/\[.*\]/, '')),
      manifestation: bracket ? code(bracket) : null,
      references: references.map((text): CrossReferenceDto => {
        const also = text.startsWith('see also');
        return { kind: also ? 'see-also' : 'see', text: text.replace(/^see (also )?/, ''), targets: [], hint: null, code: null };
      }),
      cells: cells.map((cell, n) => ({ column: n + 2, code: cell === '-' ? null : code(cell) })),
      children: 0,
      standsFor: null,
    };
    if (level === 0) starts.push(lines.length);
    above[level] = line;
    if (level > 0) above[level - 1]!.children += 1;
    lines.push(line);
  }
  return { lines, starts };
}

const books: Record<BookDto, Book> = {
  index: parse('index', INDEX.replace(/\nGonarthrosis/, `\n${longEntry()}\nGonarthrosis`)),
  'external-cause': parse('external-cause', EXTERNAL),
  neoplasm: parse('neoplasm', NEOPLASM),
  drug: parse('drug', DRUG),
};

export function pathOf(at: NodeRef): IndexLineDto[] {
  const { lines } = books[at.book];
  const path: IndexLineDto[] = [];
  let level = Infinity;
  for (let n = at.node; n >= 0 && level > 0; n--) {
    const line = lines[n];
    if (line && line.level < level) {
      path.unshift(line);
      level = line.level;
    }
  }
  return path;
}

export function findNode(terms: readonly string[]): NodeRef | null {
  const hit = books.index.lines.find((line) => {
    const path = pathOf(line.at);
    return path.length === terms.length && path.every((step, n) => step.title.toLowerCase().startsWith(terms[n]!.toLowerCase()));
  });
  return hit?.at ?? null;
}
for (const line of books.index.lines) {
  for (const reference of line.references) {
    const target = findNode(reference.text.split(', '));
    if (target) reference.targets.push(target);
    else reference.hint = 'Look the disease up by its own noun; the demonstration holds no such entry.';
  }
}

export const allLines = (): IndexLineDto[] => Object.values(books).flatMap((book) => book.lines);

export function mainTerms(book: BookDto, prefix: string, limit: number): IndexLineDto[] {
  const all = books[book].starts.map((n) => books[book].lines[n]!);
  const from = all.findIndex((line) => line.title.toLowerCase() >= prefix.toLowerCase());
  return from < 0 ? all.slice(-1) : all.slice(from, from + limit);
}

export function entry(at: NodeRef): IndexEntryDto | null {
  const { lines, starts } = books[at.book];
  if (!lines[at.node]) return null;
  const nth = starts.findLastIndex((n) => n <= at.node);
  const from = COLUMNS[at.book].length > 0 && at.book === 'drug' ? 0 : starts[nth]!;
  const to = at.book === 'drug' ? lines.length : (starts[nth + 1] ?? lines.length);
  const main = (n: number): NodeRef | null => (starts[n] === undefined ? null : { book: at.book, node: starts[n] });
  return {
    book: at.book,
    source: 'starter',
    columns: COLUMNS[at.book],
    path: pathOf(at).map((line) => line.at),
    lines: lines.slice(from, to),
    focus: at.node - from,
    previous: main(nth - 1),
    next: main(nth + 1),
  };
}
