import type { QueryDto } from '../bindings/QueryDto';
import type { QueryInDto } from '../bindings/QueryInDto';
import type { QueryProblemDto } from '../bindings/QueryProblemDto';
import type { Session } from '../settings/session.svelte';

interface Quoted {
  document: string;
  span: { start: number; end: number };
  quote: string;
}

/** Queries to the provider about one chart. */
export class QueryController {
  list = $state.raw<QueryDto[]>([]);
  id = $state<string | null>(null);
  purpose = $state('clarify');
  form = $state('options');
  question = $state('');
  options = $state('');
  indicators = $state.raw<Quoted[]>([]);
  problems = $state.raw<QueryProblemDto[]>([]);
  answers = $state<Record<string, string>>({});
  busy = $state(false);
  #checked = 0;

  constructor(
    readonly session: Session,
    readonly encounter: string,
    /** The stretches selected in the note. */
    readonly selected: () => Quoted[],
  ) {}

  async open(): Promise<void> {
    this.indicators = [...this.indicators, ...this.selected().filter((one) => !this.indicators.some((kept) => kept.span.start === one.span.start && kept.document === one.document))];
    this.session.dialog = 'query';
    await this.load();
    await this.check();
  }

  async load(): Promise<void> {
    const list = await this.session.attempt(this.session.backend.queryList(this.encounter));
    if (list) this.list = list;
  }

  #asked(send: boolean): QueryInDto {
    return {
      encounter: this.encounter, id: this.id, purpose: this.purpose, form: this.form, question: this.question,
      options: this.options.split('\n').map((one) => one.trim()).filter(Boolean),
      indicators: this.indicators.map(({ document, span }) => ({ document, span })), send,
    };
  }

  /** Of several checks under way the last one asked for counts. */
  async check(): Promise<void> {
    const nth = ++this.#checked;
    const problems = await this.session.attempt(this.session.backend.queryCheck(this.#asked(false)));
    if (problems && nth === this.#checked) this.problems = problems;
  }

  drop(nth: number): void {
    this.indicators = this.indicators.filter((_, at) => at !== nth);
    void this.check();
  }

  async save(send: boolean): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const list = await this.session.attempt(this.session.backend.querySave(this.#asked(send)));
    this.busy = false;
    if (!list) return;
    this.list = list;
    this.session.toasts.say(send ? 'The query is sent: hand its text to the provider.' : 'Kept as a draft.');
    if (!send) {
      this.id ??= list.at(-1)?.id ?? null;
      return;
    }
    this.id = null;
    this.question = this.options = '';
    this.indicators = [];
    void this.check();
  }

  async become(query: QueryDto, state: string): Promise<void> {
    const list = await this.session.attempt(this.session.backend.queryState(this.encounter, query.id, state, this.answers[query.id] ?? ''));
    if (list) this.list = list;
  }
}
