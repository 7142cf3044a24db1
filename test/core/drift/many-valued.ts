import { Column, type TableChunk } from '../../../lambdas/core/columns/column.ts';
import { alignProfiles } from '../../../lambdas/core/drift/align-profiles.ts';
import { assessDrift } from '../../../lambdas/core/drift/assess.ts';
import type { DriftAssessment } from '../../../lambdas/core/drift/result.ts';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import type { Profile } from '../../../lambdas/core/profile/types.ts';
import { assessQuality } from '../../../lambdas/core/quality/assess.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../../lambdas/core/quality/default-limits.ts';
import type { QualityFinding } from '../../../lambdas/core/quality/types.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

/** Text columns of very many values, through the profiles that a scheduled check compares. */

export interface ManyValued {
  readonly name: string;
  /** One row's category, from 0. */
  readonly draw: (random: SeededRandom) => number;
  readonly dictionary: readonly string[];
}

/** Categories with these weights. */
export function manyValued(name: string, weights: ArrayLike<number>, text = (i: number) => `value ${i}`): ManyValued {
  const upTo = Float64Array.from(weights);
  for (let i = 1; i < upTo.length; i++) upTo[i] += upTo[i - 1];
  const total = upTo[upTo.length - 1];
  const draw = (random: SeededRandom) => {
    const at = random.uniform() * total;
    let first = 0;
    let last = upTo.length - 1;
    while (first < last) {
      const middle = (first + last) >>> 1;
      if (upTo[middle] < at) first = middle + 1;
      else last = middle;
    }
    return first;
  };
  return { name, draw, dictionary: Array.from(upTo, (_, i) => text(i)) };
}

export const uniform = (k: number) => manyValued(`${k} even values`, new Float64Array(k).fill(1));
export const zipf = (k: number) =>
  manyValued(
    `${k} values by Zipf's law`,
    Float64Array.from({ length: k }, (_, i) => 1 / (i + 1)),
  );
/** Half of the rows have one of ten values. */
export const hybrid = (k: number) =>
  manyValued(
    `ten frequent and ${k} rare values`,
    Float64Array.from({ length: k + 10 }, (_, i) => (i < 10 ? k / 10 : 1)),
  );

/** @param features Columns, independent of each other. */
export function drawRows(
  { draw, dictionary }: ManyValued,
  rows: number,
  features: number,
  random: SeededRandom,
): TableChunk {
  const columns = Array.from({ length: features }, (_, i) => {
    const codes = Int32Array.from({ length: rows }, () => draw(random));
    return [`feature ${i}`, new Column(rows, null, codes, [...dictionary])] as const;
  });
  return { rows, columns: new Map(columns) };
}

export function profileBaseline(chunk: TableChunk): Promise<Profile> {
  return buildBaselineProfile(async function* () {
    yield chunk;
  });
}

export function profileWindow(chunk: TableChunk, baseline: Profile): Profile {
  const profiler = new Profiler({ schema: schemaOf(baseline) });
  profiler.add(chunk);
  return profiler.finish();
}

/** What a comparison of the two makes of the window: the same distances, tests and broken data as a scheduled check has. */
export function checkWindow(
  baseline: Profile,
  window: Profile,
  alpha: number,
): { readonly drift: DriftAssessment; readonly broken: readonly QualityFinding[] } {
  const found = new Map(window.columns.map((column) => [column.name, column]));
  const features = baseline.columns
    .filter(({ identifier }) => identifier === undefined)
    .map((column) => ({ name: column.name, aligned: alignProfiles(column, found.get(column.name)!) }));
  const findings = assessQuality(baseline, window, DEFAULT_QUALITY_LIMITS);
  return { drift: assessDrift(features, alpha), broken: findings.filter(({ breached }) => breached) };
}
