import { type DatasetOptions, readDataset } from '../../../lambdas/core/capture/read-dataset.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { CellValue } from '../../../lambdas/core/columns/column.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';
import { valuesOf } from './capturing.ts';

/** A whole table; columns a chunk lacks are missing there. */
export async function readTable(source: DataSource, options: Partial<DatasetOptions> = {}) {
  const log = new RejectionLog();
  const columns = new Map<string, CellValue[]>();
  const chunkRows: number[] = [];
  let rows = 0;
  for await (const chunk of readDataset(source, { log, ...options })) {
    for (const [name, column] of chunk.columns) {
      const values = columns.get(name) ?? Array<CellValue>(rows).fill(null);
      columns.set(name, values);
      values.push(...valuesOf(column));
    }
    rows += chunk.rows;
    chunkRows.push(chunk.rows);
    for (const values of columns.values()) while (values.length < rows) values.push(null);
  }
  return { columns, rows, chunkRows, summary: log.summarize() };
}
