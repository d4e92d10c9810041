// @vitest-environment jsdom
import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import type { Windows } from '../backend/windows';
import type { BookMessageDto } from '../bindings/BookMessageDto';
import { Session } from '../settings/session.svelte';
import { BookController } from './book.svelte';
import type { Walked } from './walked';
import { InStep } from './in-step.svelte';

const stops: (() => void)[] = [];
const examined = { now: false };
afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  examined.now = false;
});

/** Two windows that hear each other; all that is said is kept. */
async function two(post: (walked: Walked) => Promise<boolean> = async () => true): Promise<{ main: InStep; apart: InStep; said: BookMessageDto[]; settle: () => Promise<void> }> {
  const said: BookMessageDto[] = [];
  const ears: Partial<Record<'main' | 'book', (message: BookMessageDto) => void>> = {};
  const side = (role: 'main' | 'book'): Windows => ({
    role,
    openBook: vi.fn(),
    closeBook: vi.fn(async () => undefined),
    zoom: vi.fn(),
    say: async (message) => {
      said.push(message);
      ears[role === 'main' ? 'book' : 'main']?.(structuredClone(message));
    },
    hear: (listener) => (ears[role] = listener),
  });
  const make = async (role: 'main' | 'book'): Promise<InStep> => {
    const session = new Session(createFake(), true);
    await session.load();
    const book: BookController = new BookController(session, (walked) => steps.post(walked), vi.fn());
    await book.start('FY2026-04');
    const steps: InStep = new InStep(side(role), book, { open: () => role === 'main', examined: () => examined.now, post });
    stops.push(steps.start());
    return steps;
  };
  const settle = async (): Promise<void> => {
    for (let n = 0; n < 6; n++) {
      flushSync();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const main = await make('main');
  await main.book.openTabular('E11.22');
  const apart = await make('book');
  await settle();
  return { main, apart, said, settle };
}

it('opens the second window where the first stands, and follows both ways', async () => {
  const { main, apart, settle } = await two();
  expect([main.apart, apart.chartOpen, apart.book.tabular?.code]).toEqual([true, true, 'E11.22']);
  await apart.book.goTo(apart.book.terms[0]!.at);
  apart.book.select(1);
  await settle();
  expect(main.book.pathText()).toBe(apart.book.pathText());
  await main.book.openTabular('N18.3');
  await settle();
  expect(apart.book.tabular?.code).toBe('N18.3');
});

it('says each place once, and does not echo what it heard', async () => {
  const { apart, said, settle } = await two();
  said.length = 0;
  await apart.book.openTabular('N18.3');
  await settle();
  expect(said.map((one) => one.kind)).toEqual(['place']);
});

it('hands a code over with its path and without the words searched for', async () => {
  const posted: Walked[] = [];
  const { apart } = await two(async (walked) => posted.push(walked) > 0);
  await apart.book.search.ask('diabetes kidney');
  await apart.book.openResult(apart.book.search.results[0]!);
  await apart.book.openTabular('E11.22');
  await apart.book.proceed();
  expect(posted.map((one) => one.code)).toEqual(['E11.22']);
  expect(posted[0]?.steps.some((step) => step.startsWith('search'))).toBe(false);
  expect(posted[0]?.steps.at(-1)).toBe('tabular: E11.22');
});

it('says of the first code of a pair that another follows, which takes the same words', async () => {
  const posted: Walked[] = [];
  const { apart } = await two(async (walked) => posted.push(walked) > 0);
  await apart.book.openTabular('E11.22');
  apart.book.pair = { codes: ['E11.22', 'N18.31'], at: 0 };
  await apart.book.proceed();
  await apart.book.proceed();
  expect(posted.map((one) => [one.code, one.more])).toEqual([['E11.22', true], ['N18.31', false]]);
});

it('a window of the book that opens while an examination runs is closed again, and told nothing', async () => {
  examined.now = true;
  const { main, said, settle } = await two();
  await settle();
  expect(main.windows.closeBook).toHaveBeenCalledOnce();
  expect([main.apart, said.filter((message) => message.kind === 'chart')]).toEqual([false, []]);
});

it('keeps nothing typed in the second window beside another chart, nor anything once none is open', async () => {
  const { main, apart, settle } = await two();
  const { search } = apart.book;
  await search.ask('E11.22');
  await apart.book.openResult(search.results[0]!);
  await main.windows.say({ kind: 'chart', open: true });
  await settle();
  expect([search.query, search.recent.map((one) => one.code)]).toEqual(['', ['E11.22']]);
  await search.ask('I10');
  await main.windows.say({ kind: 'chart', open: false });
  await settle();
  expect([search.query, search.results]).toEqual(['', []]);
});
