import type { EndpointDto } from '../bindings/EndpointDto';
import type { ModelPreviewDto } from '../bindings/ModelPreviewDto';
import type { ModelProgressDto } from '../bindings/ModelProgressDto';
import type { ModelSettingsDto } from '../bindings/ModelSettingsDto';
import type { RunDto } from '../bindings/RunDto';
import type { StagesDto } from '../bindings/StagesDto';
import type { Backend } from './backend';

type Models = Pick<Backend, 'modelSettings' | 'modelReset' | 'modelEndpointSave' | 'modelEndpointRemove' | 'modelEndpointTest' | 'modelChoose' | 'modelPreview' | 'modelConsent' | 'modelConsentWithdraw' | 'modelRun' | 'modelCancel'>;
type Asked = Pick<RunDto, 'engine' | 'problems' | 'stages' | 'unverified' | 'selected'>;

const local: StagesDto = { extract: 'local', navigate: 'local', validate: 'local', reconcile: 'local', verify: 'local' };
const of = (by: string): StagesDto => ({ ...local, extract: by, navigate: by, validate: by, reconcile: by });
const profiles = [
  { name: 'local', stages: local },
  { name: 'code-like-humans', stages: of('code-like-humans') },
  { name: 'medcoder', stages: of('medcoder') },
  { name: 'verify', stages: { ...local, verify: 'verify' } },
  { name: 'hybrid', stages: { ...local, reconcile: 'hybrid', verify: 'verify' } },
];
const three = ['local', 'code-like-humans', 'medcoder'];
const offers = [
  { stage: 'extract', by: three }, { stage: 'navigate', by: three }, { stage: 'validate', by: three },
  { stage: 'reconcile', by: [...three, 'hybrid'] }, { stage: 'verify', by: ['local', 'verify'] },
];
const near = /^https?:\/\/(localhost|127\.|\[::1\])/;
const priv = /^https?:\/\/(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

/** Models of the demonstration: nothing is ever sent, and every answer is made up. */
export function fakeModels(
  later: <T>(make: () => T) => Promise<T>,
  options: { model?: 'near' | 'outside' },
  run: (encounter: string, asked: Asked) => RunDto,
  textOf: (encounter: string) => string,
): Models {
  let endpoints: EndpointDto[] = [];
  let set = { chosen: null as string | null, stages: local, deidentify: false };
  const cancelled = new Set<string>();
  let next = 1;
  const save: Models['modelEndpointSave'] = (given) => later(() => {
    if (!/^https?:\/\/./.test(given.url)) throw { code: 'input', message: 'asking a model: the model\'s address is not understood; write it as https://host/v1' };
    const before = endpoints.find((one) => one.id === given.id);
    const reach = near.test(given.url) ? 'loopback' : priv.test(given.url) ? 'private' : 'public';
    const made: EndpointDto = {
      ...given, id: before?.id ?? `e${next++}`, name: given.name || given.model, host: new URL(given.url).host, reach,
      key: given.key ? 'keyring' : given.key === null ? (before?.key ?? 'none') : 'none', consented: reach !== 'public', refused: null,
    };
    endpoints = before ? endpoints.map((one) => (one.id === made.id ? made : one)) : [...endpoints, made];
    set.chosen ??= made.id;
    return told();
  });
  const told = (): ModelSettingsDto => structuredClone({
    endpoints, ...set, profiles, offers, deidentifyForced: false, forbidden: null,
    profile: profiles.find((one) => JSON.stringify(one.stages) === JSON.stringify(set.stages))?.name ?? 'mixed',
    asks: Object.values(set.stages).some((by) => by !== 'local') ? set.chosen : null,
  });
  const find = (id: string): EndpointDto => endpoints.find((one) => one.id === id) ?? (() => { throw { code: 'not-found', message: 'There is no such endpoint.' }; })();
  const consent = (id: string, consented: boolean): ModelSettingsDto => {
    endpoints = endpoints.map((one) => (one.id === id ? { ...one, consented: consented || one.reach !== 'public' } : one));
    return told();
  };
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  if (options.model) {
    const url = options.model === 'near' ? 'http://127.0.0.1:8080' : 'https://models.example.org/v1';
    void save({ id: null, name: options.model === 'near' ? 'Llama on this machine' : 'Hospital contract', provider: 'openai', url, model: 'llama-3.3-70b', key: options.model === 'near' ? null : 'k', inFlight: 4, patienceS: 600, answerTokens: 4096, noteChars: 60_000, priceIn: 0.5, priceOut: 1.5, proxy: null, authority: null });
    set.stages = profiles[4]!.stages;
  }
  return {
    modelSettings: () => later(told),
    modelReset: () => later(told),
    modelEndpointSave: save,
    modelEndpointRemove: (id) => later(() => {
      endpoints = endpoints.filter((one) => one.id !== id);
      if (set.chosen === id) set.chosen = null;
      return told();
    }),
    modelEndpointTest: (id, confirmed) => later(() => {
      const one = find(id);
      if (one.reach === 'public' && !one.consented && !confirmed) throw { code: 'consent', message: 'nobody has consented' };
      return { answered: true, formed: true, ms: 412, tokens: 96, message: `${one.model} answers in the asked form.` };
    }),
    modelChoose: (choice) => later(() => {
      if (set.deidentify && !choice.deidentify) for (const one of endpoints) if (one.reach === 'public') consent(one.id, false);
      set = structuredClone(choice);
      return told();
    }),
    modelPreview: (id, encounter, deidentify) => later((): ModelPreviewDto => {
      const one = find(id);
      const note = encounter ? textOf(encounter) : '';
      const shown = deidentify ? note.replace(/\b\d{1,2}\/\d{1,2}\/\d{2,4}\b|\b\d{4}-\d\d-\d\d\b/g, '[DATE-1]').replace(/Dr\. \w+/g, 'Dr. [NAME-1]') : note;
      const body = (user: string): string => JSON.stringify({ model: one.model, messages: [{ role: 'system', content: 'You decide which of the candidate codes are reported.' }, { role: 'user', content: user }], temperature: 0, max_tokens: 1024 }, null, 2);
      const questions = encounter ? [`select/1`, 'choose/1', 'choose/1'].map((prompt) => ({ prompt, bytes: body(shown).length, body: body(shown) })) : [{ prompt: 'probe/1', bytes: 310, body: body('Are you ready? Nothing of any chart is in this question.\nAnswer: {"ready": true}') }];
      return { endpoint: id, host: one.host, url: one.url, reach: one.reach, deidentified: deidentify, marks: shown === note ? 0 : 3, questions };
    }),
    modelConsent: (id, deidentified) => later(() => {
      set.deidentify = deidentified;
      return consent(id, true);
    }),
    modelConsentWithdraw: (id) => later(() => consent(id, false)),
    modelRun: async (encounter, onprogress) => {
      const one = find(set.chosen ?? '');
      if (!one.consented) throw { code: 'consent', message: 'nobody has consented' };
      cancelled.delete(encounter);
      const first: ModelProgressDto = { stage: 'extract', mentions: 0, entries: 0, candidates: 0, questions: 0, answered: 0, cached: 0, failed: 0, inTheAir: 0, tokensIn: 0, tokensOut: 0, cost: one.priceIn === null ? null : 0, ms: 0 };
      onprogress(first);
      const steps = 8;
      for (let n = 0; n <= steps && !cancelled.has(encounter); n++) {
        onprogress({ ...first, stage: n < 2 ? 'reconcile' : 'verify', mentions: 21, entries: 60, candidates: 48, questions: n < 2 ? 1 : steps, answered: Math.max(0, n - 1), inTheAir: Math.min(4, steps - n), tokensIn: n * 1530, tokensOut: n * 22, cost: first.cost === null ? null : n * 0.0008, ms: n * 290 });
        await pause(options.model ? 350 : 0);
      }
      const stopped = cancelled.delete(encounter);
      const agent = (stage: string, by: string): RunDto['stages'][number] => ({ stage, agent: by, count: 12, stoodIn: by.includes('in place') });
      return later(() => run(encounter, {
        engine: `${told().profile} 0.1.0 (${one.model})`, selected: true, unverified: stopped ? 0 : 3,
        problems: stopped ? ['verify: the local engine answered in place of the model: the run was cancelled', 'run: it was cancelled: what the model had not answered by then is the local engine\'s'] : ['select: 2 unverified statements of the model dropped: no such choice was offered', 'choose: 1 unverified statement of the model dropped: no such choice was offered'],
        stages: [agent('extract', 'local'), agent('reconcile', `model ${one.model}`), agent('verify', stopped ? 'local, in place of a model' : `model ${one.model}`)],
      }));
    },
    modelCancel: (encounter) => later(() => Boolean(cancelled.add(encounter))),
  };
}
