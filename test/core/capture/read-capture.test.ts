import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import { captureLine, captureSpec, csv, json, NOON, readAll, rejections } from './capturing.ts';
import { failingSource, sourceOf } from './memory-source.ts';

const FEATURES = ['age', 'city'];
const ABC = captureSpec({ features: FEATURES, prediction: { score: 0, threshold: 0.5 } });
const KEYED = captureSpec({ features: FEATURES, prediction: { score: 'score', label: 'label', threshold: 0.5 } });

describe('records', () => {
  it.each<[string, string, string]>([
    ['a cut line', captureLine(csv('1,x'), csv('0.9')).slice(0, 70), 'invalid-json'],
    ['no JSON', 'hello', 'invalid-json'],
    ['a JSON array', '[1,2]', 'not-a-capture-record'],
    [
      'a label',
      '{"groundTruthData":{"data":"1","encoding":"CSV"},"eventMetadata":{"eventId":"e"}}',
      'not-a-capture-record',
    ],
    ['no metadata', '{"captureData":{}}', 'not-a-capture-record'],
    [
      'a side that is no object',
      '{"captureData":{"endpointInput":"1"},"eventMetadata":{"eventId":"e"}}',
      'not-a-capture-record',
    ],
    [
      'a placeholder for the time',
      captureLine(csv('1,x'), csv('0.9'), { eventId: 'e', inferenceTime: '{%s}' }),
      'invalid-time',
    ],
    [
      'a boolean for the time',
      captureLine(csv('1,x'), csv('0.9'), { eventId: 'e', inferenceTime: true }),
      'invalid-time',
    ],
  ])('rejects %s with its line and goes on', async (_, line, reason) => {
    const good = captureLine(csv('31,Bern'), csv('0.9'));
    const { rows, summary } = await readAll([sourceOf([good, '', line, good].join('\n'))], ABC);
    expect(rejections(summary)).toEqual([[reason, 3]]);
    expect(rows).toBe(2);
    expect(summary.rejected).toMatchObject({ share: 1 / 3, places: [{ uri: 'memory:file', count: 1, lines: '3' }] });
  });

  it('reads any order of keys, and keys it does not know', async () => {
    const line = JSON.stringify({
      eventVersion: '0',
      eventMetadata: { inferenceTime: NOON, customAttributes: ['a=b'], eventId: 'e' },
      more: {},
      captureData: {
        endpointOutput: { encoding: 'CSV', data: '0.9', mode: 'OUTPUT' },
        endpointInput: { ...csv('1,x'), mode: 'INPUT' },
      },
    });
    const { score, columns } = await readAll([sourceOf(line)], ABC);
    expect([score, columns.get('age')]).toEqual([[0.9], [1]]);
  });

  it('joins by inference id, else by event id, with the position in the request', async () => {
    const lines = [
      captureLine(csv('1,x\n2,y'), undefined, { eventId: 'event', inferenceId: 'not unique', inferenceTime: NOON }),
      captureLine(csv('3,z'), undefined, { eventId: 'event', inferenceId: '', inferenceTime: NOON }),
      captureLine(csv('4,z'), undefined, { eventId: 'event', inferenceId: 7, inferenceTime: NOON }),
      captureLine(csv('5,z'), undefined, { inferenceTime: NOON }),
    ].join('\n');
    const { ids, positions } = await readAll([sourceOf(lines)], ABC);
    expect(ids).toEqual(['not unique', 'not unique', 'event', '7', '']);
    expect(positions).toEqual([0, 1, 0, 0, 0]);
    const without = await readAll([sourceOf(lines)], ABC, { ids: false });
    expect([without.chunks[0].ids, without.chunks[0].positions]).toEqual([null, null]);
  });

  it('reads merged records like captures', async () => {
    const record = JSON.parse(captureLine(csv('1,x'), csv('0.9')));
    const { score } = await readAll(
      [sourceOf(JSON.stringify({ groundTruthData: { data: '1', encoding: 'CSV' }, ...record }))],
      ABC,
    );
    expect(score).toEqual([0.9]);
  });

  it('reads merged records of a batch transform, which have no time', async () => {
    const transformed = json({
      SageMakerOutput: { predictions: [{ score: 0.9 }, { score: 0.1 }] },
      instances: [{ features: [1, 'x'] }, { features: [2, 'y'] }],
    });
    const line = JSON.stringify({
      groundTruthData: { data: '1', encoding: 'CSV' },
      captureData: { batchTransformOutput: transformed },
      eventMetadata: { eventId: 'e' },
      eventVersion: '0',
    });
    const { score, columns, times } = await readAll([sourceOf(line)], KEYED);
    expect([score, columns.get('city'), times]).toEqual([
      [0.9, 0.1],
      ['x', 'y'],
      [Number.NaN, Number.NaN],
    ]);
    const windowed = await readAll([sourceOf(line)], KEYED, { window: { name: 'w', start: 0, end: 1 } });
    expect(rejections(windowed.summary)).toEqual([['invalid-time', 1]]);
  });
});

