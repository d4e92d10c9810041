// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionDto } from '../bindings/SessionDto';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { Workspace } from './workspace.svelte';

const SECRET = 'correct horse';

async function open(): Promise<Workspace> {
  const workspace = new Workspace(new Session(createFake(), true));
  await workspace.start();
  await workspace.people.save({ id: null, name: 'Cora', duties: ['administrator', 'coder', 'auditor'], active: true, passphrase: SECRET });
  return workspace;
}

/** An answer that comes when the test says so. */
function held<T>(): { promise: Promise<T>; release: (value: T) => void } {
  let release: (value: T) => void = () => undefined;
  return { promise: new Promise<T>((resolve) => (release = resolve)), release: (value) => release(value) };
}

beforeEach(() => localStorage.clear());

describe('who comes next', () => {
  it('finds nothing of what was on screen', async () => {
    const workspace = await open();
    const { imports, audit, session, people } = workspace;
    const { models } = session;
    imports.edit('/charts/cora');
    imports.preview = { charts: [], refused: [], remarks: [] };
    Object.assign(audit, { handing: { id: 'a', encounter: 'e' }, handTo: 'Otto', handWords: 'a word of hers', own: { encounter: 'e' }, ownReason: 'why', scores: { audits: 1 }, page: 'scores', seed: 'spring' });
    const answered: boolean[] = [];
    models.pending = { endpoint: { id: '1' } as never, encounter: 'visit', answer: (yes) => answered.push(yes) };
    models.preview = { prompts: [] } as never;
    session.dialog = 'import';
    await workspace.book.search.ask('E11.22');
    await workspace.book.openResult(workspace.book.search.results[0]!);
    await people.lock();
    expect([workspace.book.search.query, workspace.book.search.results]).toEqual(['', []]);
    expect([imports.paths, imports.preview, session.dialog, models.pending, models.preview, answered]).toEqual(['', null, null, null, null, [false]]);
    expect([audit.handing, audit.handTo, audit.handWords, audit.own, audit.ownReason, audit.scores, audit.page, audit.seed]).toEqual([null, '', '', null, '', null, 'list', '']);
  });

  it('is told nothing that somebody before had asked for', async () => {
    const workspace = await open();
    const { queue, audit, session, people, imports } = workspace;
    const row = (await session.backend.encounterPage(0, 1))[0][0]!;
    const [page, opened, list, looked] = [held<[typeof row[], null]>(), held<Awaited<ReturnType<typeof session.backend.encounterOpen>>>(), held<never[]>(), held<never>()];
    const encounter = await session.backend.encounterOpen('visit');
    session.backend.encounterPage = () => page.promise as never;
    session.backend.encounterOpen = () => opened.promise;
    session.backend.auditList = () => list.promise;
    session.backend.importPreview = () => looked.promise;
    queue.rows = [row];
    imports.edit('/charts');
    const asked = [queue.load(), queue.openCurrent(), audit.load(), imports.look()];
    await people.lock();
    page.release([[row], null]);
    opened.release(encounter);
    list.release([{ id: 'a' }] as never);
    looked.release({ charts: [{}], refused: [], remarks: [] } as never);
    await Promise.all(asked);
    expect([queue.rows, workspace.coding, audit.rows, imports.preview, session.view]).toEqual([[], null, [], null, 'queue']);
  });
});

it('is not asked for the passphrase of who was there before', async () => {
  const workspace = await open();
  const { people, session } = workspace;
  const [plain, kept] = [held<never>(), held<never>()];
  const late = (one: Promise<never>): Promise<never> => one.then(() => Promise.reject({ code: 'confirm', message: 'saving: give your passphrase again first' }));
  const asked = [session.attempt(late(plain.promise)), people.confirmed('Saving', () => late(kept.promise))];
  await people.lock();
  plain.release(undefined as never);
  kept.release(undefined as never);
  expect(await Promise.all(asked)).toEqual([null, null]);
  expect(people.asking).toBeNull();
});

describe('where the host says that nobody works here', () => {
  it('what is on screen goes, and why is said once', async () => {
    const workspace = await open();
    const { session, people, queue } = workspace;
    await queue.load();
    const shut: SessionDto = { ...people.now!, state: 'choose', person: null, duties: [] };
    session.backend.sessionStatus = async () => shut;
    expect(await session.attempt(Promise.reject({ code: 'sign-in', message: 'reading: sign in first' }))).toBeNull();
    expect([people.open, queue.rows]).toEqual([false, []]);
    expect(session.toasts.list.map((one) => one.text)).toEqual(['reading: sign in first']);
    await session.attempt(Promise.reject({ code: 'sign-in', message: 'reading: sign in first' }));
    expect(session.toasts.list).toHaveLength(1);
  });

  it('nothing goes where somebody still does', async () => {
    const workspace = await open();
    await workspace.queue.load();
    await workspace.session.attempt(Promise.reject({ code: 'locked', message: 'opening: the passphrase does not fit' }));
    expect([workspace.people.open, workspace.queue.rows.length > 0]).toEqual([true, true]);
  });

  it('a look at who works here does not shut out who signed in meanwhile', async () => {
    const workspace = await open();
    const { people, session } = workspace;
    const status = held<SessionDto>();
    session.backend.sessionStatus = () => status.promise;
    const looking = people.check();
    people.now = { ...people.now!, person: 'Otto' };
    status.release({ ...people.now, state: 'shut' });
    expect([await looking, people.open, people.now.person]).toEqual([false, true, 'Otto']);
  });
});

it('once a backup is in place, where the rest is kept stays said and nothing else on screen', async () => {
  const workspace = await open();
  const { session, people, queue } = workspace;
  await queue.load();
  session.dialog = 'settings';
  session.backend.sessionStatus = async () => ({ ...people.now!, state: 'choose', person: null });
  await people.restored('/kept/aside-1');
  expect([session.restored, session.dialog, queue.rows, people.open]).toEqual(['/kept/aside-1', null, [], false]);
});

it('who is asked for a passphrase twice was asked once, and the first is answered no', async () => {
  const workspace = await open();
  const { people } = workspace;
  const first = people.prove('Backing up');
  const second = people.prove('Signing');
  expect(await first).toBe(false);
  expect(people.asking).toBe('Signing');
  people.cancel();
  expect(await second).toBe(false);
  vi.restoreAllMocks();
});
