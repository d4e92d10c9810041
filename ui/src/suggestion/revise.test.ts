// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import { charts } from '../backend/fake-charts';
import { Session } from '../settings/session.svelte';
import { ReviseController } from './revise.svelte';

function open(): { revise: ReviseController; take: ReturnType<typeof vi.fn> } {
  const take = vi.fn(async () => true);
  const suggestion = charts()[0]!.suggestions[4]!;
  return { revise: new ReviseController(new Session(createFake(), true), suggestion, 'FY2026-04', 'visit', take as never), take };
}

it('takes an alternative with one key', async () => {
  const { revise, take } = open();
  expect(await revise.alternative(1)).toBe(true);
  expect(take).toHaveBeenCalledWith(expect.objectContaining({ code: 'J44.1' }));
  expect(await revise.alternative(9), 'there is no ninth').toBe(false);
});

it('shows the tabular entry before a found code is taken', async () => {
  const { revise, take } = open();
  await revise.search('copd exac obstr acute');
  await revise.search('obstr lung acute exac');
  await revise.choose(revise.results[0]!);
  expect([revise.entry?.code, take.mock.calls.length]).toEqual(['J44.1', 0]);
  await revise.confirm();
  expect(take.mock.calls[0]?.[0]).toMatchObject({
    code: 'J44.1',
    steps: ['search: obstr lung acute exac', expect.stringMatching(/^index: Disease/), 'tabular: J44.1'],
  });
});

it('never takes a header', async () => {
  const { revise, take } = open();
  await revise.open('J44');
  expect(await revise.confirm()).toBe(false);
  expect(take).not.toHaveBeenCalled();
  expect(revise.back()).toBe(true);
  expect(revise.back()).toBe(false);
});
