import type { MeaningDto } from '../bindings/MeaningDto';
import type { SynonymDto } from '../bindings/SynonymDto';
import type { SynonymListDto } from '../bindings/SynonymListDto';

const carried = (short: string, expansion: string, contexts: string[] = []): SynonymDto => ({ short, expansion, source: 'abbreviations', contexts, enabled: true });

/** The synonym layer of the demonstration: a few rows, and what a person adds. */
export class FakeSynonyms {
  rows: SynonymDto[] = [
    carried('CKD', 'chronic kidney disease'),
    carried('AKI', 'failure kidney acute'),
    carried('HTN', 'hypertension'),
    carried('MS', 'multiple sclerosis', ['neurology']),
    carried('MS', 'mitral stenosis', ['valve', 'echo']),
  ];

  list(words: string, limit = 200): SynonymListDto {
    const asked = words.trim().toLowerCase();
    const found = this.rows.filter((row) => `${row.short} ${row.expansion}`.toLowerCase().includes(asked));
    const own = (row: SynonymDto): number => (row.source === 'your synonyms' ? 0 : 1);
    const rows = found.sort((a, b) => own(a) - own(b)).slice(0, limit);
    return { total: found.length, rows: structuredClone(rows), problems: [] };
  }

  add(short: string, expansion: string): SynonymListDto {
    if (!this.find(short, expansion)) this.rows.push({ short, expansion, source: 'your synonyms', contexts: [], enabled: true });
    return this.list(short);
  }

  enable(short: string, expansion: string, enabled: boolean): SynonymListDto {
    const row = this.find(short, expansion);
    if (row) row.enabled = enabled;
    return this.list(short);
  }

  remove(short: string, expansion: string): SynonymListDto {
    const row = this.find(short, expansion);
    if (row?.source === 'your synonyms') this.rows = this.rows.filter((other) => other !== row);
    return this.list(short);
  }

  /** What a query is written out as; several meanings of one word are asked about. */
  expand(query: string): { query: string; expanded: MeaningDto[]; ambiguous: MeaningDto[] } {
    const expanded: MeaningDto[] = [];
    const ambiguous: MeaningDto[] = [];
    const words = query.split(/\s+/).map((word) => {
      const rows = this.rows.filter((row) => row.enabled && row.short.toLowerCase() === word.toLowerCase());
      const meanings = rows.map((row) => ({ short: word, expansion: row.expansion, source: row.source, query: query.replace(word, row.expansion) }));
      const [first] = meanings;
      if (!first) return word;
      if (meanings.length > 1) ambiguous.push(...meanings);
      expanded.push(...meanings);
      return meanings.length > 1 ? word : first.expansion;
    });
    return { query: words.join(' '), expanded, ambiguous };
  }

  private find(short: string, expansion: string): SynonymDto | undefined {
    return this.rows.find((row) => row.short.toLowerCase() === short.toLowerCase() && row.expansion === expansion);
  }
}
