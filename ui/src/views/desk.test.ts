// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';
import { resolve } from '../shared/keymap';
import { commandTable } from './commands';
import { Workspace } from './workspace.svelte';

async function open(): Promise<{ workspace: Workspace; key: (name: string, ...scopes: string[]) => Promise<void> }> {
  const workspace = new Workspace(new Session(createFake(), true));
  await workspace.start();
  const commands = commandTable(workspace);
  const key = async (name: string, ...scopes: string[]): Promise<void> => {
    await resolve(name, [...scopes, 'global'], commands)?.run();
  };
  return { workspace, key };
}
async function chart(workspace: Workspace): Promise<void> {
  workspace.openEncounter(await workspace.session.backend.encounterOpen('visit'));
  await vi.waitFor(() => expect(workspace.coding?.running).toBe(false));
}
async function signed(workspace: Workspace, key: (name: string, ...scopes: string[]) => Promise<void>): Promise<void> {
  await chart(workspace);
  for (const name of ['J', 'A', 'A']) await key(name, 'coding');
  await key('Ctrl+Enter', 'coding');
  await vi.waitFor(() => expect(workspace.session.dialog).toBe('sign'));
  workspace.signing!.acknowledged = true;
  expect(await workspace.signing!.sign()).toBe(true);
}

beforeEach(() => localStorage.clear());

describe('people', () => {
  it('locks with what is on screen gone, and opens with the right passphrase alone', async () => {
    const { workspace, key } = await open();
    await workspace.people.save({ id: null, name: 'Cora', duties: ['coder'], active: true, passphrase: 'correct horse' });
    await chart(workspace);
    await workspace.queue.load();
    await key('Ctrl+L');
    await vi.waitFor(() => expect(workspace.people.now?.state).toBe('shut'));
    expect([workspace.people.open, workspace.coding, workspace.queue.rows.length, workspace.session.view]).toEqual([false, null, 0, 'queue']);
    expect(await workspace.people.unlock('Cora', 'wrong')).toBe(false);
    expect(workspace.people.problem).toContain('does not fit');
    expect(await workspace.people.unlock('Cora', 'correct horse')).toBe(true);
    expect(workspace.queue.rows.length).toBeGreaterThan(0);
  });

  it('locks by itself after the minutes that were chosen, and not while somebody is there', async () => {
    const { workspace } = await open();
    await workspace.people.save({ id: null, name: 'Cora', duties: ['coder'], active: true, passphrase: 'correct horse' });
    workspace.people.touch();
    workspace.people.tick(Date.now() + 9 * 60_000);
    expect(workspace.people.open).toBe(true);
    workspace.people.tick(Date.now() + 11 * 60_000);
    await vi.waitFor(() => expect(workspace.people.open).toBe(false));
  });

  it('locks at the first key after a machine that slept, and not at one in time', async () => {
    const { workspace } = await open();
    const { people } = workspace;
    await people.save({ id: null, name: 'Cora', duties: ['coder'], active: true, passphrase: 'correct horse' });
    const start = Date.now();
    people.touch(start + 9 * 60_000);
    people.touch(start + 18 * 60_000);
    expect(people.open).toBe(true);
    people.touch(start + 29 * 60_000);
    expect(people.open).toBe(false);
    vi.spyOn(Date, 'now').mockReturnValue(start + 60 * 60_000);
    expect(await people.unlock('Cora', 'correct horse')).toBe(true);
    people.tick();
    expect(people.open).toBe(true);
    vi.restoreAllMocks();
  });

  it('asks for the passphrase again and makes the call once more', async () => {
    const { workspace } = await open();
    const calls: string[] = [];
    const call = async (): Promise<string> => {
      calls.push('call');
      if (calls.length === 1) throw { code: 'confirm', message: 'signing: give your passphrase again first' };
      return 'done';
    };
    const result = workspace.people.confirmed('Signing', call);
    await vi.waitFor(() => expect(workspace.people.asking).toBe('Signing'));
    await workspace.people.confirm('correct horse');
    expect([await result, calls.length, workspace.people.asking]).toEqual(['done', 2, null]);
  });
});

describe('signing', () => {
  it('signs once the warnings were looked at, and opens again for a reason', async () => {
    const { workspace, key } = await open();
    await chart(workspace);
    for (const name of ['J', 'A', 'A']) await key(name, 'coding');
    await key('Ctrl+Enter', 'coding');
    const signing = workspace.signing!;
    await vi.waitFor(() => expect(signing.summary).not.toBeNull());
    expect([signing.warned, signing.ready]).toEqual([true, false]);
    expect(await signing.sign()).toBe(false);
    const seen = signing.summary!.seen;
    signing.acknowledged = true;
    signing.take({ ...signing.summary!, seen: `${seen} and more` });
    expect(signing.acknowledged).toBe(false);
    await signing.open();
    signing.acknowledged = true;
    expect(await signing.sign()).toBe(true);
    expect([workspace.coding?.signed, workspace.session.dialog]).toEqual(['signed', null]);
    await signing.open();
    signing.reason = 'a late report';
    await signing.amend();
    expect(workspace.coding?.signed).toBe('amending');
    expect(signing.summary?.signatures.map((one) => one.kind)).toEqual(['signature', 'amendment']);
  });
});

