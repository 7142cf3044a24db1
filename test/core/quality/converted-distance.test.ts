import { describe, expect, it } from 'vitest';
import { Column, type TableChunk } from '../../../lambdas/core/columns/column.ts';
import { alignProfiles } from '../../../lambdas/core/drift/align-profiles.ts';
import type { AlignedNumbers } from '../../../lambdas/core/drift/aligned.ts';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import { cumulate, measureConverted } from '../../../lambdas/core/quality/converted-distance.ts';
import { reading } from '../profile/make-columns.ts';

const MILES_TO_KILOMETRES = { factor: 1.609344 };
/** 100, 150, … 1,000 miles, each as often; neighbours are at least 5 % apart. */
const MILES = Array.from({ length: 19 }, (_, i) => 100 + 50 * i);

function chunkOf(values: readonly number[]): TableChunk {
  return { rows: values.length, columns: new Map([['x', new Column(values.length, Float64Array.from(values), null)]]) };
}

/** The distance of these values from the miles of the baseline, converted. */
async function distanceOf(values: readonly number[], enough?: number): Promise<number> {
  const baseline = await buildBaselineProfile(reading([chunkOf(MILES)]));
  const profiler = new Profiler({ schema: schemaOf(baseline) });
  profiler.add(chunkOf(values));
  const aligned = alignProfiles(baseline.columns[0], profiler.finish().columns[0]) as AlignedNumbers;
  return measureConverted(aligned, cumulate(aligned.baseline), MILES_TO_KILOMETRES, enough);
}

const kilometres = MILES.map((miles) => miles * MILES_TO_KILOMETRES.factor);

describe('the distance from converted values', () => {
  // Whole kilometres differ from the exact ones by up to 0.5 of 161: less than half a percent, to either side.
  it.each([
    ['exact', kilometres],
    ['rounded', kilometres.map(Math.round)],
    ['rounded up', kilometres.map((value) => value * 1.004)],
    ['rounded down', kilometres.map((value) => value * 0.996)],
  ])('is nothing where they are %s', async (_name, values) => {
    expect(await distanceOf(values)).toBe(0);
  });

  // Each value has left its place, but not passed its neighbour: the distributions are one value of 19 apart.
  it.each([0.99, 1.01])('is that of one value where all are %f times what they should be', async (error) => {
    expect(await distanceOf(kilometres.map((value) => value * error))).toBeCloseTo(1 / 19, 12);
  });

  it('is that of all values where none was converted', async () => {
    // All 19 are at most 1,000; of the converted ones, only the 11 up to 600 miles (966 km) are.
    expect(await distanceOf(MILES)).toBeCloseTo(8 / 19, 12);
  });

  it('is only as large as is enough to see that it is beyond a limit', async () => {
    const seen = await distanceOf(MILES, 0.2);
    expect(seen).toBeGreaterThan(0.2);
    expect(seen).toBeLessThan(8 / 19);
    expect(await distanceOf(MILES, 0.5)).toBeCloseTo(8 / 19, 12);
  });
});
