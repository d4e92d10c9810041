import type { ChangeDto } from '../bindings/ChangeDto';
import type { CodeHistoryDto } from '../bindings/CodeHistoryDto';
import type { DifferenceDto } from '../bindings/DifferenceDto';
import type { DifferenceQueryDto } from '../bindings/DifferenceQueryDto';

const KINDS = ['added', 'deleted', 'became-header', 'became-billable', 'retitled', 'notes'];
const base = { chapter: '14', billable: true, older: 'FY2021', newer: 'FY2026-04', from: '', notesAdded: [], notesRemoved: [] };
const CHANGES: ChangeDto[] = [
  { ...base, kind: 'became-header', code: 'N18.3', billable: false, from: 'Chronic kidney disease, stage 3 (moderate)', to: 'Chronic kidney disease, stage 3 (moderate)' },
  { ...base, kind: 'added', code: 'N18.31', to: 'Chronic kidney disease, stage 3a' },
  { ...base, kind: 'added', code: 'N18.32', to: 'Chronic kidney disease, stage 3b' },
];

export function codeDifference(one: string, other: string, query: DifferenceQueryDto): DifferenceDto {
  const [older, newer] = [one, other].sort() as [string, string];
  const words = (query.words ?? '').toLowerCase();
  const asked = CHANGES.filter((row) => `${row.code} ${row.from} ${row.to}`.toLowerCase().includes(words));
  const rows = asked.filter((row) => !query.kind || row.kind === query.kind);
  const counts = (list: ChangeDto[]): [string, number][] => KINDS.map((kind) => [kind, list.filter((row) => row.kind === kind).length]);
  const from = query.offset ?? 0;
  return { older, newer, counts: counts(CHANGES), found: counts(asked), total: rows.length, rows: rows.slice(from, from + (query.limit ?? 200)) };
}

export function codeHistory(code: string): CodeHistoryDto {
  const changes = CHANGES.filter((row) => row.code === code);
  const absent = changes.some((row) => row.kind === 'added');
  const title = changes[0]?.to ?? code;
  return {
    code, changes,
    releases: [
      { release: 'FY2026-04', effective: '2026-04-01', until: '2026-09-30', status: 'billable', title },
      { release: 'FY2021', effective: '2020-10-01', until: '2021-09-30', status: absent ? 'absent' : 'billable', title: absent ? '' : title },
    ],
    summary: absent ? 'absent to 2021-09-30 (FY2021); billable from 2026-04-01 (FY2026-04)' : 'billable in FY2021 to FY2026-04',
  };
}