describe('windows', () => {
  const start = Date.parse(NOON);
  const window = { name: 'w', start, end: start + 3_600_000 };
  const at = (time: string, input = csv('1,x\n2,y')) =>
    captureLine(input, undefined, { eventId: time, inferenceTime: time });

  it('include the start and exclude the end, by the inference time', async () => {
    const times = [
      '2024-05-01T11:59:59Z',
      '2024-05-01T12:00:00Z',
      '2024-05-01T14:59:59.999+02:00',
      '2024-05-01T13:00:00Z',
    ];
    const {
      ids,
      times: found,
      summary,
    } = await readAll([sourceOf(times.map((time) => at(time)).join('\n'))], ABC, { window });
    expect(ids).toEqual([times[1], times[1], times[2], times[2]]);
    expect(found).toEqual([start, start, start + 3_599_999, start + 3_599_999]);
    expect(summary).toMatchObject({ records: 4, rows: 4, rowsOutsideWindow: 4 });
  });

  it('do not reject broken records outside of them', async () => {
    const { summary } = await readAll([sourceOf(at('2024-05-01T11:00:00Z', csv('1')))], ABC, { window });
    expect(summary).toMatchObject({ records: 1, rows: 0, rowsOutsideWindow: 1, rejected: { records: 0 } });
  });
});

describe('files', () => {
  it('may be gzip, empty, with a byte order mark or CRLF, and make one chunk together', async () => {
    const line = captureLine(csv('1,x'), csv('0.9'));
    const sources = [
      sourceOf(gzipSync(`${line}\n`), { uri: 'a.jsonl.gz' }),
      sourceOf('', { uri: 'empty' }),
      sourceOf(`\ufeff${line}\r\n${line}\r\n`, { uri: 'b' }),
    ];
    const { chunks, rows, summary } = await readAll(sources, ABC);
    expect([chunks.length, rows, summary.rejected.records]).toEqual([1, 3, 0]);
  });

  it('that are truncated lose their last line', async () => {
    const bytes = gzipSync(
      Array.from({ length: 5000 }, (_, i) => captureLine(csv(`${i},x`), csv(String(Math.sin(i))))).join('\n'),
    );
    const { rows, summary } = await readAll(
      [sourceOf(bytes.subarray(0, bytes.length - 2000)), sourceOf(captureLine(csv('1,x'), csv('1')))],
      ABC,
    );
    expect(summary.rejected.byReason).toEqual([{ reason: 'truncated-file', count: 1 }]);
    expect(rows).toBeGreaterThan(1000);
    expect(summary.records).toBe(rows + 1);
  });

  it('that cannot be fetched are an error, not a rejection', async () => {
    const error = new Error('access denied');
    await expect(readAll([failingSource('', error)], ABC)).rejects.toBe(error);
  });

  it('come from an async list too, and are read in its order', async () => {
    async function* list() {
      for (let i = 0; i < 3; i++) yield sourceOf(captureLine(csv(`${i},x`), undefined));
    }
    const { readCapture } = await import('../../../lambdas/core/capture/read-capture.ts');
    const ages: unknown[] = [];
    for await (const chunk of readCapture(list(), ABC, { window: null, ids: false, log: new RejectionLog() })) {
      for (let row = 0; row < chunk.rows; row++) ages.push(chunk.columns.get('age')!.at(row));
    }
    expect(ages).toEqual([0, 1, 2]);
  });
});

describe('chunks', () => {
  it.each([1, 2, 3, 7, 100])('of %d rows hold what one chunk holds, one request over several', async (chunkRows) => {
    const lines = [
      captureLine(
        csv(Array.from({ length: 10 }, (_, i) => `${i},c${i % 3}`).join('\n')),
        json(Array.from({ length: 10 }, (_, i) => i / 10)),
        { eventId: 'a', inferenceTime: NOON },
      ),
      captureLine(undefined, json([7]), { eventId: 'b', inferenceTime: NOON }),
      captureLine(csv(','), csv('x'), { eventId: 'c', inferenceTime: NOON }),
    ].join('\n');
    const whole = await readAll([sourceOf(lines)], ABC);
    const parts = await readAll([sourceOf(lines)], ABC, { chunkRows });
    expect(parts.chunks.every((chunk, i) => chunk.rows === chunkRows || i === parts.chunks.length - 1)).toBe(true);
    for (const key of ['rows', 'columns', 'score', 'ids', 'positions', 'times', 'summary'] as const)
      expect(parts[key]).toEqual(whole[key]);
    expect(whole.rows).toBe(12);
    for (const chunk of parts.chunks) {
      expect([chunk.ids!.length, chunk.positions!.length, chunk.times.length, chunk.predictions.score!.length]).toEqual(
        Array(4).fill(chunk.rows),
      );
    }
  });
});
