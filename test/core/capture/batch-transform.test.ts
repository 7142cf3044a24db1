import { describe, expect, it } from 'vitest';
import { SeenRecords } from '../../../lambdas/core/capture/seen-records.ts';
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

  it('outside the window are not used', async () => {
    const { summary } = await readAll([sourceOf(json({ score: 1 }, '2024-05-01T12:00:01Z'))], KEYED, { window });
    expect(summary).toMatchObject({ records: 1, rows: 0, rowsOutsideWindow: 1 });
  });
});

describe('transform outputs without inference ids', () => {
  const hour = { uri: 's3://bucket/out/2024/05/01/12/data.csv.out' };
  const inHour = { name: 'w', start: START, end: START + 3_600_000 };
  const read = (text: string, changes: object = {}, uri = hour) =>
    readAll([sourceOf(text, uri)], { ...BY_POSITION, ...changes }, { window: inHour });
  const cells = ({ columns, score, ids, times }: Awaited<ReturnType<typeof read>>) => ({
    columns: Object.fromEntries(columns),
    score,
    ids,
    times,
  });
  const PLAIN = { columns: { age: [31, 52], city: ['Bern, CH', 'Rome'] }, score: [0.9, 0.1] };

  it('have the time of their object', async () => {
    const texts = {
      csv: '31,"Bern, CH",0.9\n52,Rome,0.1\n',
      json: '{"features":[31,"Bern, CH"],"SageMakerOutput":[0.9]}\n{"features":[52,"Rome"],"SageMakerOutput":[0.1]}',
      input:
        '{"SageMakerInput":[31,"Bern, CH"],"SageMakerOutput":[0.9]}\n{"SageMakerInput":[52,"Rome"],"SageMakerOutput":[0.1]}',
    };
    for (const text of Object.values(texts)) {
      const captured = await read(text);
      expect(rejections(captured.summary)).toEqual([]);
      expect(cells(captured)).toEqual({ ...PLAIN, ids: ['', ''], times: [START, START] });
    }
    const { rows, summary } = await read(texts.json, {}, { uri: 'data.csv.out' });
    expect([rows, rejections(summary).map(([reason]) => reason)]).toEqual([0, ['invalid-time', 'invalid-time']]);
  });

  it('have the time and the id that the monitor names, which are not features', async () => {
    const spec = { time: '_c0', id: '_c2', features: ['age', 'city'] };
    const csv = '2024-05-01T12:00:05Z,31,007,"Bern, CH",0.9\n2024-05-01T12:00:06Z,52,008,Rome,0.1\n';
    const expected = { ...PLAIN, ids: ['007', '008'], times: [START + 5000, START + 6000] };
    expect(cells(await read(csv, spec, { uri: 'anywhere.csv.out' }))).toEqual(expected);
    const json = (at: number, id: string, age: number, city: string, score: number) =>
      JSON.stringify({ at: `2024-05-01T12:00:0${at}Z`, id, age, city, SageMakerOutput: [score] });
    const lines = `${json(5, '007', 31, 'Bern, CH', 0.9)}\n${json(6, '008', 52, 'Rome', 0.1)}`;
    for (const features of [['age', 'city'], undefined]) {
      expect(cells(await read(lines, { time: 'at', id: 'id', features }))).toEqual(expected);
    }
    expect(cells(await read(lines, { time: 'at', features: ['at', 'age'] })).columns).toEqual({
      at: ['2024-05-01T12:00:05Z', '2024-05-01T12:00:06Z'],
      age: [31, 52],
    });
    const listed = await read('2024-05-01T12:00:05Z,31,0.9\n', { time: 'at', features: ['at', 'age'] });
    expect(cells(listed)).toEqual({
      columns: { at: ['2024-05-01T12:00:05Z'], age: [31] },
      score: [0.9],
      ids: [''],
      times: [START + 5000],
    });
  });

  it('stay outside the window by their own time', async () => {
    const { summary } = await read('2024-05-01T11:59:59Z,31,Bern,0.9', { time: '_c0' });
    expect(summary).toMatchObject({ rows: 0, rowsOutsideWindow: 1, rejected: { records: 0 } });
  });

  it.each<[string, string, object, [string, number][]]>([
    ['no such field', '31,Bern,0.9', { time: 'when' }, [['invalid-time', 1]]],
    ['no such key', '{"age":1,"SageMakerOutput":[1]}', { time: 'when' }, [['invalid-time', 1]]],
    ['a field that is no time', '31,Bern,0.9', { time: '_c0' }, [['invalid-time', 1]]],
    ['another number of fields', '31,Bern,0.9\n31,0.9', {}, [['wrong-column-count', 2]]],
    ['no time where the others have ids', `0.9,id-1,${NOON}\n0.9,id-2,NOON`, {}, [['invalid-time', 2]]],
    ['nothing besides time and id', `${NOON},7`, { time: '_c0', id: '_c1' }, [['not-a-capture-record', 1]]],
  ])('are rejected with %s', async (_, text, changes, expected) => {
    expect(rejections((await read(text, changes)).summary)).toEqual(expected);
  });

  it('may have ids in the same place as others', async () => {
    const { score, ids } = await read(`0.9,id-1,${NOON}\n0.1,id-2,${NOON}`);
    expect([score, ids]).toEqual([
      [0.9, 0.1],
      ['id-1', 'id-2'],
    ]);
  });

  it('count once if an id of the monitor occurs again with the same content', async () => {
    const line = `${NOON},31,007,Bern,0.9`;
    const { rows, summary } = await readAll(
      [sourceOf([line, line, line.replace('0.9', '0.8')].join('\n'))],
      { ...BY_POSITION, time: '_c0', id: '_c2' },
      { window: inHour, seen: new SeenRecords() },
    );
    expect([rows, summary.repeats, summary.rejected.records]).toEqual([2, 1, 0]);
  });
});

describe('manifests', () => {
  const entries = [{ prefix: 's3://bucket/out/' }, ...Array.from({ length: 50 }, (_, i) => `part-${i}.out`)];
  it.each([
    ['on one line', JSON.stringify(entries)],
    ['over many lines', JSON.stringify(entries, null, 4)],
    ['short', '[{"prefix":"s3://b/"},""]'],
  ])('%s are skipped', async (_, text) => {
    for (const piece of [1, 1000]) {
      const { rows, summary } = await readAll([sourceOf(text, { piece }), sourceOf(json({ score: 1 }))], KEYED, {
        window,
      });
      expect([rows, summary.records, summary.rejected.records]).toEqual([1, 1, 0]);
    }
  });

  it('are not every file that begins with a bracket', async () => {
    const { summary } = await readAll([sourceOf('[1,2]\n[3]')], KEYED, { window });
    expect(rejections(summary)).toEqual([
      ['not-a-capture-record', 1],
      ['not-a-capture-record', 2],
    ]);
  });
});
