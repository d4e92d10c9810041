import { describe, expect, it } from 'vitest';
import { filterLines, parentOf, pathTo } from './filter';

const lines = [
  [0, 'Fracture, traumatic', 'abduction'],
  [1, 'femur'],
  [2, 'shaft'],
  [1, 'radius'],
  [2, 'lower end'],
  [3, "Colles'"],
  [2, 'shaft'],
  [3, 'spiral', 'displaced'],
  [1, 'ulna'],
].map(([level, title, ...nonessential]) => ({ level: level as number, title: title as string, nonessential: nonessential as string[] }));
const kept = (filter: string): string[] => filterLines(lines, filter).map((one) => `${one.hit ? '*' : ''}${lines[one.index]!.title}`);

describe('filterLines', () => {
  it('keeps all without a filter', () => expect(filterLines(lines, ' ')).toHaveLength(lines.length));
  it('keeps the ancestors of what matches', () => {
    expect(kept('colles')).toEqual(['Fracture, traumatic', 'radius', 'lower end', "*Colles'"]);
    expect(kept('shaft')).toEqual(['Fracture, traumatic', 'femur', '*shaft', 'radius', '*shaft']);
  });
  it('matches words in any order over the whole path, by their first letters', () => {
    expect(kept('sha rad')).toEqual(['Fracture, traumatic', 'radius', '*shaft']);
    expect(kept('fract ulna')).toEqual(['Fracture, traumatic', '*ulna']);
  });
  it('does not keep a line for its ancestors’ words alone', () => expect(kept('radius')).toEqual(['Fracture, traumatic', '*radius']));
  it('reads nonessential modifiers too', () => expect(kept('displ')).toEqual(['Fracture, traumatic', 'radius', 'shaft', '*spiral']));
  it('keeps nothing where nothing matches', () => expect(kept('tibia')).toEqual([]));
  it('forgets case and accents', () => {
    expect(filterLines([{ level: 0, title: 'Ménière', nonessential: [] }], 'MENIERE')).toHaveLength(1);
  });
});

it('climbs from a line to its main term', () => {
  expect(parentOf(lines, 5)).toBe(4);
  expect(parentOf(lines, 0)).toBe(-1);
  expect(pathTo(lines, 7)).toEqual([0, 3, 6, 7]);
});
