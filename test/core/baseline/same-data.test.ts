import { describe, expect, it } from 'vitest';
import { SameDataFinder } from '../../../lambdas/core/baseline/same-data.ts';
import { readDataset } from '../../../lambdas/core/capture/read-dataset.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import { sourceOf } from '../capture/memory-source.ts';
import { FILE_FORMS } from '../spellings/files.ts';
import { PLAIN_CSV, PLAIN_JSON } from '../spellings/spelling.ts';
import { makeTable, type Table } from '../spellings/table.ts';

const TABLE = makeTable({ seed: 1, rows: 100, missing: 0.1, shift: 0 });
const OTHER = makeTable({ seed: 2, rows: 100, missing: 0.1, shift: 0 });

async function addFile(finder: SameDataFinder, form: string, table: Table, chunkRows = 1000) {
  const { spells, write } = FILE_FORMS[form];
  const { name, bytes, settings } = write(table, spells === 'json' ? PLAIN_JSON : PLAIN_CSV);
  const source = sourceOf(bytes, { uri: `${form} ${name}` });
  for await (const chunk of readDataset(source, { ...settings, chunkRows, log: new RejectionLog() })) finder.add(chunk);
  return finder.endFile(source.uri);
}

const reversed = ({ rows, columns }: Table): Table => ({
  rows,
  columns: columns.toReversed().map((column) => ({ ...column, values: column.values.toReversed() })),
});

describe('files with the same rows', () => {
  it.each(['CSV with semicolons', 'JSON Lines', 'Parquet, typed', "pandas' columns"])(
    'are found: CSV and %s',
    async (form) => {
      const finder = new SameDataFinder();
      expect(await addFile(finder, 'CSV with commas', TABLE)).toBeNull();
      expect(await addFile(finder, form, TABLE, 7)).toEqual({ uri: 'CSV with commas data.csv', rows: 100 });
    },
  );

  it('are found in another order of rows and columns, with other files between them', async () => {
    const finder = new SameDataFinder();
    await addFile(finder, 'CSV with commas', TABLE);
    expect(await addFile(finder, 'CSV with commas', OTHER)).toBeNull();
    expect(await addFile(finder, 'JSON Lines', reversed(TABLE))).toMatchObject({ rows: 100 });
  });

  it('are not those that differ in one cell or one row', async () => {
    const changed = {
      ...TABLE,
      columns: TABLE.columns.map((column) => ({
        ...column,
        values: column.values.with(50, column.name === 'count' ? 9999 : column.values[50]),
      })),
    };
    const finder = new SameDataFinder();
    await addFile(finder, 'CSV with commas', TABLE);
    expect(await addFile(finder, 'Parquet, typed', changed)).toBeNull();
    expect(
      await addFile(finder, 'CSV with commas', makeTable({ seed: 1, rows: 99, missing: 0.1, shift: 0 })),
    ).toBeNull();
  });

  it('are not found with few rows, or by columns that identify no rows', async () => {
    const few = makeTable({ seed: 1, rows: 19, missing: 0, shift: 0 });
    const finder = new SameDataFinder();
    await addFile(finder, 'CSV with commas', few);
    expect(await addFile(finder, 'JSON Lines', few)).toBeNull();
    const constant = {
      rows: 100,
      columns: [
        { name: 'one', kind: 'number' as const, values: Array(100).fill(1) },
        { name: 'two', kind: 'number' as const, values: Array(100).fill(2) },
      ],
    };
    await addFile(finder, 'CSV with commas', constant);
    expect(await addFile(finder, 'JSON Lines', constant)).toBeNull();
  });
});
