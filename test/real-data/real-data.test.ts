import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import { run } from '../bin/fake-process.ts';
import { unpack } from './unpack.ts';

/** What people's files, requests and labels look like. Each folder of fixtures is one form; the tests say what is right. */

/** The check has read so many rows and rejected none, and the data is as it was. */
function expectQuiet({ verdict, data, quality }: CheckResult, rows: number) {
  expect(quality.filter(({ breached }) => breached)).toEqual([]);
  expect(verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'continue', reasons: [] });
  expect([data.rows, data.rejected.records]).toEqual([rows, 0]);
}

describe('the values of a feature', () => {
  it.each([
    ['many-dates', 3000],
    ['float32-baseline', 1000],
    ['booleans-in-csv-and-json', 400],
    ['missing-as-nan', 400],
    ['timestamps', 400],
  ])('%s: the same distribution is quiet', async (name, rows) => {
    const data = unpack(name);
    await data.baseline();
    const { result } = await data.check('drift');
    expectQuiet(result, rows);
    expect(result.drift!.features.every(({ windowRows }) => windowRows > 0)).toBe(true);
  });

  it('many-dates: the check agrees with the comparison of the same rows', async () => {
    const data = unpack('many-dates');
    const { stdout } = await run(['compare', data.path('train.csv'), data.path('cap/day.csv'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ drifted: 0 });
  });
});

describe('requests and answers', () => {
  it.each([
    'request-by-columns',
    'answers-on-one-line',
    'request-with-header',
    'mlflow-split',
    'dense-json',
    'triton-v2',
  ])('%s: every row is read, with its answer', async (name) => {
    const data = unpack(name);
    await data.baseline();
    const { result } = await data.check('drift');
    expectQuiet(result, 400);
    expect(result.drift!.features.map(({ name: feature, windowRows }) => [feature, windowRows])).toEqual([
      ['age', 400],
      ['income', 400],
      ['plan', 400],
    ]);
    expect(result.predictionDrift!.features.map(({ windowRows }) => windowRows)).toEqual([400]);
  });

  it('no-newlines: records one after the other are records', async () => {
    const data = unpack('no-newlines');
    await data.baseline();
    const { result } = await data.check('drift');
    expectQuiet(result, 300);
    expect(result.data.records).toBe(300);
  });

  it('list-for-one-feature: two numbers and one answer are one rejected record, and not the end of the check', async () => {
    const data = unpack('list-for-one-feature');
    await data.baseline();
    const { result } = await data.check('drift');
    expect(result.verdict.dataMatches).toBe('yes');
    expect(result.data).toMatchObject({ records: 400, rows: 399, rejected: { records: 1 } });
    expect(result.data.rejected.byReason).toEqual([{ reason: 'row-count-mismatch', count: 1 }]);
  });
});

describe("the model's answers", () => {
  it('answers-not-a-number: broken data, on the first day, by name', async () => {
    const data = unpack('answers-not-a-number');
    await data.baseline();
    const drift = await data.check('drift');
    expect(drift.result.verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(drift.result.verdict.reasons[0]).toMatch(/score.*100 %.*not.a.number.*0 % in the baseline/);
    const accuracy = await data.check('accuracy');
    expect(accuracy.result.verdict.reasons.join(' ')).toMatch(/400 answers are not a number/);
    expect(accuracy.text).not.toContain('0 labelled rows (100 %');
    expect(accuracy.result.verdict.nextStep).not.toBe('retrain');
  });

  it('python-booleans-as-labels: True is true', async () => {
    const data = unpack('python-booleans-as-labels');
    await data.baseline();
    const { result } = await data.check('accuracy');
    expect(result.performance!.metrics['accuracy']).toMatchObject({ value: 0.865, rows: 400 });
    expect(result.verdict.nextStep).toBe('continue');
    expect(result.limits.map(({ met }) => met)).toEqual([false]);
  });

  it('classes-1-and-2: which class is the positive one is a question', async () => {
    const file = unpack('classes-1-and-2').path('scored.csv');
    const args = ['evaluate', file, '--problem', 'binary-classification', '--label', 'y', '--score', 'p'];
    const undecided = await run(args);
    expect(undecided.code).not.toBe(0);
    expect(undecided.stderr).toMatch(/which class is the positive one\?.*"1".*"2"/s);
    const answered = await run([...args, '--positive', '2', '--json']);
    expect(JSON.parse(answered.stdout).metrics.roc_auc.value).toBeCloseTo(pairsInOrder(file), 12);
  });

  it('thousands-separators: what cannot be read is counted, and the rest is not judged', async () => {
    const file = unpack('thousands-separators').path('scored.csv');
    const args = ['evaluate', file, '--problem', 'regression', '--label', 'y', '--prediction', 'p'];
    const refused = await run(args);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/373 of (the )?400 labels.*"[\d,.]+"/);
    expect(refused.stdout).toBe('');
    const declared = await run([...args, '--thousands', ',', '--json']);
    // 1 - SSE / SST of the 400 rows, computed in Python from the texts without their commas.
    const { rows, metrics } = JSON.parse(declared.stdout);
    expect([rows, metrics.r2.value]).toEqual([400, expect.closeTo(0.9909580490820258, 12)]);
  });
});

describe('labels', () => {
  it('labels-as-python-repr: labels that cannot be read are an alert in the first check', async () => {
    const data = unpack('labels-as-python-repr');
    await data.baseline();
    const { result, text } = await data.check('accuracy', '2026-11-25T06:30:00Z');
    expect(result.verdict.nextStep).toBe('alert');
    for (const words of [result.verdict.reasons.join(' '), text]) {
      expect(words).toMatch(/400 label records cannot be read/);
      expect(words).toMatch(/labels\/2026\/11\/24\/06\/l\.jsonl:1\b/);
    }
    expect(text).toMatch(/invalid-json/);
  });

  it('delivered-twice: an event counts once', async () => {
    const data = unpack('delivered-twice');
    await data.baseline();
    const drift = await data.check('drift');
    expect(drift.result.data).toMatchObject({ records: 440, rows: 400, repeats: 40 });
    const { result, text } = await data.check('accuracy');
    expect(result.labels).toMatchObject({ predictions: 400, labelled: 400, ambiguous: 0 });
    expect(text).toMatch(/40 repeat/);
  });
});

describe('files', () => {
  it.each([
    ['semicolons', 'csv'],
    ['json-array', 'json'],
  ])('%s: three columns, of which one has drifted', async (name, extension) => {
    const data = unpack(name);
    const files = [data.path(`january.${extension}`), data.path(`june.${extension}`)];
    const comparison = JSON.parse((await run(['compare', ...files, '--json'])).stdout);
    expect([comparison.baselineRows, comparison.windowRows]).toEqual([300, 300]);
    const drifted = comparison.features.map((each: { name: string; drifted: boolean }) => [each.name, each.drifted]);
    expect(Object.fromEntries(drifted)).toEqual({ age: false, income: true, city: false });
  });

  it('lz4: a Parquet file of pandas, Polars or DuckDB is compared', async () => {
    const data = unpack('lz4');
    const { stdout } = await run(['compare', data.path('january.parquet'), data.path('june.parquet'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ compared: 1, drifted: 0 });
  });

  it('lost-columns: missing columns are reported first', async () => {
    const data = unpack('lost-columns');
    const { stdout } = await run(['compare', data.path('january.csv'), data.path('june.csv')]);
    const first = stdout
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, 3)
      .join('\n');
    expect(first).toMatch(/\bf10\b/);
    expect(first).toMatch(/\bf20\b/);
    expect(first).not.toMatch(/\bf03\b/);
  });

  it('times: as BigQuery, ISO 8601 basic and Spark write them', async () => {
    const data = unpack('times');
    await data.baseline();
    const { result } = await data.check('drift');
    expectQuiet(result, 300);
  });

  it('file-without-header: one message, and no row is lost', async () => {
    const data = unpack('file-without-header');
    await data.baseline();
    const { result, text } = await data.check('drift');
    expect(result.data).toMatchObject({ records: 300, rows: 150, rejected: { records: 150 } });
    expect(result.data.rejected.samples).toMatchObject([
      {
        reason: 'missing-column',
        line: null,
        detail: expect.stringMatching(/^b\.csv has no column time; its header is/),
      },
    ]);
    expect(result.verdict.reasons).toEqual([expect.stringMatching(/is the header missing\? \(.*\/cap\/b\.csv\)$/)]);
    expect(text).toMatch(/b\.csv has no column time/);
    expect(text).not.toMatch(/null is neither/);
  });

  it('variant-folder: no data here names the data that is there', async () => {
    const data = unpack('variant-folder');
    await data.baseline();
    const { result, text } = await data.check('drift');
    expect(text).toMatch(/cap\/AllTraffic/);
    expect(text).not.toMatch(/capture may have stopped/);
    expect(result.incidents).toEqual([]);
  });
});

/** The area under the ROC curve by its definition: the share of pairs in the right order, equal scores counting half. */
function pairsInOrder(file: string): number {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  const of = (label: number) => rows.filter(([y]) => y === label).map(([, p]) => p);
  let inOrder = 0;
  for (const high of of(2)) for (const low of of(1)) inOrder += high > low ? 1 : high === low ? 0.5 : 0;
  return inOrder / (of(2).length * of(1).length);
}
