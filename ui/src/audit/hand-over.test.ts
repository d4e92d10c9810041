// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import type { AuditRowDto } from '../bindings/AuditRowDto';
import { PeopleController } from '../people/people.svelte';
import { Session } from '../settings/session.svelte';
import AuditList from './AuditList.svelte';
import { AuditController } from './audit.svelte';

beforeEach(() => {
  localStorage.clear();
  Element.prototype.scrollTo ??= vi.fn();
});

it('the form has the focus once Enter opens it, and gives it back', async () => {
  const session = new Session(createFake(), true);
  const people = new PeopleController(session, vi.fn(), async () => undefined);
  const audit = new AuditController(session);
  const row = { id: 'a', encounter: 'e', title: 'Visit', coder: 'Cora', auditor: 'Otto', opened: '2026-02-03', state: 'auditing', plan: 'chosen', findings: 0, disputed: 0, told: false, handOver: true, ofOneself: false } satisfies AuditRowDto;
  audit.rows = [row];
  const pane = document.body.appendChild(document.createElement('div'));
  pane.dataset['pane'] = 'audit';
  const list = mount(AuditList, { target: pane, props: { audit, auditor: true, people } });
  flushSync();
  const at = (): string | undefined => (document.activeElement as HTMLElement).dataset['testid'];
  await audit.openCurrent();
  expect(at()).toBe('hand-over-words');
  audit.cancel();
  flushSync();
  expect([document.querySelector('[data-testid=hand-over]'), at()]).toEqual([null, 'audit-list']);
  await unmount(list);
});
