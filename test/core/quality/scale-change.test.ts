import { describe, expect, test } from 'vitest';
import { Column, type TableChunk } from '../../../lambdas/core/columns/column.ts';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import type { Profile } from '../../../lambdas/core/profile/types.ts';
import { assessQuality } from '../../../lambdas/core/quality/assess.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../../lambdas/core/quality/default-limits.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { reading } from '../profile/make-columns.ts';

type Draw = (random: SeededRandom) => number;

function chunkOf(rows: number, draw: () => number): TableChunk {
  return { rows, columns: new Map([['x', new Column(rows, Float64Array.from({ length: rows }, draw), null)]]) };
}

/** Of so many windows of these rows, changed like this, how many are said to be in another unit; and which. */
async function countClaims(
  draw: Draw,
  change: (x: number) => number,
  {
    rows,
    windows = 20,
    baselineRows = 20_000,
    seed = 1,
  }: { rows: number; windows?: number; baselineRows?: number; seed?: number },
): Promise<{ claims: number; names: string[] }> {
  const random = new SeededRandom(seed);
  const names = new Set<string>();
  let claims = 0;
  let baseline: Profile | null = null;
  for (let i = 0; i < windows; i++) {
    if (i % 5 === 0 || baseline === null) {
      baseline = await buildBaselineProfile(reading([chunkOf(baselineRows, () => draw(random))]));
    }
    const profiler = new Profiler({ schema: schemaOf(baseline) });
    profiler.add(chunkOf(rows, () => change(draw(random))));
    const found = assessQuality(baseline, profiler.finish(), DEFAULT_QUALITY_LIMITS).find(
      ({ check, breached }) => check === 'scale_change' && breached,
    );
    if (found === undefined) continue;
    claims++;
    names.add(found.examples![0].text);
  }
  return { claims, names: [...names] };
}

const amounts: Draw = (random) => Math.exp(3 + random.normal());
const narrowAmounts: Draw = (random) => Math.exp(3 + 0.4 * random.normal());
/** Fewer than 1,024 distinct values: counted one by one. */
const whole: Draw = (random) => Math.round(100 + 300 * random.uniform());
const lengths: Draw = (random) => 200 + 40 * random.normal();
const degrees: Draw = (random) => 15 + 8 * random.normal();
const centred: Draw = (random) => random.normal();

const times = (factor: number) => (x: number) => x * factor;

describe('growth is not called another unit', () => {
  const grown = [1.5, 2, 3, 1 / 1.5, 1 / 2, 1 / 3];

  test.each([200, 1000, 5000].flatMap((rows) => grown.map((factor) => ({ rows, factor }))))(
    'log-normal amounts times $factor, $rows rows',
    async ({ rows, factor }) => {
      expect(await countClaims(amounts, times(factor), { rows })).toEqual({ claims: 0, names: [] });
    },
  );

  test.each(grown)('times %f, 50,000 rows', async (factor) => {
    expect((await countClaims(amounts, times(factor), { rows: 50_000, windows: 3 })).claims).toBe(0);
    expect((await countClaims(narrowAmounts, times(factor), { rows: 50_000, windows: 3 })).claims).toBe(0);
  });

  test.each([1.5, 2, 3, 2.5])('narrow amounts and whole numbers times %f', async (factor) => {
    for (const draw of [narrowAmounts, whole]) {
      expect((await countClaims(draw, times(factor), { rows: 1000 })).claims).toBe(0);
    }
  });

  test('a shift that moves the mean as far is not called one either', async () => {
    expect((await countClaims(lengths, (x) => x + 200 * 0.609344, { rows: 200 })).claims).toBe(0);
    expect((await countClaims(degrees, (x) => x + 44, { rows: 200 })).claims).toBe(0);
  });
});

describe('another unit is found', () => {
  test.each<[string, string, Draw, (x: number) => number]>([
    ['lengths', 'miles to kilometres', lengths, times(1.609344)],
    ['lengths', 'kilometres to miles', lengths, times(1 / 1.609344)],
    ['lengths', 'metres to feet', lengths, times(1 / 0.3048)],
    ['lengths', 'kilograms to pounds', lengths, times(2.2046)],
    ['narrow amounts', 'kilograms to pounds', narrowAmounts, times(2.2046)],
    ['narrow amounts', 'metres to feet', narrowAmounts, times(3.2808)],
    ['amounts', 'such as centimetres to millimetres', amounts, times(10)],
    ['amounts', 'days to hours', amounts, times(24)],
    ['amounts', 'hours to minutes, or minutes to seconds', amounts, times(60)],
    ['amounts', 'such as shares to percent, or metres to centimetres', amounts, times(100)],
    ['amounts', 'such as milligrams to grams, or megabytes to gigabytes', amounts, times(1 / 1000)],
    ['amounts', 'hours to seconds', amounts, times(3600)],
    ['whole numbers', 'such as grams to milligrams, or gigabytes to megabytes', whole, times(1000)],
    ['whole numbers', 'metres to feet', whole, times(3.2808)],
    ['values around zero', 'such as shares to percent, or metres to centimetres', centred, times(100)],
    ['values around zero', 'such as milligrams to grams, or megabytes to gigabytes', centred, times(1 / 1000)],
    ['amounts', 'such as grams to milligrams, or gigabytes to megabytes', amounts, times(1024)],
    ['lengths', 'such as milligrams to grams, or megabytes to gigabytes', lengths, times(1 / 1024)],
    ['degrees', 'degrees Celsius to Fahrenheit', degrees, (x) => 1.8 * x + 32],
    ['degrees', 'degrees Fahrenheit to Celsius', degrees, (x) => (x - 32) / 1.8],
  ])('%s: %s, 1,000 rows', async (_, name, draw, change) => {
    const { claims, names } = await countClaims(draw, change, { rows: 1000 });
    expect(claims).toBeGreaterThanOrEqual(19);
    expect(names).toEqual([name]);
  });

  test.each([
    ['miles to kilometres', 1.609344],
    ['metres to feet', 1 / 0.3048],
    ['kilograms to pounds', 1 / 0.45359237],
  ])('of amounts spread widely, %s from enough rows on', async (name, factor) => {
    expect(await countClaims(amounts, times(factor), { rows: 50_000, windows: 3, baselineRows: 50_000 })).toEqual({
      claims: 3,
      names: [name],
    });
  });

  test('in a window of 200 rows if the factor is large', async () => {
    expect((await countClaims(lengths, times(100), { rows: 200 })).claims).toBeGreaterThanOrEqual(19);
    expect((await countClaims(narrowAmounts, times(1 / 60), { rows: 200 })).claims).toBeGreaterThanOrEqual(19);
  });
});
