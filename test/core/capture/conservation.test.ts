import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { CAPTURE_FORMATS } from '../../../lambdas/core/capture/capture-formats.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import { SeenRecords } from '../../../lambdas/core/capture/seen-records.ts';
import type { CaptureFormat, CaptureSpec } from '../../../lambdas/core/capture/spec.ts';
import { LabelJoin } from '../../../lambdas/core/labels/label-join.ts';
import { PredictionKeys } from '../../../lambdas/core/labels/prediction-keys.ts';
import { readLabels } from '../../../lambdas/core/labels/read-labels.ts';
import type { LabelFormat } from '../../../lambdas/core/labels/spec.ts';
import { captureLine, captureSpec, csv, readAll } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

/**
 * Nothing is lost and nothing counts twice: records read = used + repeats + rejected by reason + outside the window. What
 * each record is to be is drawn, and the expected numbers are counted from that list alone.
 */

const START = Date.parse('2024-05-02T00:00:00Z');
const window = { name: 'w', start: START, end: START + 86_400_000 };

/** `again` repeats the record before it under the same id, `other` has its id and other content. */
type Kind = 'inside' | 'outside' | 'broken' | 'again' | 'other';
interface Fact {
  readonly kind: Kind;
  readonly time: string;
  readonly id: string;
  readonly value: number;
}

const kinds = fc.array(fc.constantFrom<Kind>('inside', 'inside', 'outside', 'broken', 'again', 'other'), {
  maxLength: 40,
});

/** The records with their ids; what has nothing before it to repeat is a record of its own. */
function factsOf(drawn: readonly Kind[]): Fact[] {
  let last: Fact | null = null;
  return drawn.map((kind, i): Fact => {
    const day = kind === 'outside' ? START - 1000 * (i + 1) : START + 1000 * i;
    const own: Fact = { kind, time: new Date(day).toISOString(), id: `id-${i}`, value: i };
    if (kind === 'again' && last !== null) return { ...last, kind };
    if (kind === 'other' && last !== null) return { ...last, kind, value: 1000 + i };
    const fact: Fact = kind === 'again' || kind === 'other' ? { ...own, kind: 'inside' } : own;
    if (fact.kind === 'inside') last = fact;
    return fact;
  });
}

type Writer = (facts: readonly Fact[]) => Uint8Array;
const text = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''));
const lines =
  (write: (fact: Fact) => string): Writer =>
  (facts) =>
    text(facts.map((fact) => (fact.kind === 'broken' ? '{"cut' : write(fact))));

const WRITERS: Record<CaptureFormat, Writer> = {
  'sagemaker-data-capture': lines(({ id, time, value }) =>
    captureLine(csv(String(value)), csv('0.5'), { eventId: id, inferenceTime: time }),
  ),
  'sagemaker-batch-transform': lines(({ id, time, value }) =>
    JSON.stringify({ a: value, SageMakerOutput: 0.5, SageMakerInferenceId: id, SageMakerInferenceTime: time }),
  ),
  jsonl: lines(({ id, time, value }) => JSON.stringify({ t: time, key: id, a: value })),
  csv: (facts) =>
    text([
      't,key,a',
      ...facts.map(({ kind, id, time, value }) => (kind === 'broken' ? 'x' : `${time},${id},${value}`)),
    ]),
  // A cell cannot be broken there, but a time can.
  parquet: (facts) =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 't', data: facts.map(({ kind, time }) => (kind === 'broken' ? 'never' : time)), type: 'STRING' },
          { name: 'key', data: facts.map(({ id }) => id), type: 'STRING' },
          { name: 'a', data: facts.map(({ value }) => value), type: 'DOUBLE' },
        ],
      }),
    ),
};

const specOf = (format: CaptureFormat): CaptureSpec =>
  CAPTURE_FORMATS[format].timeAndId === 'columns'
    ? captureSpec({ format, time: 't', id: 'key', features: ['a'], prediction: { threshold: 0.5 } })
    : captureSpec({ format, features: ['a'], prediction: { score: 0, threshold: 0.5 } });

/** Every format plain and, but for Parquet, as gzip. */
function plainAndZipped<F extends string>(formats: Readonly<Record<F, Writer>>): [F, boolean][] {
  return (Object.keys(formats) as F[]).flatMap((format): [F, boolean][] =>
    format === 'parquet'
      ? [[format, false]]
      : [
          [format, false],
          [format, true],
        ],
  );
}

