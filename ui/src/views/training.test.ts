// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { resolve } from '../shared/keymap';
import { commandTable } from './commands';
import { Workspace } from './workspace.svelte';

async function classroom(): Promise<{ workspace: Workspace; key: (name: string, ...scopes: string[]) => Promise<void> }> {
  const workspace = new Workspace(new Session(createFake(), true));
  await workspace.start();
  workspace.show('training');
  await workspace.training.load();
  const commands = commandTable(workspace);
  const key = async (name: string, ...scopes: string[]): Promise<void> => {
    await resolve(name, [...scopes, 'training', 'global'], commands)?.run();
  };
  return { workspace, key };
}

beforeEach(() => localStorage.clear());

describe('an exercise', () => {
  it('is chosen, answered wrong, scored and reviewed by keyboard', async () => {
    const { workspace, key } = await classroom();
    const { training } = workspace;
    await key('Enter', 'packs');
    expect([training.page, training.exercise?.kind]).toEqual(['exercise', 'walk']);
    expect(training.take('e11.9')).toBe(true);
    expect(training.codes).toEqual(['E11.9']);
    await key('H', 'exercise');
    expect(training.hints).toHaveLength(1);
    await key('Ctrl+Enter', 'exercise');
    expect([training.page, training.scored?.total, training.scored?.errors[0]?.kind]).toEqual(['score', 0, 'ST']);
    await key('ArrowLeft', 'score');
    expect(training.ways.shown).toBe(training.ways.longest - 1);
    await key('A', 'score');
    training.take('E11.22');
    await key('Ctrl+Enter', 'book');
    expect(training.scored?.total).toBe(1);
    await key('R', 'score');
    await vi.waitFor(() => expect(training.card).not.toBeNull());
    await key('3', 'review');
    expect(training.deck?.due, 'a card is graded only once its step was shown').toHaveLength(1);
    await key('Space', 'review');
    await key('3', 'review');
    expect(training.deck?.due).toHaveLength(0);
  });

  it('takes a code of the book into the answer, and none into a chart', async () => {
    const { workspace, key } = await classroom();
    await key('Enter', 'packs');
    await workspace.book.openTabular('E11.22');
    await workspace.book.proceed();
    expect(workspace.training.codes).toEqual(['E11.22']);
    expect(workspace.book.trail.passed('E11.22'), 'the way goes on and belongs to the answer').toBe(true);
  });

  it('closes the window of the book alone when an examination begins', async () => {
    const { workspace, key } = await classroom();
    const closed = vi.spyOn(workspace.inStep.windows, 'closeBook');
    await key('3', 'packs');
    await key('Enter', 'packs');
    // also where it has not said yet that it is there
    expect(workspace.inStep.apart).toBe(false);
    expect(closed).toHaveBeenCalledOnce();
    await key('Esc');
    await key('Esc');
    await key('1', 'packs');
    await key('Enter', 'packs');
    expect(closed, 'no examination').toHaveBeenCalledOnce();
  });

  it('begins one examination however often Enter is pressed, and leaves one that nobody waits for', async () => {
    const { workspace, key } = await classroom();
    const { training, session } = workspace;
    const { backend } = session;
    const begin = vi.spyOn(backend, 'trainingExamBegin');
    const leave = vi.spyOn(backend, 'trainingExamLeave');
    await key('3', 'packs');
    await Promise.all([key('Enter', 'packs'), key('Enter', 'packs')]);
    expect(begin).toHaveBeenCalledOnce();
    expect(training.exam).not.toBeNull();
    await key('Esc');
    await key('Esc');
    leave.mockClear();
    const goes: (() => Promise<void> | void)[] = [
      () => workspace.show('queue'),
      () => training.show('packs'),
      () => workspace.people.lock(),
    ];
    for (const go of goes) {
      workspace.show('training');
      begin.mockClear();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      begin.mockImplementationOnce(async () => (await held, { id: 'late', exercise: 'demo-walk', began: '', seconds: 180, state: 'running' } as never));
      const opening = training.open();
      await vi.waitFor(() => expect(begin).toHaveBeenCalledOnce());
      await go();
      release();
      await opening;
      await vi.waitFor(() => expect(leave.mock.calls).toEqual([['late']]));
      expect([training.exam, training.exercise === null || training.page !== 'exercise']).toEqual([null, true]);
      leave.mockClear();
    }
  });

  it('asks nothing of the guidelines or favourites in an examination', async () => {
    const { workspace, key } = await classroom();
    const { training, book, session } = workspace;
    book.guidelines.shown = book.favourites.shown = true;
    const asked = [vi.spyOn(session.backend, 'guidelineList'), vi.spyOn(session.backend, 'favouriteList')];
    await key('3', 'packs');
    await key('Enter', 'packs');
    expect(training.exam).not.toBeNull();
    await book.openTabular('E11.22');
    for (const call of asked) expect(call).not.toHaveBeenCalled();
    expect([book.guidelines.shown, book.favourites.shown]).toEqual([false, false]);
  });

  it('is recommended from the first pack that is not mastered', async () => {
    const { workspace, key } = await classroom();
    const { training } = workspace;
    expect([training.packs[0]?.standing, training.packs[0]?.right]).toEqual(['next', 0]);
    await key('2', 'packs');
    await key('Enter', 'packs');
    training.take('E11.22');
    await key('Ctrl+Enter', 'exercise');
    await key('E', 'score');
    await vi.waitFor(() => expect(training.packs[0]?.right).toBe(1));
    training.move(-1);
    await key('G', 'packs');
    expect(training.chosen?.exercise.id).toBe('demo-vigilance');
    await key('Enter', 'packs');
    training.toggle('E11.9');
    await key('Ctrl+Enter', 'exercise');
    await key('E', 'score');
    await vi.waitFor(() => expect(training.packs[0]?.standing).toBe('mastered'));
    await key('G', 'packs');
    expect(training.chosen?.exercise.id, 'nothing is left to recommend').toBe('demo-vigilance');
  });

  it('is left alone by everything else while it is an examination', async () => {
    const { workspace, key } = await classroom();
    const { training, session } = workspace;
    await key('3', 'packs');
    await key('Enter', 'packs');
    expect([workspace.book.plain, training.exercise?.hints]).toEqual([true, 0]);
    // neither guidelines, changes nor favourites are pages of the book
    for (const name of ['5', '6', '7', 'F1']) await key(name, 'tabular', 'book');
    expect([workspace.book.guidelines.shown, workspace.book.difference.shown, workspace.book.favourites.shown]).toEqual([false, false, false]);
    await key('Ctrl+2');
    await key('Ctrl+1');
    expect(session.view).toBe('training');
    await key('H', 'exercise');
    expect(training.hints).toEqual([]);
    expect(training.left).toBe(180);
    await key('Esc');
    expect(training.page, 'Esc asks first').toBe('exercise');
    await key('Esc');
    expect(training.page).toBe('packs');
    await vi.waitFor(() => expect(training.unfinished.map((exam) => exam.state)).toEqual(['left']));
    expect(workspace.book.plain).toBe(false);
    await key('Ctrl+2');
    expect(session.view).toBe('book');
  });

  it('is gone with the lock of the window, and its book takes nothing from a chart', async () => {
    const { workspace } = await classroom();
    const { training, book } = workspace;
    workspace.openEncounter(await workspace.session.backend.encounterOpen('visit'));
    const note = workspace.coding?.document?.text;
    expect(book.reading().note).toBe(note);
    workspace.show('training');
    training.setMode('guided');
    await training.open();
    expect(book.reading().note).toBe(training.exercise?.text);
    training.show('packs');
    training.setMode('exam');
    await training.open();
    expect(training.exam).not.toBeNull();
    expect(book.reading()).toEqual({ selected: '', note: '' });
    // whatever is on screen, the examination runs
    workspace.session.view = 'queue';
    workspace.show('coding');
    expect(workspace.session.view).toBe('queue');
    await workspace.people.lock();
    expect([training.exam, training.exercise, training.page]).toEqual([null, null, 'packs']);
  });

  it('has its wrong suggestions rejected by keyboard', async () => {
    const { workspace, key } = await classroom();
    const { training } = workspace;
    await key('ArrowDown', 'packs');
    await key('Enter', 'packs');
    expect(training.exercise?.kind).toBe('vigilance');
    await key('ArrowDown', 'exercise');
    await key('Space', 'exercise');
    expect(training.flags).toEqual({ 'E11.9': null });
    expect(training.take('I10'), 'it takes no code').toBe(false);
    await key('Ctrl+Enter');
    expect(training.scored?.total).toBe(1);
  });

  it('is led through step by step when guided, and at no other time', async () => {
    const { workspace, key } = await classroom();
    const { training } = workspace;
    await key('Enter', 'packs');
    await vi.waitFor(() => expect(training.guidance.map((step) => step.progress)).toEqual(['open', 'open']));
    training.take('E11.9');
    await vi.waitFor(() => expect(training.guidance.at(-1)?.progress).toBe('wrong'));
    expect(training.guidance.at(-1)?.said).not.toContain('E11.22');
    training.take('E11.22');
    await vi.waitFor(() => expect(training.guidance.at(-1)?.progress).toBe('done'));
    await key('Esc');
    await key('2', 'packs');
    await key('Enter', 'packs');
    training.take('E11.9');
    await Promise.resolve();
    expect(training.guidance).toEqual([]);
  });

  it('is handed in as it stands when the time of an examination runs out', async () => {
    const { workspace, key } = await classroom();
    const { training } = workspace;
    await key('3', 'packs');
    await key('Enter', 'packs');
    training.take('E11.22');
    training.tick();
    expect(training.page).toBe('exercise');
    vi.useFakeTimers({ now: Date.now() + 181_000, toFake: ['Date'] });
    training.tick();
    vi.useRealTimers();
    await vi.waitFor(() => expect(training.page).toBe('score'));
    expect([training.scored?.timedOut, training.scored?.total, training.exam]).toEqual([true, 1, null]);
  });
});

