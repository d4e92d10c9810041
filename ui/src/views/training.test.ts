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
    expect(training.replayed).toBe(training.longestWay - 1);
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

  it('is left alone by everything else while it is an examination', async () => {
    const { workspace, key } = await classroom();
    const { training, session } = workspace;
    await key('3', 'packs');
    await key('Enter', 'packs');
    expect([training.searchable, training.exercise?.hints]).toEqual([false, 0]);
    await key('Ctrl+2');
    await key('Ctrl+1');
    expect(session.view).toBe('training');
    await key('H', 'exercise');
    expect(training.hints).toEqual([]);
    await key('Esc');
    expect(training.page).toBe('packs');
    await key('Ctrl+2');
    expect(session.view).toBe('book');
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
});
