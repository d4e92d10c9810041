// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { StatusDto } from '../bindings/StatusDto';
import { createFake, type FakeOptions } from '../backend/fake';
import { Session } from './session.svelte';
import { InstallController } from '../codeset/install.svelte';
import { PeopleController } from '../people/people.svelte';
import SettingsDialog from './SettingsDialog.svelte';
import StatusBar from './StatusBar.svelte';

const LONG = 'Encrypted with SQLCipher; the key is in a file of its own beside the database, readable by you alone, since no keyring answered.';
let mounted: Record<string, unknown>[] = [];
afterEach(async () => {
  await Promise.all(mounted.map((one) => unmount(one)));
  mounted = [];
});

function bar(options: FakeOptions = {}, status: Partial<StatusDto> = {}): Session {
  const fake = createFake(options);
  const session = new Session({ ...fake, appStatus: async () => ({ ...(await fake.appStatus()), ...status }) }, true);
  mounted.push(mount(StatusBar, { target: document.body, props: { session, release: 'FY2026-04', engine: null } }));
  flushSync();
  return session;
}
const shown = (name: string): HTMLElement | null => document.querySelector(`[data-testid="${name}"]`);

it('says nothing of code sets, network or person before it knows', async () => {
  const session = bar({ empty: true });
  expect(shown('status-release')?.className).not.toContain('bad');
  expect(document.body.textContent).not.toMatch(/No code set|Network|Set your name/);
  await session.load();
  flushSync();
  expect(shown('status-release')?.textContent).toContain('No code set installed');
});

it('says so where the state of the installation cannot be read', async () => {
  const session = bar();
  session.backend.appStatus = () => Promise.reject({ code: 'outside', message: 'Could not open the data.' });
  await session.load();
  flushSync();
  expect([shown('status-release')?.textContent?.trim(), shown('status-release')?.title]).toEqual(['Status not known', 'Could not open the data.']);
});

it('has how the data is protected in full, in the bar and in the settings', async () => {
  const session = bar({}, { protection: LONG });
  await session.load();
  flushSync();
  expect(document.querySelector('.protection .whole')?.textContent).toBe(LONG);
  expect(shown('status-protection')?.tabIndex, 'the keyboard reaches it').toBe(0);
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  mounted.push(mount(SettingsDialog, { target: document.body, props: { session, people: new PeopleController(session, () => undefined, async () => undefined), installs: new InstallController(session, async () => undefined), onclose: () => undefined } }));
  flushSync();
  expect(shown('settings-protection')?.textContent).toBe(`${LONG} Decisions are saved as they are made.`);
});

it('keeps the answer to the last question, whichever comes last', async () => {
  const session = bar();
  const answers: ((status: StatusDto) => void)[] = [];
  const status = await session.backend.appStatus();
  session.backend.appStatus = () => new Promise((resolve) => answers.push(resolve));
  const both = [session.load(), session.load()];
  answers[1]?.({ ...status, person: 'second' });
  answers[0]?.({ ...status, person: 'first' });
  await Promise.all(both);
  expect(session.status?.person).toBe('second');
});
