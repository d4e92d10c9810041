/** Words for what the host names by an identifier. */

export const PROFILES: Record<string, { title: string; does: string }> = {
  local: { title: 'Local engine', does: 'No model is asked. Nothing leaves this program.' },
  hybrid: { title: 'Hybrid', does: 'The local engine finds everything that might be reported; the model decides which of it is, then checks each code against its neighbours.' },
  verify: { title: 'Verify', does: 'The local engine suggests; the model checks each code against its siblings and neighbours by their descriptions.' },
  'code-like-humans': { title: 'Code Like Humans', does: 'The model reads the note, chooses entries of the index and codes of the Tabular List, and decides the set by the guidelines.' },
  medcoder: { title: 'MedCodER', does: 'The model lists diagnoses with evidence and probable codes, and orders what is retrieved for each.' },
  mixed: { title: 'Own mixture', does: 'Each stage as chosen below.' },
};

export const STAGES: Record<string, { title: string; doing: string }> = {
  extract: { title: 'Read', doing: 'Reading the note' },
  navigate: { title: 'Look up', doing: 'Walking the index' },
  validate: { title: 'Complete', doing: 'Completing codes by the Tabular List' },
  reconcile: { title: 'Decide', doing: 'Deciding what is reported' },
  verify: { title: 'Verify', doing: 'Checking each code against its neighbours' },
};

export const REACHES: Record<string, { title: string; says: string }> = {
  loopback: { title: 'this machine', says: 'Requests stay on this machine.' },
  private: { title: 'private network', says: 'Requests stay in a private network, as the address says.' },
  public: { title: 'outside', says: 'Requests leave this machine and its network.' },
};

export const PROVIDERS: [string, string, string][] = [
  ['openai', 'OpenAI-compatible (llama.cpp, vLLM, LM Studio, …)', 'http://127.0.0.1:8080'],
  ['ollama', 'Ollama', 'http://127.0.0.1:11434'],
  ['anthropic', 'Anthropic', 'https://api.anthropic.com'],
  ['azure', 'Azure', 'https://NAME.openai.azure.com/openai/deployments/DEPLOYMENT?api-version=VERSION'],
];

export const KEYS: Record<string, string> = { none: 'no key', keyring: 'key in the system keyring', database: 'key in the encrypted database' };

export const titleOf = (names: Record<string, { title: string }>, id: string): string => names[id]?.title ?? id;

/** "12.3 k", so that a number that grows does not jump about. */
export function short(count: number): string {
  return count < 1000 ? String(count) : count < 1e6 ? `${(count / 1000).toFixed(1)} k` : `${(count / 1e6).toFixed(2)} M`;
}