describe.each(plainAndZipped(WRITERS))('captures as %s, gzip %s', (format, zipped) => {
  it('are conserved, however their rows are cut into chunks and whichever columns are read', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (drawn, chunkRows, narrow) => {
        const facts = factsOf(drawn);
        const bytes = WRITERS[format](facts);
        const source = sourceOf(zipped ? gzipSync(bytes) : bytes, { uri: zipped ? 'f.gz' : 'f' });
        const { summary, rows } = await readAll(facts.length === 0 ? [] : [source], specOf(format), {
          window,
          chunkRows,
          features: narrow ? 'none' : undefined,
          seen: new SeenRecords(),
        });
        const count = (kind: Kind) => facts.filter((fact) => fact.kind === kind).length;
        // An id of a column may be that of several rows; an event id may not.
        const isUnique = CAPTURE_FORMATS[format].timeAndId !== 'columns';
        const used = count('inside') + (isUnique ? 0 : count('other'));
        expect(summary).toMatchObject({
          records: facts.length,
          used,
          rows: used,
          repeats: count('again'),
          conflicts: count('other'),
          recordsOutsideWindow: count('outside'),
          rowsOutsideWindow: count('outside'),
        });
        expect(rows).toBe(used);
        const rejected = count('broken') + (isUnique ? count('other') : 0);
        const byReason = summary.rejected.byReason.reduce((sum, reason) => sum + reason.count, 0);
        expect([summary.rejected.records, byReason]).toEqual([rejected, rejected]);
        expect(summary.rejected.inWindow + summary.rejected.outsideWindow).toBe(rejected);
        expect(summary.used + summary.repeats + rejected + summary.recordsOutsideWindow).toBe(summary.records);
      }),
      { numRuns: 60 },
    );
  });
});

const LABEL_WRITERS: Record<LabelFormat, Writer> = {
  'sagemaker-ground-truth': lines(({ id, value }) =>
    JSON.stringify({ groundTruthData: { data: String(value), encoding: 'CSV' }, eventMetadata: { eventId: id } }),
  ),
  jsonl: lines(({ id, value }) => JSON.stringify({ id, label: value })),
  csv: (facts) =>
    text(['id,label', ...facts.map(({ kind, id, value }) => (kind === 'broken' ? 'x' : `${id},${value}`))]),
  parquet: (facts) =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'id', data: facts.map(({ kind, id }) => (kind === 'broken' ? null : id)), type: 'STRING' },
          { name: 'label', data: facts.map(({ value }) => value), type: 'DOUBLE' },
        ],
      }),
    ),
};

describe.each(plainAndZipped(LABEL_WRITERS))('labels as %s, gzip %s', (format, zipped) => {
  it('are conserved, records and values', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, async (drawn) => {
        const facts = factsOf(drawn);
        const bytes = LABEL_WRITERS[format](facts);
        const source = sourceOf(zipped ? gzipSync(bytes) : bytes, { uri: zipped ? 'f.gz' : 'f' });
        // Those outside are labels of predictions that the window does not have.
        const ids = facts.filter(({ kind }) => kind === 'inside').map(({ id }) => id);
        const keys = new PredictionKeys();
        keys.append({ rows: ids.length, ids, positions: new Int32Array(ids.length) });
        const log = new RejectionLog();
        const join = new LabelJoin(keys);
        const spec = { format, id: 'id', label: 'label', missing: [] };
        await readLabels(facts.length === 0 ? [] : [source], spec, { log, labels: join });
        const summary = log.summarize();
        const joined = join.finish();
        const count = (kind: Kind) => facts.filter((fact) => fact.kind === kind).length;
        expect(summary).toMatchObject({
          records: facts.length,
          recordsOutsideWindow: count('outside'),
          rejected: { records: count('broken') },
        });
        expect(summary.used + summary.rejected.records + summary.recordsOutsideWindow).toBe(summary.records);
        expect(joined.labelled).toBe(count('inside'));
        expect(joined.labelled + joined.duplicates + joined.conflicts).toBe(summary.rows);
        expect(summary.rows).toBe(count('inside') + count('again') + count('other'));
      }),
      { numRuns: 60 },
    );
  });
});
