// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { GuidelineReader, paragraphs } from './guidelines.svelte';

function reader(): { guidelines: GuidelineReader; read: string[] } {
  const read: string[] = [];
  return { guidelines: new GuidelineReader(new Session(createFake(), true), () => 'FY2026-04', (number) => void read.push(number)), read };
}

it('opens the guideline nearest to a code, and goes back to all of them', async () => {
  const { guidelines, read } = reader();
  await guidelines.show('E11.22');
  expect([guidelines.one?.number, read]).toEqual(['I.C.4.a', ['I.C.4.a']]);
  await guidelines.up();
  await guidelines.up();
  expect([guidelines.one, guidelines.code, guidelines.rows[0]?.number]).toEqual([null, null, 'I']);
});

it('reads on through the text and answers the last words asked for', async () => {
  const { guidelines } = reader();
  await guidelines.show();
  await guidelines.open('I.A');
  await guidelines.turn(1);
  expect(guidelines.one?.number).toBe('I.A.15');
  await Promise.all([guidelines.search('visits'), guidelines.search('kidney')]);
  expect(guidelines.rows.map((row) => row.number)).toEqual(['I.C.14.a']);
});

it('opens nothing again that was left while it was on its way', async () => {
  const { guidelines } = reader();
  await guidelines.show('E11.22');
  const opening = guidelines.open('I.A');
  await guidelines.up();
  await opening;
  expect([guidelines.one, guidelines.code]).toEqual([null, 'E11.22']);
});

it('shows no guideline that was left before the list came', async () => {
  const { guidelines, read } = reader();
  await guidelines.show();
  const showing = guidelines.show('E11.22');
  await guidelines.up();
  await showing;
  expect([guidelines.one, guidelines.code, read]).toEqual([null, null, []]);
});

it('cuts a text into paragraphs at the codes and guidelines it names', () => {
  const text = 'As E11.- says.\nSee I.A.15.';
  const pieces = paragraphs({ text, refs: [{ start: 3, end: 8, code: 'E11', count: 2 }], links: [{ start: 19, end: 25, number: 'I.A.15' }] });
  expect(pieces.map((paragraph) => paragraph.map((one) => one.text))).toEqual([['As ', 'E11.-', ' says.'], ['See ', 'I.A.15', '.']]);
  expect([pieces[0]?.[1]?.code, pieces[1]?.[1]?.number]).toEqual(['E11', 'I.A.15']);
});
