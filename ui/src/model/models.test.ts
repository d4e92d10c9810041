// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelProgressDto } from '../bindings/ModelProgressDto';
import { createFake } from '../backend/fake';
import { Session } from '../settings/session.svelte';

beforeEach(() => localStorage.clear());

const NEW = { id: null, name: '', provider: 'openai', model: 'm', key: 'sk-nobody-sees-this', inFlight: 4, patienceS: 600, answerTokens: 4096, noteChars: 60_000, priceIn: null, priceOut: null, proxy: null, authority: null };

async function session(model?: 'near' | 'outside'): Promise<Session> {
  const made = new Session(createFake(model ? { model } : {}), true);
  await made.models.load();
  return made;
}

describe('models', () => {
  it('are off until one was added and an agent chosen', async () => {
    const { models } = await session();
    expect([models.asks, models.chosen]).toEqual([null, null]);
    expect(await models.save({ ...NEW, url: 'http://127.0.0.1:8080' })).toBe(true);
    expect([models.asks, models.chosen?.reach]).toEqual([null, 'loopback']);
    await models.choose({ stages: models.settings!.profiles.find((one) => one.name === 'hybrid')!.stages });
    expect(models.asks?.host).toBe('127.0.0.1:8080');
    expect(JSON.stringify(models.settings), 'a key goes in and never comes out').not.toContain(NEW.key);
  });

  it('keep what was typed where an address is none', async () => {
    const { models, toasts } = await session();
    expect(await models.save({ ...NEW, url: 'nonsense' })).toBe(false);
    expect(toasts.errors[0]?.text).toContain('address');
  });

  it('near are asked without a question, and tell how far they are', async () => {
    const { models, backend } = await session('near');
    const told: ModelProgressDto[] = [];
    const running = models.run('visit');
    while (models.running) {
      told.push(models.running.progress);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    const run = await running;
    expect(run?.unverified).toBe(3);
    expect(told.at(-1)!.tokensIn).toBeGreaterThan(told[0]!.tokensIn);
    expect(models.pending).toBeNull();
    expect((await backend.encounterOpen('visit')).run?.selected).toBe(true);
  });

  it('are asked once the passphrase was given again, and not without it', async () => {
    const { models, backend, ...rest } = await session('near').then((one) => ({ models: one.models, backend: one.backend, session: one }));
    const asked: string[] = [];
    let given = false;
    rest.session.prove = async (what) => {
      asked.push(what);
      return given;
    };
    const call = backend.modelRun.bind(backend);
    const sent = vi.spyOn(backend, 'modelRun').mockImplementation(async (...with_) => {
      if (!given) throw { code: 'confirm', message: 'asking a model: give your passphrase again first' };
      return call(...with_);
    });
    expect(await models.run('visit')).toBeNull();
    given = true;
    sent.mockImplementationOnce(async () => {
      throw { code: 'confirm', message: 'asking a model: give your passphrase again first' };
    });
    expect(await models.run('visit')).not.toBeNull();
    expect([asked, sent.mock.calls.length, models.running]).toEqual([['Asking a model', 'Asking a model'], 3, null]);
  });

  it('outside send nothing without a yes to what was shown', async () => {
    const { models, backend } = await session('outside');
    const sent = vi.spyOn(backend, 'modelRun');
    const consented = vi.spyOn(backend, 'modelConsent');
    const refused = models.run('visit');
    await vi.waitFor(() => expect(models.preview?.host).toBe('models.example.org'));
    await models.answer(false);
    expect(await refused).toBeNull();
    expect([sent.mock.calls.length, consented.mock.calls.length]).toEqual([1, 0]);

    const asked = models.run('visit');
    await vi.waitFor(() => expect(models.preview).not.toBeNull());
    await models.look(true);
    expect(models.preview?.deidentified).toBe(true);
    await models.answer(true);
    expect(consented).toHaveBeenCalledWith(expect.any(String), true);
    await vi.waitFor(() => expect(models.running).not.toBeNull());
    await models.cancel();
    expect((await asked)?.stages.some((stage) => stage.stoodIn)).toBe(true);
    expect(models.asks?.consented).toBe(true);
    await models.withdraw(models.asks!.id);
    expect(models.asks?.consented).toBe(false);
  });

  it('outside are tested with a yes for that test alone', async () => {
    const { models } = await session('outside');
    const one = models.asks!;
    const testing = models.test(one);
    await vi.waitFor(() => expect(models.preview?.questions).toHaveLength(1));
    await models.answer(true);
    await testing;
    expect(models.tested[one.id]?.formed).toBe(true);
    expect(models.asks?.consented).toBe(false);
  });
});
