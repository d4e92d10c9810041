// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { InstallController } from './install.svelte';

beforeEach(() => localStorage.clear());

async function installs(): Promise<InstallController> {
  const session = new Session(createFake({ empty: true, delay: 5 }), true);
  await session.load();
  return new InstallController(session, () => session.load());
}

it('a release is installed, and learnt from behind whatever else is done', async () => {
  const made = await installs();
  expect(made.session.releases).toEqual([]);
  made.path = '/files';
  const installing = made.install();
  await vi.waitFor(() => expect(made.progress?.step).toBe('compile'));
  expect(made.busy).toBe(true);
  await installing;
  // it can be worked with from now on
  expect([made.session.releases[0]?.name, made.progress, made.learns?.release]).toEqual(['FY2026-04', null, 'FY2026-04']);
  await vi.waitFor(() => expect(made.learns?.progress?.share).toBe(0.25));
  await vi.waitFor(() => expect(made.of('FY2026-04')?.model).toBe('subword 1a2b3c4d'));
  expect(made.busy).toBe(false);
});

it('what is told late does not begin it again', async () => {
  const made = await installs();
  const told: ((progress: never) => void)[] = [];
  const { backend } = made.session;
  const { codesetInstall: install, codesetLearn: learn } = backend;
  backend.codesetInstall = (path, hear) => (told.push(hear), install(path, hear));
  backend.codesetLearn = (release, hear) => (told.push(hear), learn(release, hear));
  await made.install();
  await vi.waitFor(() => expect(made.of('FY2026-04')?.model).toBe('subword 1a2b3c4d'));
  for (const hear of told) hear({ step: 'compile', text: '', share: 0.5 } as never);
  expect([told.length, made.progress, made.learns, made.busy]).toEqual([2, null, null, false]);
});

it('learning is skipped where it is turned off, and made good later', async () => {
  const made = await installs();
  made.learning = false;
  await made.install();
  expect([made.learns, made.of('FY2026-04')]).toEqual([null, { release: 'FY2026-04', model: null, problem: '' }]);
  await made.learn('FY2026-04');
  expect(made.of('FY2026-04')?.model).not.toBeNull();
});

it('what cannot be installed changes nothing, and keeps what was typed', async () => {
  const made = await installs();
  made.path = '/nowhere';
  await made.install();
  expect([made.path, made.session.releases, made.progress]).toEqual(['/nowhere', [], null]);
  expect(made.session.toasts.errors[0]?.text).toContain('/nowhere');
});
