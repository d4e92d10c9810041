export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'error';
}

/**
 * Short messages. Plain ones have a fixed place in the status bar, so that nothing is ever covered;
 * errors lie above it until they are dismissed. None takes the focus.
 */
export class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  plain = $derived(this.list.findLast((toast) => toast.tone === 'plain') ?? null);
  errors = $derived(this.list.filter((toast) => toast.tone === 'error'));

  say(text: string, tone: Toast['tone'] = 'plain'): void {
    const id = this.#next++;
    this.list = [...this.list.filter((toast) => toast.tone === 'error').slice(-2), { id, text, tone }];
    setTimeout(() => this.dismiss(id), tone === 'error' ? 20_000 : 6_000);
  }

  clear(): void {
    this.list = [];
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
