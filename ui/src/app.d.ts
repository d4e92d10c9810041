/** Whether the demonstration backend is compiled in (see vite.config.ts). */
declare const __DEMONSTRATION__: boolean;
