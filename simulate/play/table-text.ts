import type { TableChunk } from '../../lambdas/core/columns/column.ts';

/** Rows as CSV lines, empty where a cell is missing. Names and texts of generated worlds need no quotes. */
export function csvLines({ rows, columns }: TableChunk, time: ((row: number) => string) | null): string {
  const cells = Array.from(columns.values());
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const fields = cells.map((column) => column.at(row) ?? '');
    lines.push(time === null ? fields.join(',') : `${time(row)},${fields.join(',')}`);
  }
  return `${lines.join('\n')}\n`;
}

export function csvHeader(names: readonly string[], time: boolean): string {
  return `${[...(time ? ['time'] : []), ...names].join(',')}\n`;
}
