import type { Command } from './keymap';

/** The commands that can be performed now and whose title or group has words starting with every word of the query. */
export function matchCommands(commands: readonly Command[], query: string): Command[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    if (command.enabled && !command.enabled()) return false;
    const words = `${command.title} ${command.group}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return wanted.every((want) => words.some((word) => word.startsWith(want)));
  });
}
