import { describe, expect, it } from 'vitest';
import { base64, captureLine, captureSpec, csv, json, readAll, rejections, type Side } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

const FEATURES = ['age', 'city'];
const ABC = captureSpec({ features: FEATURES, prediction: { score: 0, threshold: 0.5 } });
const KEYED = captureSpec({ features: FEATURES, prediction: { score: 'score', label: 'label', threshold: 0.5 } });

describe('responses', () => {
  it.each<[string, Side]>([
    [
      'an array of objects',
      json([
        { score: 0.9, label: 'a' },
        { score: 0.2, label: 'b' },
      ]),
    ],
    [
      'predictions of objects',
      json({
        predictions: [
          { score: 0.9, label: 'a' },
          { score: 0.2, label: 'b' },
        ],
      }),
    ],
    [
      'outputs, results, instances',
      json({
        results: [
          { score: 0.9, label: 'a' },
          { score: 0.2, label: 'b' },
        ],
      }),
    ],
    ['parallel arrays', json({ score: [0.9, 0.2], label: ['a', 'b'], model: 'v1' })],
    ['parallel arrays under predictions', json({ predictions: { score: [0.9, 0.2], label: ['a', 'b'] } })],
    [
      'JSON Lines',
      {
        ...json('{"score":0.9,"label":"a"}\n{"score":0.2,"label":"b"}\n'),
        observedContentType: 'application/jsonlines',
      },
    ],
    ['JSON encoded twice', json(JSON.stringify('[{"score":0.9,"label":"a"},{"score":0.2,"label":"b"}]'))],
    ['BASE64 of JSON', base64('{"score":[0.9,0.2],"label":["a","b"]}', 'application/json')],
  ])('by key: %s', async (_, output) => {
    const { score, label, summary } = await readAll([sourceOf(captureLine(csv('1,x\n2,y'), output))], KEYED);
    expect(rejections(summary)).toEqual([]);
    expect({ score, label }).toEqual({ score: [0.9, 0.2], label: ['a', 'b'] });
  });

  it.each<[string, Side]>([
    ['CSV', csv('0.9\n0.2\n')],
    ['CSV of several fields', csv('0.9,a\n0.2,b')],
    ['an array of values', json([0.9, 0.2])],
    ['predictions of values', json({ predictions: [0.9, 0.2] })],
    [
      'predictions of arrays',
      json({
        predictions: [
          [0.9, 0.1],
          [0.2, 0.8],
        ],
      }),
    ],
    ['an array of arrays', json([[0.9], [0.2]])],
  ])('by position: %s', async (_, output) => {
    const { score, summary } = await readAll([sourceOf(captureLine(csv('1,x\n2,y'), output))], ABC);
    expect(rejections(summary)).toEqual([]);
    expect(score).toEqual([0.9, 0.2]);
  });

  it.each<[string, Side, unknown]>([
    ['a JSON number', json('0.9'), 0.9],
    ['a JSON text', json('"yes"'), 'yes'],
    ['CSV', csv('0.9'), 0.9],
    ['an array of one', json([0.9]), 0.9],
    ['nothing at the position', json([[]]), null],
  ])('for one row: %s', async (_, output, expected) => {
    expect((await readAll([sourceOf(captureLine(csv('1,x'), output))], ABC)).score).toEqual([expected]);
  });

  it('finds multiclass probabilities by class, by position, key and dots', async () => {
    const scores: Record<string, string> = Object.fromEntries([
      ['a', 'probabilities.0'],
      ['__proto__', 'probabilities.2'],
      ['constructor', 'probabilities.1'],
      ['c', 'p.c'],
    ]);
    const spec = captureSpec({ prediction: { label: 'label', scores, threshold: 0.5 } });
    const output = json({ label: 'a', probabilities: [0.5, 0.3, 0.2], p: { c: 0.1 } });
    const { chunks } = await readAll([sourceOf(captureLine(csv('1'), output))], spec);
    const found = [...chunks[0].predictions.scores!].map(([name, column]) => [name, column.at(0)]);
    expect(found.toSorted()).toEqual([
      ['__proto__', 0.2],
      ['a', 0.5],
      ['c', 0.1],
      ['constructor', 0.3],
    ]);
    expect(chunks[0].predictions.label!.at(0)).toBe('a');
  });

  it('have a missing cell for an answer that is not where the monitor says, and no columns that it does not name', async () => {
    const { chunks } = await readAll([sourceOf(captureLine(csv('1,x'), json({ other: 1 })))], KEYED);
    expect(chunks[0].predictions.score!.at(0)).toBeNull();
    expect(Object.keys(chunks[0].predictions)).toEqual(['score', 'label']);
  });

  it('are not compared with the request if the monitor names none of their parts', async () => {
    const { rows, summary } = await readAll([sourceOf(captureLine(csv('1'), json({ a: [1, 2, 3] })))], captureSpec());
    expect({ rows, rejected: summary.rejected.records }).toEqual({ rows: 1, rejected: 0 });
  });

  it.each<[string, Side, Side]>([
    ['CSV', csv('1,x\n2,y'), csv('0.9')],
    ['instances', json({ instances: [[1, 'x']] }), json({ predictions: [0.9, 0.2] })],
  ])('rejects a record with another number of rows: %s', async (_, input, output) => {
    const { rows, summary } = await readAll([sourceOf(captureLine(input, output))], ABC);
    expect(rows).toBe(0);
    expect(rejections(summary)).toEqual([['row-count-mismatch', 1]]);
  });

  it('rejects parallel arrays of different lengths', async () => {
    const { summary } = await readAll(
      [sourceOf(captureLine(csv('1,x\n2,y'), json({ score: [1, 2], label: ['a'] })))],
      KEYED,
    );
    expect(rejections(summary)).toEqual([['row-count-mismatch', 1]]);
  });
});

