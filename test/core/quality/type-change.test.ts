import { describe, expect, test } from 'vitest';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import { assessQuality } from '../../../lambdas/core/quality/assess.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../../lambdas/core/quality/default-limits.ts';
import { type Cell, makeChunk, reading } from '../profile/make-columns.ts';

const rowsOf = (rows: number, draw: (i: number) => Cell) =>
  makeChunk([['agent', Array.from({ length: rows }, (_, i) => draw(i))]]);

/** The breaches of a window of 2,000 rows against a baseline of 10,000. */
async function breaches(before: (i: number) => Cell, after: (i: number) => Cell) {
  const baseline = await buildBaselineProfile(reading([rowsOf(10_000, before)]), {
    types: new Map([['agent', 'category']]),
  });
  const profiler = new Profiler({ schema: schemaOf(baseline) });
  profiler.add(rowsOf(2000, after));
  return assessQuality(baseline, profiler.finish(), DEFAULT_QUALITY_LIMITS).filter(({ breached }) => breached);
}

/** A booking's agent: one in seven has none, the others a number. */
const agent = (i: number): Cell => (i % 7 === 0 ? 'NULL' : 1 + (i % 50));

describe('a column of codes, numbers and texts in the baseline', () => {
  test('new codes are unseen categories, not another type', async () => {
    // Numbers are 95 % now, 86 % before, and 20 % of the rows have new ones.
    const window = (i: number): Cell => (i % 20 === 0 ? 'NULL' : i % 5 === 0 ? 900 + (i % 3) : 1 + (i % 50));
    expect((await breaches(agent, window)).map(({ check }) => check)).toEqual(['unseen_categories']);
  });

  test('new texts are unseen categories too', async () => {
    const window = (i: number): Cell => (i % 10 === 0 ? 'DIRECT' : agent(i));
    expect((await breaches(agent, window)).map(({ check }) => check)).toEqual(['unseen_categories']);
  });

  test('booleans are another type', async () => {
    const found = await breaches(agent, (i) => (i % 25 === 0 ? true : agent(i)));
    expect(found).toMatchObject([{ check: 'type_change', value: 0.04, baseline: 0, examples: [{ text: 'true' }] }]);
  });
});

describe('a kind of value that is absent or rare in the baseline', () => {
  test('texts among numbers, new ones only', async () => {
    // One in 200 rows is a text; new numbers count as unseen alone.
    const before = (i: number): Cell => (i % 200 === 0 ? 'NULL' : 1 + (i % 50));
    const window = (i: number): Cell =>
      i % 25 === 0 ? 'error' : i % 25 === 1 ? 'NULL' : i % 25 === 2 ? 77 : before(i);
    const found = await breaches(before, window);
    expect(found.map(({ check }) => check)).toEqual(['type_change', 'unseen_categories']);
    expect(found[0]).toMatchObject({ value: 0.04, examples: [{ text: 'error' }] });
  });

  test('numbers among texts are another type', async () => {
    const found = await breaches(
      (i) => 'ABCD'[i % 4],
      (i) => (i % 50 === 0 ? 7 : 'ABCD'[i % 4]),
    );
    expect(found).toMatchObject([{ check: 'type_change', value: 0.02, examples: [{ text: '7' }] }]);
  });
});
