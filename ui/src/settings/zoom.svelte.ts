import type { Windows } from '../backend/windows';

/** How large the window shows everything; 1 is as designed. */
export const SIZES = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5];

/** The size of the window's contents, kept from start to start. */
export class Zoom {
  factor = $state(1);

  constructor(readonly windows: Windows) {
    const stored = Number(localStorage.getItem('zoom'));
    if (SIZES.includes(stored) && stored !== 1) void this.set(stored);
  }

  /** The next larger or smaller size; the last one stays. */
  change(by: 1 | -1): Promise<void> {
    const at = SIZES.indexOf(this.factor);
    return this.set(SIZES[Math.max(0, Math.min(SIZES.length - 1, at + by))] ?? 1);
  }

  async set(factor: number): Promise<void> {
    this.factor = factor;
    localStorage.setItem('zoom', String(factor));
    await this.windows.zoom(factor).catch(() => undefined);
  }
}