describe('audit', () => {
  it('goes by keyboard from a sample to a rebuttal and its end', async () => {
    const { workspace, key } = await open();
    await signed(workspace, key);
    const { audit } = workspace;
    await key('Ctrl+4');
    audit.seed = '2026-02';
    await audit.draw();
    expect(audit.drawn).toHaveLength(1);
    await key('Enter', 'audit-list', 'audit');
    expect([audit.page, audit.audit?.revealed, audit.may('reveal')]).toEqual(['desk', false, false]);
    await key('A', 'audit-desk');
    expect(audit.current?.code, 'goes on to the next that is not judged').toBe(audit.audit?.unjudged[0]);
    await key('R', 'audit-desk');
    expect(audit.draft?.act).toBe('change');
    Object.assign(audit.draft!, { to: 'N18.31', reason: 'SP', words: 'stage 3a' });
    await audit.submit();
    expect([audit.draft, audit.audit?.findings.length]).toEqual([null, 1]);
    await key('V', 'audit-desk');
    expect([audit.audit?.revealed, audit.all]).toEqual([true, false]);
    expect(audit.shown.every((row) => row.difference !== 'agreement'), 'differences only').toBe(true);
    // a chart that was opened while it was blind is read again once it is revealed
    workspace.openEncounter({ ...(await workspace.session.backend.encounterOpen('visit')), run: null, withheld: true });
    expect(workspace.coding?.encounter.withheld).toBe(true);
    workspace.show('audit');
    workspace.show('coding');
    await vi.waitFor(() => expect(workspace.coding?.run).toBeTruthy());
    expect(workspace.coding?.encounter.withheld).toBeFalsy();
    workspace.show('audit');
    await key('Ctrl+R', 'audit-desk');
    expect(audit.audit?.row.state).toBe('returned');

    const encounter = await workspace.session.backend.encounterOpen('visit');
    workspace.openEncounter({ ...encounter, row: { ...encounter.row, audit: 'returned' } });
    const coding = workspace.coding!;
    await vi.waitFor(() => expect(coding.corrections).toHaveLength(1));
    const finding = coding.corrections[0]!.findings[0]!;
    await coding.answer(coding.corrections[0]!, finding, 'rebut', 'the note says 3b');
    expect(coding.corrections[0]?.row.state).toBe('answered');

    await audit.open('visit', audit.audit!.row.id);
    expect(audit.may('close')).toBe(false);
    audit.start('concede', audit.audit!.findings[0]!);
    audit.draft!.words = 'agreed';
    await audit.submit();
    await key('Ctrl+Enter', 'audit-desk');
    expect(audit.audit?.row.state).toBe('closed');
  });

  it('marks the words of a finding in the note of its coder', async () => {
    const { workspace, key } = await open();
    await signed(workspace, key);
    const { audit } = workspace;
    await audit.draw();
    await audit.openCurrent();
    for (const code of [...(audit.audit?.unjudged ?? [])]) await audit.act({ act: 'remove', code, reason: 'NEG' });
    await audit.act({ act: 'return' });
    const encounter = await workspace.session.backend.encounterOpen('visit');
    workspace.openEncounter({ ...encounter, row: { ...encounter.row, audit: 'returned' } });
    const coding = workspace.coding!;
    await vi.waitFor(() => expect(coding.drawing.marks.some((mark) => mark.state === 'corrected')).toBe(true));
  });
});

describe('comments', () => {
  it('marks a code in the bag, counts them, and leaves them out of an export unless ticked', async () => {
    const { workspace, key } = await open();
    await chart(workspace);
    for (const name of ['J', 'A', 'A']) await key(name, 'coding');
    await key('C', 'bag', 'coding');
    const comments = workspace.comments!;
    const code = workspace.coding!.ledger.bag.codes[0]!.code;
    expect([workspace.session.dialog, comments.about]).toEqual(['comments', code]);
    expect(await comments.add()).toBe(true);
    comments.about = '';
    expect(await comments.add()).toBe(false);
    comments.text = 'for the March round';
    expect(await comments.add()).toBe(true);
    expect(comments.list.map((one) => [one.code, one.text])).toEqual([[code, ''], [null, 'for the March round']]);
    expect(comments.of(code).length).toBe(1);
    const exported = vi.spyOn(workspace.session.backend, 'encounterExport');
    await workspace.exportChart('html', false);
    expect(exported.mock.calls[0]?.[2]).toBe(false);
    await comments.withdraw(comments.list[0]!);
    expect(comments.list.length).toBe(1);
    // what was written of one chart is not there with another
    workspace.openEncounter(await workspace.session.backend.encounterOpen('visit'));
    expect(workspace.comments).not.toBe(comments);
  });
});

