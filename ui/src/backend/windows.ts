import type { BookMessageDto } from '../bindings/BookMessageDto';

/** The windows of the program: which one this is, and how it speaks with the other. */
export interface Windows {
  /** "book" for the window that holds the book alone. */
  readonly role: 'main' | 'book';
  /** Opens the book in a window of its own, or brings that to the front. */
  openBook(): Promise<void>;
  /** Closes the window that holds the book alone. */
  closeBook(): Promise<void>;
  say(message: BookMessageDto): Promise<void>;
  /** Shows everything in this window larger or smaller; 1 is as designed. */
  zoom(factor: number): Promise<void>;
  /** Calls back with what the other window says. */
  hear(listener: (message: BookMessageDto) => void): void;
}

/** A window by itself, as in tests. */
export const alone: Windows = { role: 'main', openBook: async () => undefined, closeBook: async () => undefined, say: async () => undefined, zoom: async () => undefined, hear: () => undefined };

/** Two pages of a browser, for the demonstration. */
export function browserWindows(): Windows {
  let apart: Window | null = null;
  const channel = new BroadcastChannel('book');
  return {
    role: new URLSearchParams(location.search).has('book') ? 'book' : 'main',
    openBook: async () => void (apart = window.open('?book', 'book', 'width=1100,height=860')),
    closeBook: async () => (apart ?? window).close(),
    say: async (message) => channel.postMessage(message),
    zoom: async (factor) => void (document.documentElement.style.zoom = String(factor)),
    hear: (listener) => channel.addEventListener('message', (event: MessageEvent<BookMessageDto>) => listener(event.data)),
  };
}
