import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import { SeenRecords } from '../../../lambdas/core/capture/seen-records.ts';
import type { TableFormat } from '../../../lambdas/core/capture/spec.ts';
import type { Partition } from '../../../lambdas/core/ports.ts';
import { captureSpec, readAll } from './capturing.ts';
import { readTable } from './dataset-reading.ts';
import { sourceOf } from './memory-source.ts';

const FILES: Record<TableFormat, Uint8Array> = {
  csv: Buffer.from('key,age\nk1,31\nk2,32\n'),
  jsonl: Buffer.from('{"key":"k1","age":31}\n{"key":"k2","age":32}\n'),
  parquet: new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'key', data: ['k1', 'k2'], type: 'STRING' },
        { name: 'age', data: [31, 32], type: 'INT32' },
      ],
    }),
  ),
};

describe.each(['csv', 'jsonl', 'parquet'] as const)('partitions of %s files', (format) => {
  const inFolders = (values: Record<string, string | null>) => ({
    ...sourceOf(FILES[format], { uri: `memory:a.${format}` }),
    partitions: Object.entries(values).map(([name, value]): Partition => ({ name, value })),
  });

  it('are columns in every row, typed as CSV fields are', async () => {
    const source = inFolders({ dt: '2026-01-02', hour: '7', code: '007', gone: null, none: 'NA', blank: '', x: 'nan' });
    const { columns, rows, summary } = await readTable(source, { missing: ['NA'] });
    expect(rows).toBe(2);
    expect([...columns]).toEqual([
      ['key', ['k1', 'k2']],
      ['age', [31, 32]],
      ['dt', ['2026-01-02', '2026-01-02']],
      ['hour', [7, 7]],
      ['code', ['007', '007']],
      ['gone', [null, null]],
      ['none', [null, null]],
      ['blank', [null, null]],
      ['x', [Number.NaN, Number.NaN]],
    ]);
    expect(summary).toMatchObject({ records: 2, rows: 2 });
  });

  it('never replace a column of the file', async () => {
    const { columns } = await readTable(inFolders({ age: '1', dt: '2' }));
    expect(columns.get('age')).toEqual([31, 32]);
    expect(columns.get('dt')).toEqual([2, 2]);
  });

  it('are read alone, as text where ids are, and left out where they are not wanted', async () => {
    const source = inFolders({ dt: '2026-01-02', batch: '007', hour: '7' });
    const { columns } = await readTable(source, { columns: ['dt', 'hour', 'batch'], texts: ['hour'] });
    expect([...columns]).toEqual([
      ['dt', ['2026-01-02', '2026-01-02']],
      ['batch', ['007', '007']],
      ['hour', ['7', '7']],
    ]);
    expect([...(await readTable(source, { columns: ['age'] })).columns.keys()]).toEqual(['age']);
  });

  it('give captures their time', async () => {
    const spec = captureSpec({ format, time: 'dt', id: 'key' });
    const start = Date.parse('2026-01-02T00:00:00Z');
    const window = { name: 'w', start, end: start + 86_400_000 };
    const sources = ['2026-01-02', '2026-01-03', null].map((dt) => inFolders({ dt, site: 'a' }));
    const { columns, times, summary } = await readAll(sources, spec, { window });
    expect(times).toEqual([start, start]);
    expect([...columns.keys()]).toEqual(['age', 'site']);
    expect(summary).toMatchObject({ rows: 2, rowsOutsideWindow: 2, rejected: { records: 2 } });
    expect(summary.rejected.byReason).toEqual([{ reason: 'invalid-time', count: 2 }]);
  });

  it('do not make two records of one that was delivered to two folders', async () => {
    const spec = captureSpec({ format, id: 'key' });
    const log = new RejectionLog();
    const sources = ['1', '2'].map((batch) => inFolders({ batch }));
    const { rows, summary } = await readAll(sources, spec, { log, seen: new SeenRecords() });
    expect(rows).toBe(2);
    expect(summary).toMatchObject({ repeats: 2, conflicts: 0 });
  });
});
