// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportPreviewDto } from '../bindings/ImportPreviewDto';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { ImportController } from './import.svelte';

const file = (name: string, bytes: () => Promise<ArrayBuffer> = async () => new ArrayBuffer(3)): File => Object.assign(new File(['x'], name), { arrayBuffer: bytes });
const chart = { title: 'A', documents: [] } as unknown as ImportPreviewDto['charts'][number];
const told: ImportPreviewDto = { charts: [chart], refused: [], remarks: [] };

/** A promise that is kept when the test says so. */
function later<T>(): { promise: Promise<T>; keep: (value: T) => void } {
  let keep: (value: T) => void = () => undefined;
  return { promise: new Promise<T>((resolve) => (keep = resolve)), keep: (value) => keep(value) };
}

function controller(): { imports: ImportController; session: Session; stored: () => number } {
  const session = new Session(createFake(), true);
  let given = 0;
  let stored = 0;
  session.backend.importGive = async (name) => `given:${++given}/${name}`;
  return { imports: new ImportController(session, async () => void (stored += 1)), session, stored: () => stored };
}

beforeEach(() => localStorage.clear());

describe('files that are given', () => {
  it('a folder among them is told in one line, and the others are kept', async () => {
    const { imports, session } = controller();
    const folder = file('charts', () => Promise.reject(new DOMException('no', 'NotFoundError')));
    await imports.take([file('a.txt'), folder, file('b.txt')]);
    expect([imports.busy, imports.list]).toEqual([false, ['given:1/a.txt', 'given:2/b.txt']]);
    expect(session.toasts.list.map((one) => one.text)).toEqual([expect.stringMatching(/^Reading charts: it is a folder or cannot be read\. Give its path/)]);
  });

  it('what comes after everything was forgotten is no line, and is forgotten too', async () => {
    const { imports, session } = controller();
    const bytes = later<ArrayBuffer>();
    const calls: string[] = [];
    session.backend.importGive = async (name) => (calls.push('give'), `given:9/${name}`);
    session.backend.importForget = async () => (calls.push('forget'), null);
    const taking = imports.take([file('a.txt', () => bytes.promise), file('b.txt')]);
    const forgotten = imports.forget();
    bytes.keep(new ArrayBuffer(1));
    await Promise.all([taking, forgotten]);
    expect([imports.paths, imports.busy, calls]).toEqual(['', false, ['give', 'forget']]);
  });

  it('are not taken while others are read', async () => {
    const { imports, session } = controller();
    const bytes = later<ArrayBuffer>();
    const taking = imports.take([file('a.txt', () => bytes.promise)]);
    await imports.take([file('b.txt')]);
    expect(session.toasts.list[0]?.text).toContain('still being read');
    bytes.keep(new ArrayBuffer(1));
    await taking;
    expect(imports.list).toEqual(['given:1/a.txt']);
  });
});

describe('what is looked at', () => {
  it('is not shown for paths that were changed meanwhile', async () => {
    const { imports, session } = controller();
    const answer = later<ImportPreviewDto>();
    session.backend.importPreview = () => answer.promise;
    imports.edit('/one');
    const looking = imports.look();
    imports.edit('/other');
    answer.keep(told);
    await looking;
    expect([imports.preview, imports.busy]).toEqual([null, false]);
  });

  it('is not shown once everything was forgotten', async () => {
    const { imports, session } = controller();
    const answer = later<ImportPreviewDto>();
    session.backend.importPreview = () => answer.promise;
    imports.edit('/one');
    const looking = imports.look();
    await imports.forget();
    imports.edit('/one');
    answer.keep(told);
    await looking;
    expect(imports.preview).toBeNull();
  });

  it('is what is stored, and what was begun anew meanwhile stays', async () => {
    const { imports, session, stored } = controller();
    session.backend.importPreview = async () => told;
    const answer = later<void>();
    const files = vi.fn(async () => { await answer.promise; return { encounters: ['1'], refused: [], remarks: [], rows: [] }; });
    session.backend.importFiles = files;
    imports.edit(' /one \n\n/two');
    await imports.look();
    const storing = imports.store();
    await imports.forget();
    session.dialog = 'import';
    imports.edit('/next');
    answer.keep();
    await storing;
    expect(files.mock.calls).toEqual([[['/one', '/two']]]);
    expect([stored(), imports.paths, session.dialog]).toEqual([1, '/next', 'import']);
  });
});
