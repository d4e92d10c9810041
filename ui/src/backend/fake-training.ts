import type { AttemptDto } from '../bindings/AttemptDto';
import type { CardDto } from '../bindings/CardDto';
import type { DashboardDto } from '../bindings/DashboardDto';
import type { DeckDto } from '../bindings/DeckDto';
import type { DraftDto } from '../bindings/DraftDto';
import type { DraftedDto } from '../bindings/DraftedDto';
import type { ExamDto } from '../bindings/ExamDto';
import type { ExerciseDto } from '../bindings/ExerciseDto';
import type { GuidanceDto } from '../bindings/GuidanceDto';
import type { OwnPackDto } from '../bindings/OwnPackDto';
import type { PackDto } from '../bindings/PackDto';
import type { PackHeadDto } from '../bindings/PackHeadDto';
import type { ReplayDto } from '../bindings/ReplayDto';
import type { ScoredDto } from '../bindings/ScoredDto';

/** The demonstration's classroom: two exercises, scored by whether the right code was given. */
const EXERCISES: (ExerciseDto & { right: string; why: string })[] = [
  { id: 'demo-walk', kind: 'walk', task: 'Walk the index to the code, verify it and choose it.', text: 'Type 2 diabetes mellitus with diabetic chronic kidney disease.', setting: 'outpatient', release: 'FY2026-04', given: [], suggestions: [], notes: [], hints: 1, asksPoa: false, seconds: 180, right: 'E11.22', why: 'The with-block of type 2 holds the kidney disease.' },
  { id: 'demo-vigilance', kind: 'vigilance', task: 'Reject the suggestions that are wrong; leave the others.', text: 'Hypertension, stable. No diabetes.', setting: 'outpatient', release: 'FY2026-04', given: [], suggestions: [{ code: 'I10', title: 'Essential (primary) hypertension', words: 'Hypertension' }, { code: 'E11.9', title: 'Type 2 diabetes mellitus without complications', words: 'diabetes' }], notes: [], hints: 1, asksPoa: false, seconds: 180, right: 'E11.9', why: 'The diabetes is negated.' },
];

export class Classroom {
  #attempts: { attempt: AttemptDto; total: number }[] = [];
  #cards: CardDto[] = [];
  #exams: ExamDto[] = [];
  own: OwnPackDto[] = [];

