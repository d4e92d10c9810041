// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import type { CommentDto } from '../bindings/CommentDto';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { CommentController } from './comments.svelte';

const one = (id: string): CommentDto => ({ id, code: null, text: id, person: 'Cora', at: '2026-02-03T10:00:00Z', own: true });

/** Answers are given when the test says so, in the order in which they were asked for. */
function comments(): { made: CommentController; asked: ((list: CommentDto[]) => void)[] } {
  const session = new Session(createFake(), true);
  const asked: ((list: CommentDto[]) => void)[] = [];
  const later = (): Promise<CommentDto[]> => new Promise((resolve) => asked.push(resolve));
  session.backend.commentList = session.backend.commentAdd = session.backend.commentWithdraw = later;
  return { made: new CommentController(session, 'visit'), asked };
}

beforeEach(() => localStorage.clear());

it('what is typed while a comment is kept stays', async () => {
  const { made, asked } = comments();
  made.text = 'first';
  const adding = made.add();
  made.text = 'first second';
  asked[0]?.([one('first')]);
  expect(await adding).toBe(true);
  expect(made.text).toBe(' second');
  const again = made.add();
  made.text = 'another';
  asked[1]?.([one('first'), one('second')]);
  await again;
  expect([made.text, made.list.length]).toEqual(['another', 2]);
});

it('an older list does not take the place of a newer one', async () => {
  const { made, asked } = comments();
  const loading = made.load();
  made.text = 'new';
  const adding = made.add();
  asked[1]?.([one('old'), one('new')]);
  await adding;
  asked[0]?.([one('old')]);
  await loading;
  expect(made.list.map((row) => row.id)).toEqual(['old', 'new']);
  const withdrawing = made.withdraw(one('old'));
  // one change at a time
  await made.withdraw(one('new'));
  const reading = made.load();
  asked[2]?.([one('new')]);
  await withdrawing;
  asked[3]?.([one('old'), one('new')]);
  await reading;
  expect([asked.length, made.list.map((row) => row.id)]).toEqual([4, ['new']]);
});
