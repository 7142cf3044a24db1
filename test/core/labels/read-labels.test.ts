import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { LabelSink } from '../../../lambdas/core/labels/formats/reader.ts';
import type { LabelValue } from '../../../lambdas/core/labels/label-reader.ts';
import { readLabels } from '../../../lambdas/core/labels/read-labels.ts';
import type { LabelSpec } from '../../../lambdas/core/labels/spec.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';
import { groundTruth, memorySource } from './sources.ts';

const SPEC: LabelSpec = { format: 'sagemaker-ground-truth', id: 'id', label: 'label', missing: [] };

/** `[id, position, size, value]` of every label. */
type Label = [id: string, position: number, size: number, value: LabelValue];

async function read(sources: DataSource[], spec: Partial<LabelSpec> = {}, wanted?: ReadonlySet<string>) {
  const log = new RejectionLog();
  const labels: Label[] = [];
  const sink: LabelSink = {
    wants: (id) => wanted === undefined || wanted.has(id),
    add: (id, position, size, value) => labels.push([id, position, size, value]),
  };
  await readLabels(sources, { ...SPEC, ...spec }, { log, labels: sink });
  return { labels, log, summary: log.summarize() };
}

function lines(...texts: string[]): DataSource {
  return memorySource('s3://labels/2001/02/03/05/a.jsonl', `${texts.join('\n')}\n`);
}

