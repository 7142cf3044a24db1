import { describe, expect, it } from 'vitest';
import { captureSpec, NOON, readAll, rejections } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

const START = Date.parse(NOON);
const window = { name: 'w', start: START, end: START + 1000 };
const KEYED = captureSpec({
  format: 'sagemaker-batch-transform',
  features: ['age', 'city'],
  prediction: { score: 'score', threshold: 0.5 },
});
const BY_POSITION = { ...KEYED, prediction: { score: 0, threshold: 0.5 } };
const json = (parts: object, time: unknown = NOON) =>
  JSON.stringify({ SageMakerInferenceId: 'id-1', SageMakerInferenceTime: time, ...parts });

describe('transform outputs', () => {
  it.each<[string, object, unknown[], unknown[]]>([
    ['joined, one row', { SageMakerOutput: { score: 0.9 }, features: [31, 'Bern'] }, [31], [0.9]],
    ['joined, an object of features', { SageMakerOutput: { score: 0.9 }, age: 31, city: 'Bern' }, [31], [0.9]],
    [
      'joined, several rows',
      {
        SageMakerOutput: { predictions: [{ score: 0.9 }, { score: 0.1 }] },
        instances: [{ features: [31, 'Bern'] }, { features: [52, 'Rome'] }],
      },
      [31, 52],
      [0.9, 0.1],
    ],
    ['output alone', { score: 0.9, predicted_label: 1 }, [], [0.9]],
    ['input alone', { SageMakerOutput: null, features: [31, 'Bern'] }, [31], [null]],
  ])('JSON, %s', async (_, parts, ages, scores) => {
    const { columns, score, ids, times, summary } = await readAll([sourceOf(json(parts))], KEYED, { window });
    expect(rejections(summary)).toEqual([]);
    expect(columns.get('age') ?? []).toEqual(ages);
    expect(score).toEqual(scores);
    expect(ids).toEqual(scores.map(() => 'id-1'));
    expect(times).toEqual(scores.map(() => START));
  });

  it('keep a feature called __proto__', async () => {
    const line = `{"SageMakerInferenceId":"a","SageMakerInferenceTime":"${NOON}","SageMakerOutput":1,"__proto__":5}`;
    const { columns } = await readAll([sourceOf(line)], { ...BY_POSITION, features: undefined }, { window });
    expect([...columns]).toEqual([['__proto__', [5]]]);
  });

  it.each<[string, string, [string, unknown[]][], unknown[]]>([
    [
      'joined with the features',
      `31,"Be""rn, x",0.9,id-1,${NOON}`,
      [
        ['age', [31]],
        ['city', ['Be"rn, x']],
      ],
      [0.9],
    ],
    [
      'joined with the features, quoted output',
      `31,Bern,"0.9","id-1","${NOON}"`,
      [
        ['age', [31]],
        ['city', ['Bern']],
      ],
      [0.9],
    ],
    ['output alone', `0.9,id-1,${NOON}`, [], [0.9]],
  ])('CSV, %s', async (_, line, columns, scores) => {
    const captured = await readAll([sourceOf(`${line}\n`)], BY_POSITION, { window });
    expect(rejections(captured.summary)).toEqual([]);
    expect([...captured.columns]).toEqual(columns);
    expect([captured.score, captured.ids]).toEqual([scores, ['id-1']]);
  });

  it.each<[string, string, string]>([
    ['no time', JSON.stringify({ SageMakerInferenceId: 'a', score: 1 }), 'invalid-time'],
    ['CSV without id and time', '0.5', 'not-a-capture-record'],
    ['CSV with another last field', '0.5,id-1,0.7', 'invalid-time'],
    ['a cut line', json({ score: 1 }).slice(0, 30), 'invalid-json'],
    ['broken quotes', `"0.5,id-1,${NOON}`, 'invalid-csv'],
    [
      'another number of rows',
      json({
        SageMakerOutput: [1],
        instances: [
          [1, 'a'],
          [2, 'b'],
        ],
      }),
      'row-count-mismatch',
    ],
  ])('are rejected with %s', async (_, line, reason) => {
    const { rows, summary } = await readAll([sourceOf([json({ score: 1 }), line].join('\n'))], BY_POSITION, { window });
    expect(rejections(summary)).toEqual([[reason, 2]]);
    expect(rows).toBe(1);
  });

  it('without an id are predictions that no label can be joined to', async () => {
    const line = JSON.stringify({ SageMakerInferenceTime: NOON, score: 1 });
    const { rows, ids, summary } = await readAll([sourceOf(line)], BY_POSITION, { window });
    expect([rows, ids, summary.rejected.records]).toEqual([1, [''], 0]);
  });

  it('outside the window are passed over', async () => {
    const { summary } = await readAll([sourceOf(json({ score: 1 }, '2024-05-01T12:00:01Z'))], KEYED, { window });
    expect(summary).toMatchObject({ records: 1, rows: 0, rowsOutsideWindow: 1 });
  });
});

describe('manifests', () => {
  const entries = [{ prefix: 's3://bucket/out/' }, ...Array.from({ length: 50 }, (_, i) => `part-${i}.out`)];
  it.each([
    ['on one line', JSON.stringify(entries)],
    ['over many lines', JSON.stringify(entries, null, 4)],
    ['short', '[{"prefix":"s3://b/"},""]'],
  ])('%s are passed over', async (_, text) => {
    for (const piece of [1, 1000]) {
      const { rows, summary } = await readAll([sourceOf(text, { piece }), sourceOf(json({ score: 1 }))], KEYED, {
        window,
      });
      expect([rows, summary.records, summary.rejected.records]).toEqual([1, 1, 0]);
    }
  });

  it('are not what only begins with a bracket', async () => {
    const { summary } = await readAll([sourceOf('[1,2]\n[3]')], KEYED, { window });
    expect(rejections(summary)).toEqual([
      ['not-a-capture-record', 1],
      ['not-a-capture-record', 2],
    ]);
  });
});
