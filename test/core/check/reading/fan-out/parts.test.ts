import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileCapture } from '../../../../../lambdas/core/check/reading/profile-capture.ts';
import { SeededRandom } from '../../../../../lambdas/core/statistics/random.ts';
import { below, chance, pick } from '../../../../fuzz/mutate.ts';
import { type Cell, captureLine } from '../../../stories/fixtures.ts';
import { drawParcels, openDepot } from '../../../stories/parcels.ts';
import type { StoryFixture } from '../../../stories/story-fixture.ts';
import { elsewhere } from '../dividing.ts';
import { type LargeFile, NOON, placeOf, planFirstDay } from './reading-in-parts.ts';

/** Sizes of files in megabytes: some fill a shard, some a part, and some do neither. */
const SIZES = [3, 16, 40, 500, 1024, 1500];
const ODD: readonly Cell[] = ['', 'NaN', '-0', 'Infinity', '1e400', '007', 'true', 'abroad', '2001-02-01'];

/** Records of which few or many have an id of others, with the same content or another one, readable or not. */
function endpointFiles(random: SeededRandom): LargeFile[] {
  const ids = pick(random, [4, 40, 1_000_000]);
  const line = () => {
    const id = below(random, ids);
    if (chance(random, 0.05)) return pick(random, ['<html>', '{"eventMetadata":{}}', '[1]']);
    const [parcel] = drawParcels(new SeededRandom(ids < 1000 ? below(random, 3) : id), 1);
    const row = [chance(random, 0.1) ? pick(random, ODD) : parcel.weight, parcel.distance, parcel.depot];
    const rows = chance(random, 0.1) ? [row, row] : [row];
    const time = NOON + 1000 * (ids < 1000 ? id : below(random, 40_000));
    const eventId = chance(random, 0.05) ? '' : `event-${id}`;
    return captureLine({ time, rows, answers: [chance(random, 0.1) ? 'none' : parcel.score], eventId });
  };
  const files = Array.from({ length: 2 + below(random, 9) }, () => ({
    lines: Array.from({ length: below(random, 20) }, line),
    size: pick(random, SIZES),
  }));
  if (chance(random, 0.3)) files.push({ ...pick(random, files) });
  return files;
}

/** Plain tables, in which several rows may share an id. */
function tableFiles(random: SeededRandom): LargeFile[] {
  const ids = pick(random, [3, 20, 100_000]);
  const line = () => {
    if (chance(random, 0.05)) return 'x';
    const time = new Date(NOON + 60_000 * below(random, 900)).toISOString();
    const weight = chance(random, 0.1) ? pick(random, ODD) : pick(random, [20, 21.5, random.uniform()]);
    return [time, `id-${below(random, ids)}`, weight, below(random, 100), pick(random, ['north', 'x']), 0.5].join(',');
  };
  const files = Array.from({ length: 2 + below(random, 9) }, () => ({
    lines: ['t,key,weight,distance,depot,p', ...Array.from({ length: below(random, 20) }, line)],
    size: pick(random, SIZES),
  }));
  if (chance(random, 0.3)) files.push({ ...pick(random, files) });
  return files;
}

const TABLES = {
  capture:
    '{ uri: captures, format: csv, time: t, id: key, features: [weight, distance, depot], prediction: { score: p, threshold: 0.5 } }',
};

/** Reads files by one run, and in parts by several. */
async function readBoth(origin: StoryFixture, files: readonly LargeFile[], random: SeededRandom) {
  const fixture = await origin.fork();
  const readers = chance(random, 0.3) ? elsewhere : undefined;
  const planned = await planFirstDay(fixture, placeOf(files), { readers });
  const { window, baseline, context } = planned;
  const single = await profileCapture(fixture.monitor, window, baseline, { ...context, readers: undefined });
  await planned.doSteps(planned.step);
  return { single, merged: await planned.merged(), parts: planned.parts.length };
}

describe('a window that several runs read in parts', () => {
  it.each<[string, Readonly<Record<string, string>>, (random: SeededRandom) => LargeFile[], number]>([
    ['captures of an endpoint', {}, endpointFiles, 60],
    ['plain tables', TABLES, tableFiles, 60],
  ])('is found to be the same to the bit as by one run: %s', async (_, monitor, filesOf, numRuns) => {
    const origin = await openDepot(monitor);
    const counts = { repeats: 0, conflicts: 0, rejected: 0, parts: 0 };
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = new SeededRandom(seed);
        const { single, merged, parts } = await readBoth(origin, filesOf(random), random);
        expect(merged).toStrictEqual(single);
        counts.repeats += single.data.repeats;
        counts.conflicts += single.data.conflicts;
        counts.rejected += single.data.rejected.records;
        counts.parts = Math.max(counts.parts, parts);
      }),
      { numRuns },
    );
    const { parts, ...records } = counts;
    expect(parts).toBeGreaterThan(2);
    expect(Math.min(...Object.values(records))).toBeGreaterThan(10);
  });
});