describe('a bare array of plain values without listed features', () => {
  const spec = captureSpec({ prediction: { value: 0, threshold: 0.5 } });
  it.each<[string, Side, [string, unknown[]][]]>([
    ['is as many rows as the response has', csv('1\n2\n3'), [['_c0', [7, 8, 9]]]],
    [
      'is one row when the response has one',
      csv('1'),
      [
        ['_c0', [7]],
        ['_c1', [8]],
        ['_c2', [9]],
      ],
    ],
  ])('%s', async (_, output, expected) => {
    const { columns, summary } = await readAll([sourceOf(captureLine(json([7, 8, 9]), output))], spec);
    expect(rejections(summary)).toEqual([]);
    expect([...columns]).toEqual(expected);
  });
});

describe('absent sides', () => {
  it('reads predictions without a request and features without a response', async () => {
    const lines = [
      captureLine(undefined, csv('0.9\n0.8')),
      captureLine(csv('31,Bern'), undefined),
      captureLine(csv('32,Rome'), csv('')),
      captureLine({ data: null, encoding: 'CSV' }, csv('0.7')),
    ].join('\n');
    const { columns, score, summary } = await readAll([sourceOf(lines)], ABC);
    expect(score).toEqual([0.9, 0.8, null, null, 0.7]);
    expect(columns.get('age')).toEqual([null, null, 31, 32, null]);
    expect(summary).toMatchObject({ records: 4, rows: 5, absentInputs: 2, absentOutputs: 2 });
  });

  it('reads the answers to images if no features are listed', async () => {
    const line = captureLine(base64(Uint8Array.of(0xff, 0xd8, 0xff, 0), 'image/jpeg'), json({ score: 0.9 }));
    const { score, summary } = await readAll(
      [sourceOf(line)],
      captureSpec({ prediction: { score: 'score', threshold: 0.5 } }),
    );
    expect(score).toEqual([0.9]);
    expect(summary.rejected.records).toBe(0);
  });

  it('rejects a record with neither', async () => {
    const { summary } = await readAll([sourceOf(captureLine(undefined, undefined))], ABC);
    expect(rejections(summary)).toEqual([['not-a-capture-record', 1]]);
  });
});
