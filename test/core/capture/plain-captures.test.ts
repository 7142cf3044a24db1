import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { CaptureSpec, TableFormat } from '../../../lambdas/core/capture/spec.ts';
import { captureSpec, readAll, rejections } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

const START = Date.parse('2024-05-01T12:00:00Z');
const window = { name: 'w', start: START, end: START + 3_600_000 };
const TIMES = ['2024-05-01T11:59:59.999Z', '2024-05-01T12:00:00Z', '2024-05-01T12:30:00Z', '2024-05-01T13:00:00Z'];
const plain = (format: TableFormat, changes: Partial<CaptureSpec> = {}) =>
  captureSpec({ format, time: 'at', id: 'key', prediction: { score: 'p', threshold: 0.5 }, ...changes });

const ROWS = TIMES.map((at, i) => ({ at, key: `00${i}`, p: i / 10, age: i, city: i === 2 ? 'Rome' : 'Bern' }));
const FILES: Record<TableFormat, Uint8Array> = {
  csv: Buffer.from(`at,key,p,age,city\n${ROWS.map((row) => Object.values(row).join(',')).join('\n')}\n`),
  jsonl: Buffer.from(ROWS.map((row) => JSON.stringify(row)).join('\n')),
  parquet: new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'at', data: TIMES.map((at) => new Date(at)), type: 'TIMESTAMP' },
        { name: 'key', data: ROWS.map((row) => row.key), type: 'STRING' },
        { name: 'p', data: ROWS.map((row) => row.p), type: 'DOUBLE' },
        { name: 'age', data: ROWS.map((row) => row.age), type: 'INT32' },
        { name: 'city', data: ROWS.map((row) => row.city), type: 'STRING' },
      ],
    }),
  ),
};

describe.each(['csv', 'jsonl', 'parquet'] as const)('%s captures', (format) => {
  const source = sourceOf(FILES[format]);

  it('give the rows inside the window, features without the other roles', async () => {
    const captured = await readAll([source], plain(format), { window });
    expect([...captured.columns]).toEqual([
      ['age', [1, 2]],
      ['city', ['Bern', 'Rome']],
    ]);
    expect(captured.score).toEqual([0.1, 0.2]);
    expect(captured.ids).toEqual(['001', '002']);
    expect(captured.positions).toEqual([0, 0]);
    expect(captured.times).toEqual([START, START + 1_800_000]);
    expect(captured.summary).toMatchObject({ records: 4, rows: 2, rowsOutsideWindow: 2, rejected: { records: 0 } });
    expect(captured.chunks[0].columns.get('city')!.dictionary).toEqual(['Bern', 'Rome']);
  });

  it('give all rows without a window, and only the requested columns', async () => {
    const { columns, rows, score } = await readAll([source], plain(format), { features: ['city'] });
    expect([...columns.keys()]).toEqual(['city']);
    expect([rows, score]).toEqual([4, [0, 0.1, 0.2, 0.3]]);
    const none = await readAll([source], plain(format), { features: 'none', window });
    expect([none.columns.size, none.score]).toEqual([0, [0.1, 0.2]]);
  });

  it('have missing predictions where the column is not there', async () => {
    const { chunks } = await readAll([source], plain(format, { prediction: { label: 'none', threshold: 0.5 } }), {
      window,
    });
    expect([0, 1].map((row) => chunks[0].predictions.label!.at(row))).toEqual([null, null]);
  });

  it('read listed features only', async () => {
    const { columns } = await readAll([source], plain(format, { features: ['age', 'absent'] }), { window });
    expect([...columns]).toEqual([['age', [1, 2]]]);
  });

  it('need a time column to be split into windows', async () => {
    const reading = readAll([source], plain(format, { time: undefined }), { window });
    await expect(reading).rejects.toThrow('capture.time');
  });
});

describe('plain captures', () => {
  it('reject rows whose time cannot be read, by line', async () => {
    const text = 'at,a\n2024-05-01T12:00:00Z,1\nnever,2\n,3\n1714564800,4\n1714564800000,5\n99999999999999999999,6';
    const { columns, times, summary } = await readAll(
      [sourceOf(text)],
      plain('csv', { prediction: { threshold: 0.5 }, id: undefined }),
      { window },
    );
    expect(rejections(summary)).toEqual([
      ['invalid-time', 3],
      ['invalid-time', 4],
      ['invalid-time', 7],
    ]);
    expect(summary.rejected.samples[0].excerpt).toBe('never');
    expect(columns.get('a')).toEqual([1, 4, 5]);
    expect(times).toEqual([START, START, START]);
  });

  it('may have the times of mails and HTTP', async () => {
    const text =
      'at,a\n"Wed, 01 May 2024 12:00:00 GMT",1\n"Wed, 01 May 2024 14:30:00 +0200",2\n"Thu, 01 May 2024 12:00:00 GMT",3';
    const { columns, times, summary } = await readAll(
      [sourceOf(text)],
      plain('csv', { prediction: { threshold: 0.5 }, id: undefined }),
      { window },
    );
    expect(rejections(summary)).toEqual([['invalid-time', 4]]);
    expect([columns.get('a'), times]).toEqual([
      [1, 2],
      [START, START + 1_800_000],
    ]);
  });

  it('reject all rows of a file without the time column once, including the one read as the header', async () => {
    const { summary } = await readAll([sourceOf('1\n2\n3', { uri: 'folder/b.csv' })], plain('csv'), { window });
    expect(summary.rejected).toMatchObject({
      records: 3,
      share: 1,
      byReason: [{ reason: 'missing-column', count: 3 }],
      samples: [{ line: null, detail: 'b.csv has no columns at and key; its header is 1; is the header missing?' }],
      places: [{ uri: 'folder/b.csv', count: 3, lines: '' }],
    });
  });

  it('have rows without a time if there is no window', async () => {
    const { times, ids } = await readAll([sourceOf('a\n1\n2')], plain('csv', { time: undefined, id: undefined }));
    expect([times, ids]).toEqual([
      [Number.NaN, Number.NaN],
      ['', ''],
    ]);
  });

  it('count a file in another format as one rejected record', async () => {
    const sources = [sourceOf('at,at\n1,2', { uri: 'twice' }), sourceOf(FILES.csv)];
    const { rows, summary } = await readAll(sources, plain('csv'), { window });
    expect(rejections(summary)).toEqual([['unreadable-file', null]]);
    expect(summary.rejected.places).toEqual([{ uri: 'twice', count: 1, lines: '' }]);
    expect(rows).toBe(2);
  });

  it('name headerless columns by the features, the others by position', async () => {
    const spec = plain('csv', {
      header: false,
      features: ['age', 'city'],
      time: '_c2',
      id: '_c3',
      prediction: { score: 4, threshold: 0.5 },
    });
    const { columns, score, ids } = await readAll([sourceOf('31,Bern,2024-05-01T12:00:00Z,007,0.5\n')], spec, {
      window,
    });
    expect([...columns]).toEqual([
      ['age', [31]],
      ['city', ['Bern']],
    ]);
    expect([score, ids]).toEqual([[0.5], ['007']]);
  });

  it('find JSON answers by dots', async () => {
    const text = '{"at":"2024-05-01T12:00:00Z","a":1,"answer":{"p":0.5}}';
    const { score } = await readAll(
      [sourceOf(text)],
      plain('jsonl', { prediction: { score: 'answer.p', threshold: 0.5 } }),
      { window },
    );
    expect(score).toEqual([0.5]);
  });
});
