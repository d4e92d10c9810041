/** The canvas of a replay: the lines of the book that the ways pass, laid out once, and each way through them. */

export interface Way {
  who: string;
  steps: string[];
  codes: string[];
}

/** A line of the book, an entry of the Tabular List, or an answer given without opening it. */
export interface Place {
  key: string;
  label: string;
  column: number;
  row: number;
  tabular: boolean;
}

/** A way as the places it passes; `step` is the number of steps after which it is there. */
export interface Course {
  who: string;
  stops: { key: string; step: number }[];
}

export interface Canvas {
  places: Place[];
  courses: Course[];
  columns: number;
  rows: number;
}

/** The titles of a step in an index or table, a column behind them; none for other steps. */
function titles(step: string): string[] | null {
  if (!step.startsWith('index: ')) return null;
  const [path = '', column] = step.slice(7).split(' | ');
  return [...path.split(' > '), ...(column ? [column] : [])];
}

/** The code of a step in the Tabular List. */
const listed = (step: string): string | null => (step.startsWith('tabular: ') ? step.slice(9) : null);
/** What was found by its title, without a line of the index. */
const titled = (step: string): string | null => (step.startsWith('title: ') ? step.slice(7) : null);

interface Node {
  key: string;
  label: string;
  parent: string | null;
  tabular: boolean;
  children: string[];
}

/** Lays ways out: subterms stand to the right of what they are under, the Tabular List at the right margin. */
export function layout(ways: readonly Way[]): Canvas {
  const nodes = new Map<string, Node>();
  const roots: string[] = [];
  const add = (key: string, label: string, parent: string | null, tabular = false): void => {
    if (nodes.has(key)) return;
    nodes.set(key, { key, label, parent, tabular, children: [] });
    const above = parent === null ? undefined : nodes.get(parent);
    if (above) above.children.push(key);
    else roots.push(key);
  };
  /** The line of the index that a place hangs on: itself, or what its entry of the Tabular List was reached from. */
  const line = (key: string | null): string | null => (key?.startsWith('t ') ? (nodes.get(key)?.parent ?? null) : key);
  const courses = ways.map((way): Course => {
    const stops: Course['stops'] = [];
    let last: string | null = null;
    way.steps.forEach((step, nth) => {
      const path = titles(step);
      const code = listed(step);
      const title = titled(step);
      let key: string | null = null;
      if (path) {
        path.forEach((label, depth) => {
          key = `i ${path.slice(0, depth + 1).join(' > ')}`;
          add(key, label, depth === 0 ? null : `i ${path.slice(0, depth).join(' > ')}`);
        });
      } else if (title !== null) {
        key = `n ${title}`;
        add(key, title, null);
      } else if (code !== null) {
        key = `t ${code}`;
        add(key, code, line(last), true);
      }
      if (key !== null && key !== last) stops.push({ key, step: nth + 1 });
      last = key ?? last;
    });
    // an answer that was given without looking it up in the Tabular List ends the way all the same
    const [answer, ...more] = way.codes;
    const opened = way.steps.some((step) => listed(step) === answer);
    if (answer !== undefined && more.length === 0 && !opened) {
      add(`a ${answer}`, `${answer} answered`, line(last), true);
      stops.push({ key: `a ${answer}`, step: way.steps.length });
    }
    return { who: way.who, stops };
  });
  const depths = new Map<string, number>();
  for (const node of nodes.values()) depths.set(node.key, node.parent === null ? 0 : (depths.get(node.parent) ?? 0) + 1);
  const deepest = Math.max(-1, ...[...nodes.values()].filter((one) => !one.tabular).map((one) => depths.get(one.key) ?? 0));
  const places: Place[] = [];
  let row = 0;
  const place = (key: string): void => {
    const node = nodes.get(key);
    if (!node) return;
    const column = node.tabular ? deepest + 1 : (depths.get(key) ?? 0);
    places.push({ key, label: node.label, column, row, tabular: node.tabular });
    node.children.forEach((child, nth) => {
      if (nth > 0) row += 1;
      place(child);
    });
  };
  roots.forEach((root, nth) => {
    if (nth > 0) row += 1;
    place(root);
  });
  const columns = Math.max(0, ...places.map((one) => one.column + 1));
  return { places, courses, columns, rows: places.length === 0 ? 0 : row + 1 };
}
