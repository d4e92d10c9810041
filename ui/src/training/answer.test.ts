import { expect, test } from 'vitest';
import { clock, move, nextExercise, wordAt } from './answer';

test('a code moves in the sequence and stays at its ends', () => {
  expect(move(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(move(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(move(['a', 'b', 'c'], 0, 9)).toEqual(['b', 'c', 'a']);
  expect(move([], 0, 1)).toEqual([]);
});

test('words are marked one after the other', () => {
  const text = "Crohn's disease, small.";
  const first = wordAt(text, null, 1);
  expect(first && text.slice(...first)).toBe("Crohn's");
  const second = wordAt(text, first, 1);
  expect(second && text.slice(...second)).toBe('disease');
  expect(wordAt(text, second, -1)).toEqual(first);
  expect(wordAt(text, first, -1)).toEqual(first);
  expect(wordAt('', null, 1)).toBeNull();
});

test('the list begins again behind its end', () => {
  expect(nextExercise(3, 2)).toBe(0);
  expect(nextExercise(0, 0)).toBe(0);
  expect(clock(187)).toBe('3:07');
});
