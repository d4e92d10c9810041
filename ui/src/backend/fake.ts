import type { Backend } from './backend';
export function createFake(): Backend { return {} as Backend; }
