import type { CommentDto } from '../bindings/CommentDto';
import type { Session } from '../settings/session.svelte';

/** Comments on the codes of one chart, and on the chart. */
export class CommentController {
  list = $state.raw<CommentDto[]>([]);
  /** The code the next comment is about; empty for the chart. */
  about = $state('');
  text = $state('');
  busy = $state(false);

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
    const list = await this.session.attempt(this.session.backend.commentList(this.encounter));
    if (list) this.list = list;
  }

  /** Adds what is written; without words it marks the code. */
  async add(): Promise<boolean> {
    if (this.busy || (this.about === '' && this.text.trim() === '')) return false;
    this.busy = true;
    const list = await this.session.attempt(this.session.backend.commentAdd(this.encounter, this.about || null, this.text));
    this.busy = false;
    if (!list) return false;
    this.list = list;
    this.text = '';
    return true;
  }

  async withdraw(comment: CommentDto): Promise<void> {
    const list = await this.session.attempt(this.session.backend.commentWithdraw(this.encounter, comment.id));
    if (list) this.list = list;
  }
}