describe('ground truth', () => {
  it.each<[string, unknown, unknown, Partial<LabelSpec>, [number, number, unknown][]]>([
    ['CSV', '1', 'CSV', {}, [[0, 1, 1]]],
    ['CSV with a newline', '1\n', 'CSV', {}, [[0, 1, 1]]],
    ['CSV of another spelling', ' 1.0 ', 'csv', {}, [[0, 1, 1]]],
    ['CSV text', 'late', 'CSV', {}, [[0, 1, 'late']]],
    ['CSV zip code', '007', 'CSV', {}, [[0, 1, '007']]],
    ['CSV in quotes, with a newline in it', '"a ""b""\nc"', 'CSV', {}, [[0, 1, 'a "b"\nc']]],
    [
      'a CSV batch',
      '0\n1\r\n0\n',
      'CSV',
      {},
      [
        [0, 3, 0],
        [1, 3, 1],
        [2, 3, 0],
      ],
    ],
    [
      'a CSV batch with a gap',
      '0\n\n1',
      'CSV',
      {},
      [
        [0, 3, 0],
        [2, 3, 1],
      ],
    ],
    [
      'CSV of several fields',
      '7,1\n8,0',
      'CSV',
      { label: 1 },
      [
        [0, 2, 1],
        [1, 2, 0],
      ],
    ],
    ['infinity', '-inf', 'CSV', {}, [[0, 1, -Infinity]]],
    ['a JSON object', '{"label":1}', 'JSON', {}, [[0, 1, 1]]],
    ['a JSON object with another key', '{"y":{"z":1.5}}', 'JSON', { label: 'y.z' }, [[0, 1, 1.5]]],
    ['a JSON boolean', '{"label":true}', 'JSON', {}, [[0, 1, true]]],
    ['a JSON text', '{"label":"1"}', 'JSON', {}, [[0, 1, '1']]],
    ['a JSON value', '1', 'JSON', {}, [[0, 1, 1]]],
    [
      'a JSON batch',
      '{"instances":[{"label":0},{"label":1}]}',
      'JSON',
      {},
      [
        [0, 2, 0],
        [1, 2, 1],
      ],
    ],
    [
      'a JSON batch of values',
      '{"instances":[0,1]}',
      'JSON',
      {},
      [
        [0, 2, 0],
        [1, 2, 1],
      ],
    ],
    [
      'a JSON list',
      '[0,1]',
      'JSON',
      {},
      [
        [0, 2, 0],
        [1, 2, 1],
      ],
    ],
    [
      'a JSON list of lists',
      '[[0],[1]]',
      'JSON',
      {},
      [
        [0, 2, 0],
        [1, 2, 1],
      ],
    ],
    [
      'a JSON list of longer lists',
      '[[7,0],[8,1]]',
      'JSON',
      { label: 1 },
      [
        [0, 2, 0],
        [1, 2, 1],
      ],
    ],
    [
      'a list under the label',
      '{"label":[0,1]}',
      'JSON',
      {},
      [
        [0, 2, 0],
        [1, 2, 1],
      ],
    ],
    [
      'a batch with gaps',
      '[null,1,NaN,"",{"label":0}]',
      'JSON',
      {},
      [
        [1, 5, 1],
        [4, 5, 0],
      ],
    ],
    ['JSON encoded twice', '"{\\"label\\":1}"', 'JSON', {}, [[0, 1, 1]]],
    [
      'JSON Lines in one text',
      '{"label":0}\n{"label":1}',
      'JSON',
      {},
      [
        [0, 2, 0],
        [1, 2, 1],
      ],
    ],
    ['BASE64 of CSV', Buffer.from('1').toString('base64'), 'BASE64', {}, [[0, 1, 1]]],
    ['a key that objects inherit', '{"__proto__":1}', 'JSON', { label: '__proto__' }, [[0, 1, 1]]],
    [
      'a missing text in a batch',
      '0\nNA\n1',
      'CSV',
      { missing: ['NA'] },
      [
        [0, 3, 0],
        [2, 3, 1],
      ],
    ],
  ])('%s', async (_name, data, encoding, spec, expected) => {
    const { labels, log } = await read([lines(groundTruth('e', data, encoding))], spec);
    expect(labels).toEqual(expected.map((label) => ['e', ...label]));
    expect([log.records, log.rows, log.rejected]).toEqual([1, expected.length, 0]);
  });

  it.each<[string, string, string]>([
    ['a cut line', '{"groundTruthData":{"data":"1"', 'invalid-json'],
    ['a list', '[1]', 'not-a-label-record'],
    ['no metadata', '{"groundTruthData":{"data":"1","encoding":"CSV"}}', 'not-a-label-record'],
    ['no id', '{"groundTruthData":{"data":"1","encoding":"CSV"},"eventMetadata":{"eventId":""}}', 'not-a-label-record'],
    ['no ground truth', '{"captureData":{},"eventMetadata":{"eventId":"e"}}', 'not-a-label-record'],
    ['an empty label', groundTruth('e', ''), 'no-label'],
    ['null', groundTruth('e', 'null', 'JSON'), 'no-label'],
    ['not a number', groundTruth('e', 'nan'), 'no-label'],
    ['another key', groundTruth('e', '{"outcome":1}', 'JSON'), 'no-label'],
    ['a missing text', groundTruth('e', 'NA'), 'no-label'],
    ['an object as a label', groundTruth('e', '{"label":{"a":1}}', 'JSON'), 'no-label'],
    ['an empty batch', groundTruth('e', '{"instances":[]}', 'JSON'), 'no-label'],
    ['several fields', groundTruth('e', '1,0'), 'wrong-column-count'],
    ['an open quote', groundTruth('e', '"1'), 'invalid-csv'],
    ['broken JSON', groundTruth('e', '{"label":', 'JSON'), 'invalid-json'],
    ['an unknown encoding', groundTruth('e', '1', 'XML'), 'unsupported-encoding'],
    ['an image', groundTruth('e', 'iVBORw0KGgo=', 'BASE64'), 'unsupported-encoding'],
    ['data that is no text', groundTruth('e', 1), 'not-a-label-record'],
  ])('rejects %s', async (_name, line, reason) => {
    const { labels, summary } = await read([lines(groundTruth('ok', '1'), line)], { missing: ['NA'] });
    expect(labels).toEqual([['ok', 0, 1, 1]]);
    expect(summary.rejected.byReason).toEqual([{ reason, count: 1 }]);
    expect(summary.rejected.samples.map((sample) => [sample.uri, sample.line])).toEqual([
      ['s3://labels/2001/02/03/05/a.jsonl', 2],
    ]);
  });

  it('takes the inference id before the event id, as captured data does', async () => {
    const record = {
      groundTruthData: { data: '1', encoding: 'CSV' },
      eventMetadata: { eventId: 'e', inferenceId: 'i' },
    };
    expect((await read([lines(JSON.stringify(record))])).labels).toEqual([['i', 0, 1, 1]]);
  });

  it('reads merged records', async () => {
    const record = {
      eventVersion: '0',
      groundTruthData: { data: '{"instances": [{"label": 0}, {"label": 1}]}', encoding: 'JSON' },
      captureData: { endpointOutput: { data: '0.1\n0.9', encoding: 'CSV' } },
      eventMetadata: { eventId: 'e', inferenceTime: '2001-02-03T04:05:06Z' },
    };
    expect((await read([lines(JSON.stringify(record))])).labels).toEqual([
      ['e', 0, 2, 0],
      ['e', 1, 2, 1],
    ]);
  });

  it('keeps the order of arrival across files', async () => {
    const first = memorySource('2001/02/03/05/a.jsonl', `${groundTruth('x', '0')}\n${groundTruth('y', '1')}\n`);
    const second = memorySource('2001/02/03/06/a.jsonl', `\ufeff${groundTruth('x', '1')}\r\n`);
    expect((await read([first, second])).labels).toEqual([
      ['x', 0, 1, 0],
      ['y', 0, 1, 1],
      ['x', 0, 1, 1],
    ]);
  });

  it('keeps only wanted labels and counts the others', async () => {
    const source = lines(groundTruth('x', '0'), groundTruth('__proto__', '1'), groundTruth('z', 'broken,'), '{');
    const { labels, summary } = await read([source], {}, new Set(['__proto__']));
    expect(labels).toEqual([['__proto__', 0, 1, 1]]);
    expect([summary.records, summary.rows, summary.rowsOutsideWindow, summary.rejected.records]).toEqual([4, 1, 2, 1]);
  });

  it('of an empty file is empty', async () => {
    expect((await read([])).labels).toEqual([]);
    expect((await read([memorySource('empty.jsonl', '')])).labels).toEqual([]);
  });
});

