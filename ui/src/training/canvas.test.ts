import { describe, expect, it } from 'vitest';
import { layout } from './canvas';

const way = (who: string, ...steps: string[]) => ({ who, steps, codes: [] });

describe('the canvas of a replay', () => {
  it('has one place for a line that several ways pass', () => {
    const canvas = layout([
      way('expert', 'index: Fibrillation', 'index: Fibrillation > atrial', 'index: Fibrillation > atrial > paroxysmal', 'tabular: I48.0'),
      way('learner', 'search: fib', 'index: Fibrillation', 'index: Fibrillation > atrial', 'tabular: I48.91'),
      way('engine', 'index: Fibrillation > atrial > paroxysmal', 'tabular: I48.0'),
    ]);
    expect(canvas.places.map((one) => [one.label, one.column, one.row])).toEqual([
      ['Fibrillation', 0, 0], ['atrial', 1, 0], ['paroxysmal', 2, 0], ['I48.0', 3, 0], ['I48.91', 3, 1],
    ]);
    expect([canvas.columns, canvas.rows]).toEqual([4, 2]);
    expect(canvas.courses[1]?.stops.map((one) => [one.key, one.step])).toEqual([['i Fibrillation', 2], ['i Fibrillation > atrial', 3], ['t I48.91', 4]]);
    expect(canvas.courses[2]?.stops[0]?.key).toBe('i Fibrillation > atrial > paroxysmal');
  });

  it('gives each main term rows of its own', () => {
    const canvas = layout([way('learner', 'index: Pain', 'index: Pain > chest', 'index: Angina', 'tabular: I20.9')]);
    expect(canvas.places.map((one) => [one.label, one.row])).toEqual([['Pain', 0], ['chest', 0], ['Angina', 1], ['I20.9', 1]]);
  });

  it('puts a column behind its row, and what was found by title before its code', () => {
    const canvas = layout([way('expert', 'index: Neoplasm > lung | Malignant Primary', 'tabular: C34.90'), way('engine', 'title: Lung, unspecified', 'tabular: C34.90')]);
    expect(canvas.places.map((one) => one.label)).toEqual(['Neoplasm', 'lung', 'Malignant Primary', 'C34.90', 'Lung, unspecified']);
  });

  it('ends a way with the answer, also where its entry was not opened', () => {
    const canvas = layout([way('expert', 'index: Fibrillation', 'tabular: I48.91'), { ...way('learner', 'index: Fibrillation', 'tabular: I48.91'), codes: ['I48.0'] }]);
    expect(canvas.places.map((one) => [one.label, one.column, one.row])).toEqual([['Fibrillation', 0, 0], ['I48.91', 1, 0], ['I48.0 answered', 1, 1]]);
    expect(canvas.courses[1]?.stops.map((one) => [one.key, one.step])).toEqual([['i Fibrillation', 1], ['t I48.91', 2], ['a I48.0', 2]]);
    expect(layout([{ ...way('learner', 'index: Pain', 'tabular: R52'), codes: ['R52'] }]).places.map((one) => one.label)).toEqual(['Pain', 'R52']);
  });

  it('is empty for nothing', () => {
    expect(layout([])).toEqual({ places: [], courses: [], columns: 0, rows: 0 });
    expect(layout([way('learner')]).rows).toBe(0);
  });
});
