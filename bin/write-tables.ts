import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DRIFT_METHOD_NAMES, driftMethod, methodSuits } from '../lambdas/core/drift/methods/registry.ts';
import { SIGNIFICANCE_TEST_NAMES, significanceTest, testSuits } from '../lambdas/core/drift/significance/registry.ts';
import { METRIC_FUNCTION_KEYS, METRICS } from '../lambdas/core/performance/metrics/registry.ts';

export const STATISTICS_PAGE = join(import.meta.dirname, '../docs/statistics.md');

/** The tables of the page that follow from the registries. Each stands below a comment with its name, up to the next empty line. */
const TABLES: Readonly<Record<string, () => string>> = {
  'drift methods': () =>
    tableOf(
      ['name', 'columns', 'definition', 'default limit'],
      DRIFT_METHOD_NAMES.map((name) => {
        const { definition, defaultLimit } = driftMethod(name);
        return [name, columnsOf(name), definition, String(defaultLimit)];
      }),
    ),
  'significance tests': () =>
    tableOf(
      ['test', 'columns', 'definition'],
      SIGNIFICANCE_TEST_NAMES.map((name) => {
        const columns = testSuits(name, 'category') ? (testSuits(name, 'number') ? 'both' : 'categories') : 'numbers';
        return [name, columns, significanceTest(name).definition];
      }),
    ),
  metrics: () =>
    tableOf(
      ['metric', 'problem', 'definition', 'interval'],
      Object.entries(METRICS).map(([name, definition]) => {
        const problems = Object.values(METRIC_FUNCTION_KEYS).filter((problem) => definition[problem] !== undefined);
        return [name, problems.join(', '), definition.description, definition.interval];
      }),
    ),
};

/** The page with its tables as the registries have them. @throws RangeError where a table's comment is not on the page */
export function withTables(page: string): string {
  return Object.entries(TABLES).reduce((text, [name, table]) => {
    const comment = `<!-- ${name}: npm run generate -->\n`;
    const start = text.indexOf(comment) + comment.length;
    if (start < comment.length) throw new RangeError(`docs/statistics.md has no comment ${comment}`);
    return text.slice(0, start) + table() + text.slice(text.indexOf('\n\n', start));
  }, page);
}

function columnsOf(name: (typeof DRIFT_METHOD_NAMES)[number]): string {
  if (!methodSuits(name, 'category')) return 'numbers';
  return methodSuits(name, 'number') ? 'both' : 'categories';
}

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

if (import.meta.main) writeFileSync(STATISTICS_PAGE, withTables(readFileSync(STATISTICS_PAGE, 'utf8')));