describe('the ways', () => {
  it('are played, and opened from a file', async () => {
    const { workspace, key } = await classroom();
    const { training } = workspace;
    await key('Enter', 'packs');
    training.take('E11.9');
    await key('Ctrl+Enter', 'exercise');
    const text = JSON.stringify(training.scored?.replay);
    await key('E', 'score');
    await training.openWays('{}');
    expect(training.page, 'what is no such file is said').toBe('packs');
    await training.openWays(text);
    expect([training.page, training.ways.replay?.exercise, training.ways.shown]).toEqual(['ways', 'demo-walk', 3]);
    await key(',', 'ways');
    expect(training.ways.shown).toBe(2);
    await key('Space', 'ways');
    expect(training.ways.playing).toBe(true);
    await key('Space', 'ways');
    expect(training.ways.playing).toBe(false);
  });
});

describe('an author', () => {
  it('keeps an exercise once nothing is wrong with it, and one of a chart once it was read', async () => {
    const { workspace, key } = await classroom();
    const { author } = workspace.training;
    await key('W', 'packs');
    await key('N', 'author');
    expect(author.draft?.kind).toBe('walk');
    await author.check();
    expect(author.faults).toEqual(['it has no text', 'it has no hint']);
    await author.fromChart('any');
    expect([author.draft?.chart, author.replaced[0]?.kind]).toEqual(['any', 'date']);
    if (author.draft) author.draft.hints = ['Read it.'];
    author.head.id = 'ward-a';
    await key('Ctrl+Enter', 'author');
    expect(author.packs, 'nobody has read it').toEqual([]);
    author.reviewed = true;
    await key('Ctrl+Enter', 'author');
    expect(author.packs[0]?.exercises.map((one) => one.id)).toEqual(['chart-demo']);
    await author.remove('ward-a', 'chart-demo');
    expect(author.packs).toEqual([]);
  });
});
