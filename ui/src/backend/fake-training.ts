import type { AttemptDto } from '../bindings/AttemptDto';
import type { CardDto } from '../bindings/CardDto';
import type { DashboardDto } from '../bindings/DashboardDto';
import type { DeckDto } from '../bindings/DeckDto';
import type { ExerciseDto } from '../bindings/ExerciseDto';
import type { PackDto } from '../bindings/PackDto';
import type { ScoredDto } from '../bindings/ScoredDto';

/** The demonstration's classroom: two exercises, scored by whether the right code was given. */
const EXERCISES: (ExerciseDto & { right: string; why: string })[] = [
  { id: 'demo-walk', kind: 'walk', task: 'Walk the index to the code, verify it and choose it.', text: 'Type 2 diabetes mellitus with diabetic chronic kidney disease.', setting: 'outpatient', release: 'FY2026-04', given: [], suggestions: [], notes: [], hints: 1, right: 'E11.22', why: 'The with-block of type 2 holds the kidney disease.' },
  { id: 'demo-vigilance', kind: 'vigilance', task: 'Reject the suggestions that are wrong; leave the others.', text: 'Hypertension, stable. No diabetes.', setting: 'outpatient', release: 'FY2026-04', given: [], suggestions: [{ code: 'I10', title: 'Essential (primary) hypertension', words: 'Hypertension' }, { code: 'E11.9', title: 'Type 2 diabetes mellitus without complications', words: 'diabetes' }], notes: [], hints: 1, right: 'E11.9', why: 'The diabetes is negated.' },
];

export class Classroom {
  #attempts: { attempt: AttemptDto; total: number }[] = [];
  #cards: CardDto[] = [];

  packs(): PackDto[] {
    const row = (one: ExerciseDto) => {
      const own = this.#attempts.filter((done) => done.attempt.exercise === one.id);
      return { id: one.id, kind: one.kind, start: one.text, attempts: own.length, best: own.length === 0 ? null : Math.max(...own.map((done) => done.total)) };
    };
    return [{ id: 'demo', title: 'Demonstration', level: 1, about: 'Two exercises to look at.', release: 'FY2026-04', ready: true, exercises: EXERCISES.map(row) }];
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
    const kind = one.kind === 'vigilance' ? 'OV' : 'ST';
    if (credit === 0) this.#cards.push({ id: `${one.id}/${kind}`, skill: kind, prompt: `${one.text}\n\nWhich step went wrong?`, answer: one.why, new: true });
    return {
      total, parts: [{ kind: 'codes', weight: 1, credit }], errors: credit === 1 ? [] : [{ kind, name: 'Not right', code: given[0] ?? '', why: one.why }],
      divergence: '', divergenceDepth: null, wrongTurns: 0, why: one.why, cite: 'Guidelines', right: [{ code: one.right, title: '', words: '' }],
      replay: [{ who: 'learner', steps: attempt.steps, codes: attempt.codes }, { who: 'expert', steps: ['index: Diabetes, diabetic', 'tabular: E11.22'], codes: [one.right] }], cards: credit === 1 ? 0 : 1,
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

  dashboard(): DashboardDto {
    return { people: [], skills: [], cells: [], items: [], branches: [], overTrust: null, csv: '' };
  }
}
