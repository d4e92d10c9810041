export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'error';
}

/** Short messages at the foot of the window. They never take the focus. */
export class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  say(text: string, tone: Toast['tone'] = 'plain'): void {
    const id = this.#next++;
    this.list = [...this.list.slice(-2), { id, text, tone }];
    setTimeout(() => this.dismiss(id), tone === 'error' ? 12_000 : 4_000);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
