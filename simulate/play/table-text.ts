import type { TableChunk } from '../../lambdas/core/columns/column.ts';

/**
 * Rows as CSV lines, empty where a cell is missing. Names and texts of generated worlds need no quotes.
 *
 * @param before What comes before a row's cells.
 */
export function csvLines({ rows, columns }: TableChunk, before: (row: number) => readonly string[]): string {
  const cells = Array.from(columns.values());
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    lines.push([...before(row), ...cells.map((column) => column.at(row) ?? '')].join(','));
  }
  return `${lines.join('\n')}\n`;
}

export function csvHeader(names: readonly string[]): string {
  return `${names.join(',')}\n`;
}