  packs(): PackDto[] {
    const row = (one: ExerciseDto) => {
      const own = this.#attempts.filter((done) => done.attempt.exercise === one.id);
      return { id: one.id, kind: one.kind, start: one.text, attempts: own.length, best: own.length === 0 ? null : Math.max(...own.map((done) => done.total)), right: this.#isRight(one.id) };
    };
    return [{ id: 'demo', title: 'Demonstration', level: 1, about: 'Two exercises to look at.', release: 'FY2026-04', ready: true, own: false, standing: this.#right() === EXERCISES.length ? 'mastered' : 'next', right: this.#right(), exercises: EXERCISES.map(row) }];
  }

  /** Exercises whose last answer without guidance was right. */
  #right(): number {
    return EXERCISES.filter((one) => this.#isRight(one.id)).length;
  }

  #isRight(id: string): boolean {
    return (this.#attempts.findLast((done) => done.attempt.exercise === id && done.attempt.mode !== 'guided')?.total ?? 0) >= 0.9;
  }

  exercise(id: string, mode: string): ExerciseDto | null {
    const found = EXERCISES.find((one) => one.id === id);
    if (!found) return null;
    const { right: _right, why: _why, ...shown } = found;
    return { ...shown, hints: mode === 'exam' ? 0 : shown.hints };
  }

  submit(attempt: AttemptDto): ScoredDto | null {
    const one = EXERCISES.find((found) => found.id === attempt.exercise);
    if (!one) return null;
    const given = one.kind === 'vigilance' ? attempt.flags.map((flag) => flag.code) : attempt.codes;
    const credit = given.length === 1 && given[0] === one.right ? 1 : 0;
    const total = Math.max(0, credit - attempt.hints / 10);
    this.#attempts.push({ attempt, total });
    const exam = this.#exams.find((begun) => begun.id === attempt.exam);
    if (exam) Object.assign(exam, { state: attempt.timedOut ? 'time ran out' : 'handed in', score: total });
    const kind = one.kind === 'vigilance' ? 'OV' : 'ST';
    const errors = credit === 1 ? [] : [{ kind, name: 'Not right', code: given[0] ?? '', why: one.why }];
    if (credit === 0) this.#cards.push({ id: `${one.id}/${kind}`, skill: kind, prompt: `${one.text}\n\nWhich step went wrong?`, answer: one.why, new: true });
    return {
      total, parts: [{ kind: 'codes', weight: 1, credit }], errors,
      divergence: '', divergenceDepth: null, wrongTurns: 0, why: one.why, cite: 'Guidelines', right: [{ code: one.right, title: '', words: '' }],
      replay: {
        format: 1, exercise: one.id, kind: one.kind, release: one.release, text: one.text, mode: attempt.mode, total, divergence: '', errors,
        ways: [
          { who: 'learner', steps: attempt.steps, times: attempt.times, codes: attempt.codes },
          { who: 'expert', steps: ['index: Diabetes, diabetic', 'index: Diabetes, diabetic > type 2', 'tabular: E11.22'], times: [], codes: [one.right] },
        ],
      },
      cards: credit === 1 ? 0 : 1, timedOut: attempt.timedOut,
    };
  }

  deck(): DeckDto {
    return { due: this.#cards.filter((card) => card.new), all: this.#cards.length };
  }

  review(id: string): number | null {
    const card = this.#cards.find((one) => one.id === id);
    if (!card) return null;
    card.new = false;
    return 3;
  }

  /** Two steps: something was done, and the right code was given. */
  guide(attempt: AttemptDto): GuidanceDto[] {
    const one = EXERCISES.find((found) => found.id === attempt.exercise);
    const given = one?.kind === 'vigilance' ? attempt.flags.map((flag) => flag.code) : attempt.codes;
    const done = given.length === 1 && given[0] === one?.right;
    const progress = done ? 'done' : given.length > 0 ? 'wrong' : 'open';
    return [
      { prompt: 'Read the text to its end, and the setting above it.', progress: given.length > 0 || attempt.steps.length > 0 ? 'done' : 'open', said: '' },
      { prompt: 'Choose the code, complete to its last character.', progress, said: progress === 'wrong' ? 'Which subterms do you follow below the main term?' : '' },
    ];
  }

  examBegin(exercise: string): ExamDto {
    const exam: ExamDto = { id: `exam-${this.#exams.length}`, exercise, person: 'demo', at: '2026-02-03T10:00:00.000Z', seconds: 180, state: 'running', score: null };
    this.#exams = [...this.#exams, exam];
    return { ...exam };
  }

  examLeave(id: string): null {
    const exam = this.#exams.find((begun) => begun.id === id);
    if (exam) exam.state = 'left';
    return null;
  }

  exams(): ExamDto[] {
    return this.#exams.filter((exam) => !['running', 'handed in'].includes(exam.state));
  }

  open(text: string): ReplayDto | null {
    try {
      const read = JSON.parse(text) as ReplayDto;
      return read.format === 1 && Array.isArray(read.ways) ? read : null;
    } catch {
      return null;
    }
  }

  fromChart(id: string): DraftedDto {
    const draft: DraftDto = {
      id: 'chart-demo', kind: 'walk', text: 'Seen on [DATE]. Hypertension, stable.', setting: 'outpatient', words: '', accept: [], given: [], notes: [], wrong: [], suggestions: [], traps: [], hints: [], why: '', cite: '', seconds: null, chart: id,
      codes: [{ code: 'I10', words: 'Hypertension', path: 'Hypertension', book: 'index', column: null, optional: false, poa: '' }],
    };
    return { draft, replaced: [{ kind: 'date', placeholder: '[DATE]', count: 1 }], leftOut: [], release: 'FY2026-04' };
  }

  check(draft: DraftDto): string[] {
    const faults: string[] = [];
    if (!draft.text.trim()) faults.push('it has no text');
    if (!draft.hints.some((hint) => hint.trim())) faults.push('it has no hint');
    return faults;
  }

  keep(head: PackHeadDto, draft: DraftDto): OwnPackDto {
    const before = this.own.find((pack) => pack.head.id === head.id);
    const pack = { head, exercises: [...(before?.exercises ?? []).filter((one) => one.id !== draft.id), draft] };
    this.own = [...this.own.filter((one) => one.head.id !== head.id), pack];
    return pack;
  }

  remove(pack: string, exercise: string): OwnPackDto[] {
    this.own = this.own.map((one) => (one.head.id === pack ? { ...one, exercises: one.exercises.filter((kept) => kept.id !== exercise) } : one)).filter((one) => one.exercises.length > 0);
    return this.own;
  }

  dashboard(): DashboardDto {
    const heat = { rows: [], cells: [] };
    return { learners: [], skills: [], byPerson: heat, byChapter: heat, items: [], paces: [], trees: [], overTrust: null, exams: this.#exams, csv: '' };
  }
}
