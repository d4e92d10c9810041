import type { Windows } from '../backend/windows';
import type { BookMessageDto } from '../bindings/BookMessageDto';
import type { BookController } from './book.svelte';
import type { Walked } from './walked';

type Place = Extract<BookMessageDto, { kind: 'place' }>;

/** What the window with the charts does for the one with the book. */
export interface Chart {
  open: () => boolean;
  /** Whether an examination runs there, which the book may not help with from a window of its own. */
  examined: () => boolean;
  post: (walked: Walked) => Promise<boolean>;
}

/** Keeps the book of this window where that of the other window is. */
export class InStep {
  /** Whether the book has a window of its own. */
  apart = $state(false);
  /** Whether a chart is open in the other window. */
  chartOpen = $state(false);
  #last = '';
  #applying = false;
  #waiting: ((done: boolean) => void) | null = null;

  constructor(
    readonly windows: Windows,
    readonly book: BookController,
    readonly chart: Chart,
  ) {}

  /** Listens from now on, and says where the book is whenever that changes. */
  start(): () => void {
    this.windows.hear((message) => void this.#take(message));
    if (this.windows.role === 'book') void this.windows.say({ kind: 'hello' });
    return $effect.root(() => {
      $effect(() => {
        const place = this.#place();
        if (this.#spoken) this.#tell(place);
      });
      $effect(() => {
        const open = this.chart.open();
        if (this.windows.role === 'main' && this.apart) void this.windows.say({ kind: 'chart', open });
      });
    });
  }

  async open(): Promise<void> {
    await this.windows.openBook();
  }

  /** Hands a code to the other window, and waits for what becomes of it. */
  post(walked: Walked): Promise<boolean> {
    this.#waiting?.(false);
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.windows.say({ kind: 'post', code: walked.code, node: walked.node, steps: walked.steps.filter((step) => !step.startsWith('search: ')), more: walked.more ?? false }).catch(() => resolve(false));
    });
  }

  /** Whether there is somebody to speak to. */
  get #spoken(): boolean {
    return this.apart || this.windows.role === 'book';
  }

  #place(): Place {
    const { release, current, column, tabular } = this.book;
    return { kind: 'place', release, at: current?.at ?? null, column, code: tabular?.code ?? null };
  }

  #tell(place: Place): void {
    const text = JSON.stringify(place);
    if (this.#applying || text === this.#last || place.release === '' || (place.at === null && place.code === null)) return;
    this.#last = text;
    void this.windows.say(place);
  }

  async #take(message: BookMessageDto): Promise<void> {
    if (message.kind === 'hello' && this.chart.examined()) await this.windows.closeBook().catch(() => undefined);
    else if (message.kind === 'hello') {
      this.apart = true;
      this.#last = '';
      this.#tell(this.#place());
    } else if (message.kind === 'closed') this.apart = false;
    else if (message.kind === 'chart') {
      this.chartOpen = message.open;
      // another chart, or none: nothing typed here stays beside it
      if (message.open) this.book.search.leave();
      else this.book.search.blank();
    }
    else if (message.kind === 'posted') {
      this.#waiting?.(message.done);
      this.#waiting = null;
    } else if (message.kind === 'post') {
      const done = await this.chart.post({ code: message.code, node: message.node, steps: message.steps, more: message.more });
      void this.windows.say({ kind: 'posted', code: message.code, done });
    } else {
      this.#applying = true;
      await this.book.showPlace(message);
      this.#applying = false;
      this.#last = JSON.stringify(this.#place());
    }
  }
}
