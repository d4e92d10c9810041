// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { QueueController } from './queue.svelte';

const open = (): { queue: QueueController; opened: ReturnType<typeof vi.fn> } => {
  const opened = vi.fn();
  return { queue: new QueueController(new Session(createFake(), true), opened), opened };
};
const file = (content: string | Uint8Array, name = 'note.txt', size?: number): File => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, size: size ?? bytes.length, arrayBuffer: async () => bytes.slice().buffer } as unknown as File;
};
const errors = (queue: QueueController): string => queue.session.toasts.errors.map((one) => one.text).join();

it('opens the chosen chart', async () => {
  const { queue, opened } = open();
  await queue.load();
  queue.move(1);
  await queue.openCurrent();
  expect(opened.mock.calls[0]?.[0].row.id).toBe('emergency');
});

it('reads a text file into the form', async () => {
  const { queue } = open();
  await queue.readFile(file('\uFEFFCOPD, stable', 'visit 3.txt'));
  expect(queue.draft).toMatchObject({ text: 'COPD, stable', title: 'visit 3' });
});

it.each([
  ['is not text', new Uint8Array([0xff, 0xfe, 0x00, 0x41])],
  ['holds zero bytes', 'a\u0000b'],
])('refuses a file that %s, in one line that says what to do', async (_name, bytes) => {
  const { queue } = open();
  await queue.readFile(file(bytes));
  expect(queue.draft).toBeNull();
  expect(errors(queue)).toMatch(/^Could not read note\.txt: .* Save it as plain text/);
});

it('refuses a file beyond 20 MB before reading it', async () => {
  const { queue } = open();
  await queue.readFile(file('short', 'long.txt', 30 * 1024 * 1024));
  expect(queue.draft).toBeNull();
  expect(errors(queue)).toContain('30 MB');
});

it('does not make a chart of an empty note, and keeps the form', async () => {
  const { queue, opened } = open();
  queue.startDraft('  \n ');
  await queue.create();
  expect(queue.draftProblem).toContain('empty');
  expect(queue.draft).not.toBeNull();
  expect(opened).not.toHaveBeenCalled();
});

it('makes a chart and opens it', async () => {
  const { queue, opened } = open();
  queue.startDraft('Hypertension, stable.');
  await queue.create();
  expect(opened).toHaveBeenCalledOnce();
  expect(queue.draft).toBeNull();
});

it('keeps a note that was typed when the form is closed', () => {
  const { queue } = open();
  queue.startDraft();
  queue.draft!.text = 'half a note';
  queue.closeDraft();
  queue.startDraft();
  expect(queue.draft?.text).toBe('half a note');
});
