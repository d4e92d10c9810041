import type { CommentDto } from '../bindings/CommentDto';
import type { Session } from '../settings/session.svelte';

/** Comments on the codes of one chart, and on the chart. */
export class CommentController {
  list = $state.raw<CommentDto[]>([]);
  /** The code the next comment is about; empty for the chart. */
  about = $state('');
  text = $state('');
  busy = $state(false);
  /** A list that was asked for before another, or before something was changed, does not take the place of that. */
  #asked = 0;

  constructor(
    readonly session: Session,
    readonly encounter: string,
  ) {}

  /** Those about a code. */
  of(code: string): CommentDto[] {
    return this.list.filter((one) => one.code === code);
  }

  /** Shows all of them, ready to comment on a code or on the chart. */
  async open(code = ''): Promise<void> {
    this.about = code;
    this.session.dialog = 'comments';
    await this.load();
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    const list = await this.session.attempt(this.session.backend.commentList(this.encounter));
    if (list && asked === this.#asked) this.list = list;
  }

  /** Adds what is written; without words it marks the code. */
  async add(): Promise<boolean> {
    if (this.busy || (this.about === '' && this.text.trim() === '')) return false;
    const { text } = this;
    const added = await this.#change(this.session.backend.commentAdd(this.encounter, this.about || null, text));
    // what was typed meanwhile stays
    if (added) this.text = this.text.startsWith(text) ? this.text.slice(text.length) : this.text;
    return added;
  }

  async withdraw(comment: CommentDto): Promise<void> {
    if (this.busy) return;
    await this.#change(this.session.backend.commentWithdraw(this.encounter, comment.id));
  }

  async #change(call: Promise<CommentDto[]>): Promise<boolean> {
    this.busy = true;
    const list = await this.session.attempt(call);
    this.busy = false;
    if (!list) return false;
    this.#asked += 1;
    this.list = list;
    return true;
  }
}
