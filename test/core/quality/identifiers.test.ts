import { describe, expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import { assessQuality } from '../../../lambdas/core/quality/assess.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../../lambdas/core/quality/default-limits.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { type Cell, makeChunk, reading } from '../profile/make-columns.ts';

const random = new SeededRandom(7);
const hex = (length: number) => Array.from({ length }, () => random.integer(16).toString(16)).join('');
const uuid = () => [8, 4, 4, 4, 12].map(hex).join('-');
const draw = (rows: number, cell: (i: number) => Cell) => Array.from({ length: rows }, (_, i) => cell(i));

async function breaches(before: readonly Cell[], after: readonly Cell[]): Promise<string[]> {
  const baseline = await buildBaselineProfile(reading([makeChunk([['id', before]])]));
  expect(baseline.columns[0].identifier).toBeDefined();
  const profiler = new Profiler({ schema: schemaOf(baseline) });
  profiler.add(makeChunk([['id', after]]));
  return assessQuality(baseline, profiler.finish(), DEFAULT_QUALITY_LIMITS)
    .filter(({ breached }) => breached)
    .map(({ check }) => check);
}

const email = (i: number) => `${['ada', 'b.cole', 'd-ng'][random.integer(3)]}${i}@example.org`;

describe('identifiers of which nothing changed', () => {
  it.each<[string, readonly Cell[], readonly Cell[]]>([
    ['uuids', draw(5000, uuid), draw(2000, uuid)],
    ['uuids, a small baseline', draw(120, uuid), draw(5000, uuid)],
    ['ten hexadecimal digits, some of them digits only', draw(500, () => hex(10)), draw(5000, () => hex(10))],
    ['e-mail addresses', draw(3000, email), draw(500, (i) => email(i + 3000))],
    ['a counter that goes on', draw(3000, (i) => `U${i}`), draw(3000, (i) => `U${i + 3000}`)],
    [
      '2,000 even values, which a small baseline takes for ids',
      draw(100, () => `v${random.integer(9000) + 1000}`),
      draw(10_000, () => `v${random.integer(9000) + 1000}`),
    ],
  ])('%s', async (_, before, after) => {
    expect(await breaches(before, after)).toEqual([]);
  });
});

describe('identifiers that changed', () => {
  it.each<[string, readonly Cell[], readonly Cell[], string]>([
    ['uuids became numbers', draw(3000, uuid), draw(1000, (i) => i), 'form_change'],
    ['uuids became numbers: another type too', draw(3000, uuid), draw(1000, (i) => i), 'type_change'],
    ['ten characters became 36', draw(3000, () => `a${hex(9)}`), draw(1000, () => `a${hex(35)}`), 'form_change'],
    ['32 characters became 40', draw(3000, () => hex(32)), draw(1000, () => hex(40)), 'form_change'],
    ['one in ten is an error text', draw(3000, uuid), draw(1000, (i) => (i % 10 ? uuid() : 'N/A!')), 'form_change'],
    ['one in five is missing', draw(3000, uuid), draw(1000, (i) => (i % 5 ? uuid() : null)), 'missing_values'],
    ['all have one id', draw(3000, uuid), Array(1000).fill(uuid()), 'constant_column'],
    ['all have one id of many rows', draw(120, uuid), Array(10_000).fill(uuid()), 'repeated_values'],
    ['a few ids for all rows', draw(3000, uuid), draw(1000, (i) => `${'0'.repeat(7)}${i % 5}-aa`), 'repeated_values'],
    [
      'each id three times',
      draw(3000, uuid),
      ((ids) => draw(9000, (i) => ids[i % 3000]))(draw(3000, uuid)),
      'repeated_values',
    ],
  ])('%s', async (_, before, after, check) => {
    expect(await breaches(before, after)).toContain(check);
  });
});
