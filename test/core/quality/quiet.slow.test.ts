import { beforeAll, describe, expect, it } from 'vitest';
import type { TableChunk } from '../../../lambdas/core/columns/column.ts';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import type { Profile } from '../../../lambdas/core/profile/types.ts';
import { assessQuality } from '../../../lambdas/core/quality/assess.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../../lambdas/core/quality/default-limits.ts';
import { type Cell, makeChunk, reading } from '../profile/make-columns.ts';

/** mulberry32 (Tommy Ettinger, public domain): seeded, so that the simulation is the same on every run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Columns whose samples are easily taken for broken: heavy tails, rare values, categories that are nearly all different. */
function drawRow(random: () => number): readonly (readonly [string, Cell])[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return [
    ['normal', normal()],
    ['log-normal', Math.exp(2 * normal())],
    ['cauchy', normal() / normal()],
    ['integer', Math.floor(random() * 30)],
    ['rare one', random() < 0.01 ? 1 : 0],
    ['four categories', 'abcd'[Math.floor(random() ** 2 * 4)]],
    ['fifty categories', `c${Math.floor(random() ** 3 * 50)}`],
    ['many categories', `c${Math.floor(1 / (random() + 1e-5))}`],
    ['almost an id', `c${Math.floor(random() * 5000)}`],
    ['often missing', random() < 0.4 ? null : random()],
    ['rarely missing', random() < 0.001 ? null : 'a'],
    [
      'dirty',
      random() < 0.008 ? ['n/a', true, {}, Number.NaN, Number.POSITIVE_INFINITY][Math.floor(random() * 5)] : random(),
    ],
    ['rarely filled', random() < 0.97 ? null : 'x'],
  ];
}

function drawChunk(rows: number, random: () => number): TableChunk {
  const drawn = Array.from({ length: rows }, () => drawRow(random));
  return makeChunk(drawn[0].map(([name], column) => [name, drawn.map((row) => row[column][1])] as const));
}

describe.each([500, 20_000])('against a baseline of %i rows', (baselineRows) => {
  let baseline: Profile;
  beforeAll(async () => {
    baseline = await buildBaselineProfile(reading([drawChunk(baselineRows, makeRandom(1))]));
  });

  // Over all columns and checks at most one quiet window in a thousand may breach: none of these few hundred is expected to.
  it.each([
    [20, 300],
    [100, 300],
    [1000, 60],
    [10_000, 6],
  ])('windows of %i rows of the same data raise no breach', (rows, windows) => {
    const random = makeRandom(rows);
    const schema = schemaOf(baseline);
    const breached: string[] = [];
    for (let i = 0; i < windows; i++) {
      const profiler = new Profiler({ schema });
      profiler.add(drawChunk(rows, random));
      for (const finding of assessQuality(baseline, profiler.finish(), DEFAULT_QUALITY_LIMITS)) {
        if (finding.breached) breached.push(JSON.stringify(finding));
      }
    }
    expect(breached).toEqual([]);
  });
});
