import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import { LabelJoin } from '../../../lambdas/core/labels/label-join.ts';
import { noOrigin } from '../../../lambdas/core/labels/label-origin.ts';
import { LabelVersions } from '../../../lambdas/core/labels/label-versions.ts';
import { PredictionKeys } from '../../../lambdas/core/labels/prediction-keys.ts';
import { readLabels } from '../../../lambdas/core/labels/read-labels.ts';
import type { LabelSpec } from '../../../lambdas/core/labels/spec.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';
import { groundTruth, memorySource } from './sources.ts';

const GROUND_TRUTH: LabelSpec = { format: 'sagemaker-ground-truth', id: 'id', label: 'label', missing: [] };
const CSV: LabelSpec = { ...GROUND_TRUTH, format: 'csv' };

/** Joins files in the order of their arrival to the predictions a and b. */
async function join(files: readonly (string | DataSource)[], spec: LabelSpec) {
  const keys = new PredictionKeys();
  keys.append({ rows: 2, ids: ['a', 'b'], positions: new Int32Array(2) });
  const labels = new LabelJoin(keys);
  const log = new RejectionLog();
  const sources = files.map((file, i) => (typeof file === 'string' ? memorySource(`file-${i}`, file) : file));
  await readLabels(sources, spec, { log, labels });
  const { actual, labelled, duplicates, conflicts } = labels.finish();
  return { labels: [actual.at(0), actual.at(1)], labelled, duplicates, conflicts, rejected: log.rejected };
}

const truths = (...pairs: [id: string, label: unknown][]) =>
  pairs.map(([id, label]) => `${groundTruth(id, String(label))}\n`).join('');
const table = (...rows: string[]) => `id,label\n${rows.map((row) => `${row}\n`).join('')}`;
const timed = (...rows: string[]) => `id,label,known\n${rows.map((row) => `${row}\n`).join('')}`;

describe('a label that is corrected, and delivered again as it was', () => {
  it('keeps its correction: the same ground-truth record is the same event, whatever is beside it', async () => {
    const files = [truths(['a', 0], ['b', 0]), truths(['a', 1]), truths(['b', 0], ['a', 0])];
    expect(await join(files, GROUND_TRUTH)).toEqual({
      labels: [1, 0],
      labelled: 2,
      duplicates: 2,
      conflicts: 1,
      rejected: 0,
    });
  });

  it('keeps the last of several corrections, however often any of them is delivered again', async () => {
    const files = [0, 1, 2, 0, 1, 2, 1, 0].map((label) => truths(['a', label]));
    expect(await join(files, GROUND_TRUTH)).toMatchObject({ labels: [2, null], duplicates: 5, conflicts: 2 });
  });

  it('goes back to an earlier value with a record that differs', async () => {
    const again = truths(['a', 0]).replace('"eventVersion":"0"', '"eventVersion":"0","reviewed":"2001-02-09"');
    const files = [truths(['a', 0]), truths(['a', 1]), again, truths(['a', 1])];
    expect(await join(files, GROUND_TRUTH)).toMatchObject({ labels: [0, null], duplicates: 1, conflicts: 2 });
  });

  it('keeps its correction in tables if the whole file is delivered again', async () => {
    const files = [table('a,0', 'b,0'), table('a,1', 'b,0'), table('a,0', 'b,0')];
    expect(await join(files, CSV)).toMatchObject({ labels: [1, 0], duplicates: 3, conflicts: 1 });
  });

  it('goes back in tables if another file says so: a row is a state, not an event', async () => {
    const files = [table('a,0'), table('a,1'), table('a,0', 'b,1')];
    expect(await join(files, CSV)).toMatchObject({ labels: [0, 1], duplicates: 0, conflicts: 2 });
  });

  it('keeps its correction in Parquet, which is read in parts', async () => {
    const [first, second] = [0, 1].map((label) => {
      const buffer = parquetWriteBuffer({
        columnData: [
          { name: 'id', data: ['a', 'b'], type: 'STRING' },
          { name: 'label', data: [label, 0], type: 'INT32' },
        ],
      });
      return memorySource(`label-${label}.parquet`, new Uint8Array(buffer), 64);
    });
    const files = [first, second, first];
    expect(await join(files, { ...CSV, format: 'parquet' })).toMatchObject({ labels: [1, 0], conflicts: 1 });
  });
});

