import type { BookMessageDto } from '../bindings/BookMessageDto';

/** The windows of the program: which one this is, and how it speaks with the other. */
export interface Windows {
  /** "book" for the window that holds the book alone. */
  readonly role: 'main' | 'book';
  /** Opens the book in a window of its own, or brings that to the front. */
  openBook(): Promise<void>;
  say(message: BookMessageDto): Promise<void>;
  /** Calls back with what the other window says. */
  hear(listener: (message: BookMessageDto) => void): void;
}

/** A window by itself, as in tests. */
export const alone: Windows = { role: 'main', openBook: async () => undefined, say: async () => undefined, hear: () => undefined };

/** Two pages of a browser, for the demonstration. */
export function browserWindows(): Windows {
  const channel = new BroadcastChannel('book');
  return {
    role: new URLSearchParams(location.search).has('book') ? 'book' : 'main',
    openBook: async () => void window.open('?book', 'book', 'width=1100,height=860'),
    say: async (message) => channel.postMessage(message),
    hear: (listener) => channel.addEventListener('message', (event: MessageEvent<BookMessageDto>) => listener(event.data)),
  };
}