describe('plain tables of labels', () => {
  const IDS = ['007', '1.0', '12345678901234567890', '__proto__', 'a,"b"'];
  const CSV = `id,other,label\n007,x,1\n1.0,x,0\n12345678901234567890,x,1.0\n__proto__,x,late\n"a,""b""",x,0\n`;
  const JSONL = `{"id":"007","label":1}\n{"id":"1.0","label":0}\n{"label":1.0,"id":"12345678901234567890"}\n{"id":"__proto__","label":"late"}\n{"id":"a,\\"b\\"","label":0}\n`;
  const EXPECTED = IDS.map((id, row) => [id, 0, 1, [1, 0, 1, 'late', 0][row]]);

  it.each<[LabelSpec['format'], string]>([
    ['csv', CSV],
    ['jsonl', JSONL],
  ])('%s', async (format, content) => {
    expect((await read([memorySource('labels', content)], { format })).labels).toEqual(EXPECTED);
  });

  it('are read from Parquet', async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'id', data: IDS, type: 'STRING' },
        { name: 'label', data: [1, 0, 1, 2, 0], type: 'INT32' },
      ],
    });
    const { labels } = await read([memorySource('labels.parquet', new Uint8Array(bytes))], { format: 'parquet' });
    expect(labels).toEqual(IDS.map((id, row) => [id, 0, 1, [1, 0, 1, 2, 0][row]]));
  });

  it('name the position of a row', async () => {
    const content = 'id,row,y\na,0,1\na,1,0\na,-1,0\na,1.5,0\na,,0\n';
    const spec = { format: 'csv', label: 'y', position: 'row' } as const;
    const { labels, summary } = await read([memorySource('labels.csv', content)], spec);
    expect(labels).toEqual([
      ['a', 0, 0, 1],
      ['a', 1, 0, 0],
    ]);
    expect(summary.rejected.byReason).toEqual([{ reason: 'not-a-label-record', count: 3 }]);
    expect(summary.rejected.places).toEqual([{ uri: 'labels.csv', count: 3, lines: '4-6' }]);
  });

  it('reject rows without id or label', async () => {
    const content = 'id,label\n,1\na,\na,NA\na,nan\nb,1\nc,1\n';
    const { labels, summary } = await read(
      [memorySource('labels.csv', content)],
      { format: 'csv', missing: ['NA'] },
      new Set(['a', 'b']),
    );
    expect(labels).toEqual([['b', 0, 1, 1]]);
    expect(summary.rejected.byReason).toEqual([
      { reason: 'not-a-label-record', count: 1 },
      { reason: 'no-label', count: 3 },
    ]);
    expect([summary.records, summary.rows, summary.rowsOutsideWindow]).toEqual([6, 1, 1]);
  });

  it('without the named columns are rejected as a file', async () => {
    const { summary } = await read([memorySource('labels.csv', 'key,label\na,1\n')], { format: 'csv' });
    expect(summary.rejected.samples[0].detail).toBe(
      'labels.csv has no column id; its header is key, label; is the header missing?',
    );
  });

  it('that cannot be read at all are rejected as a file', async () => {
    const { labels, summary } = await read(
      [memorySource('bad.parquet', 'nothing of the kind'), memorySource('twice.csv', 'id,id\n1,2\n')],
      { format: 'parquet' },
    );
    expect(labels).toEqual([]);
    expect(summary.rejected.byReason).toEqual([{ reason: 'unreadable-file', count: 2 }]);
  });
});