describe('labels with times', () => {
  const CSV_TIMED = { ...CSV, time: 'known' };

  it('count by them and not by their arrival', async () => {
    const files = [timed('a,1,2001-02-05', 'b,0,2001-02-03'), timed('a,0,2001-02-03', 'b,1,2001-02-04')];
    expect(await join(files, CSV_TIMED)).toEqual({
      labels: [1, 1],
      labelled: 2,
      duplicates: 0,
      conflicts: 2,
      rejected: 0,
    });
  });

  it('are repeats if value and time are the same, and go back with a later time', async () => {
    const repeat = [timed('a,0,1000000000'), timed('a,1,1000000001'), timed('a,0,1000000000', 'b,0,1000000000')];
    expect(await join(repeat, CSV_TIMED)).toMatchObject({ labels: [1, 0], duplicates: 1, conflicts: 1 });
    const back = [...repeat, timed('a,0,1000000002')];
    expect(await join(back, CSV_TIMED)).toMatchObject({ labels: [0, 0], duplicates: 1, conflicts: 2 });
  });

  it('are read from ground truth too, by a key with dots', async () => {
    const record = (label: number, known: string) =>
      `${groundTruth('a', String(label)).replace('"eventVersion":"0"', `"review":{"at":"${known}"}`)}\n`;
    const files = [record(1, '2001-02-05T00:00:00Z'), record(0, '2001-02-04T00:00:00Z')];
    const spec = { ...GROUND_TRUTH, time: 'review.at' };
    expect(await join(files, spec)).toMatchObject({ labels: [1, null], conflicts: 1, rejected: 0 });
  });

  it('are rejected without one', async () => {
    const rows = timed('a,1,', 'a,1,soon', 'b,1,2001-02-05');
    expect(await join([rows], CSV_TIMED)).toMatchObject({ labels: [null, 1], rejected: 2 });
    expect(await join([truths(['a', 1])], { ...GROUND_TRUTH, time: 'known' })).toMatchObject({
      labels: [null, null],
      rejected: 1,
    });
  });

  it('give the same result in any order of arrival', async () => {
    const rows = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 9 }), fc.nat(3)), {
      selector: ([id, hour]) => `${id} ${hour}`,
      minLength: 1,
      maxLength: 8,
    });
    const arrivals = rows.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    await fc.assert(
      fc.asyncProperty(arrivals, async ([given, shuffled]) => {
        const file = ([id, hour, label]: [string, number, number]) =>
          timed(`${id},${label},2001-02-03T0${hour}:00:00Z`);
        const latest = ['a', 'b'].map((id) => {
          const own = given.filter((row) => row[0] === id).sort((x, y) => y[1] - x[1]);
          return own[0]?.[2] ?? null;
        });
        // The files come, and come again in another order.
        const found = await join([...given, ...shuffled].map(file), CSV_TIMED);
        expect(found.labels).toEqual(latest);
        expect(found.duplicates).toBeGreaterThanOrEqual(given.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('LabelVersions', () => {
  it('forgets replaced records beyond a million, but no current one', () => {
    const versions = new LabelVersions(2);
    for (let content = 1; content <= 1_000_005; content++) versions.put(0, { ...noOrigin(), content: content * 4096 });
    const seen = (content: number) => versions.hasSeen(0, { ...noOrigin(), content: content * 4096 });
    expect([seen(1), seen(1_000_000), seen(1_000_004), seen(1_000_005)]).toEqual([true, true, false, true]);
    expect(versions.hasSeen(1, { ...noOrigin(), content: 4096 })).toBe(false);
  });
});