describe('records', () => {
  it('takes files that were picked or dropped as lines of the import, and forgets them with the dialog', async () => {
    const { workspace } = await open();
    const { imports } = workspace;
    const given: [string, number][] = [];
    workspace.session.backend.importGive = async (name, bytes) => { given.push([name, bytes.length]); return `given:${given.length}/${name}`; };
    const forget = vi.fn(async () => null);
    workspace.session.backend.importForget = forget;
    imports.edit('/charts');
    const file = (name: string, text: string): File => Object.assign(new File([text], name), { arrayBuffer: async () => new TextEncoder().encode(text).buffer });
    const large = new File(['x'], 'large.txt');
    Object.defineProperty(large, 'size', { value: 65 * 1024 * 1024 });
    await imports.take([file('note.txt', 'Sepsis.'), large, file('second.txt', 'CKD')]);
    expect(given).toEqual([['note.txt', 7], ['second.txt', 3]]);
    expect(imports.list).toEqual(['/charts', 'given:1/note.txt', 'given:2/second.txt']);
    expect(workspace.session.toasts.list.at(-1)?.text).toContain('64 MB');
    await imports.forget();
    expect([imports.paths, forget.mock.calls.length]).toEqual(['', 1]);
  });

  it('erases the chosen chart once it is confirmed, and shows the queue', async () => {
    const { workspace, key } = await open();
    await chart(workspace);
    expect(workspace.erasable?.id).toBe('visit');
    const erased: string[] = [];
    workspace.session.backend.encounterErase = async (id) => { erased.push(id); return null; };
    const opened = await workspace.session.backend.encounterOpen('visit');
    workspace.audit.audit = { row: { id: 'a1', encounter: 'visit' }, documents: opened.documents, rows: [] } as never;
    workspace.audit.page = 'desk';
    workspace.startErasing();
    // whatever becomes of the queue under the dialog
    workspace.session.view = 'queue';
    workspace.queue.rows = [{ ...opened.row, id: 'other' }];
    expect(workspace.erasable?.id).toBe('other');
    await workspace.eraseChart();
    expect([erased, workspace.coding, workspace.session.view, workspace.session.dialog]).toEqual([['visit'], null, 'queue', null]);
    expect([workspace.audit.audit, workspace.audit.page, workspace.book.encounter], 'nothing of it stays on the desk').toEqual([null, 'list', undefined]);
    await workspace.eraseChart();
    expect(erased, 'nobody was asked').toHaveLength(1);
    void key;
  });

  it('hands an audit over with a reason', async () => {
    const { workspace, key } = await open();
    await signed(workspace, key);
    const audit = await workspace.session.backend.auditOpen({ encounter: 'visit', ofOneself: 'nobody else is here' });
    await workspace.audit.load();
    const row = workspace.audit.rows[0]!;
    workspace.audit.handOverTo(row);
    await workspace.audit.handOver();
    expect(workspace.audit.handing).not.toBeNull();
    workspace.audit.handTo = 'Nobody';
    workspace.audit.handWords = 'for another audit';
    expect(workspace.audit.cancel()).toBe(true);
    workspace.audit.handOverTo(row);
    expect([workspace.audit.handTo, workspace.audit.handWords], 'what was written of another is gone').toEqual(['', '']);
    workspace.audit.handTo = 'Olga';
    workspace.audit.handWords = 'on leave';
    const calls = vi.spyOn(workspace.session.backend, 'auditHandOver');
    await Promise.all([workspace.audit.handOver(), workspace.audit.handOver()]);
    expect(calls).toHaveBeenCalledOnce();
    expect([workspace.audit.handing, workspace.audit.rows.find((one) => one.id === audit.row.id)?.auditor]).toEqual([null, 'Olga']);
  });

  it('offers to start anew where what is set about models cannot be read', async () => {
    const { workspace } = await open();
    const { models } = workspace.session;
    expect(models.settings).not.toBeNull();
    workspace.session.backend.modelSettings = () => Promise.reject({ code: 'store', message: 'the disk is gone' });
    await models.load();
    expect([models.unreadable, models.settings]).toEqual(['', null]);
    expect(workspace.session.toasts.list.at(-1)?.text).toBe('the disk is gone');
    workspace.session.backend.modelSettings = () => Promise.reject({ code: 'unreadable', message: 'it is not of this version' });
    await models.load();
    expect(models.unreadable).toContain('not of this version');
    await models.reset();
    expect([models.unreadable, models.settings === null]).toEqual(['', false]);
  });
});
