import { adjustPValues } from '../statistics/false-discovery.ts';
import type { Aligned } from './aligned.ts';
import type { Distance } from './methods/method.ts';
import { driftMethod } from './methods/registry.ts';
import type { DriftAssessment, FeatureDrift, NotMeasuredReason } from './result.ts';
import { type DriftSettings, resolveSettings, type WantedSettings } from './settings.ts';
import { significanceTest } from './significance/registry.ts';
import type { Significance } from './significance/significance-test.ts';

/** A feature to assess. */
export interface FeatureToAssess {
  readonly name: string;
  readonly aligned: Aligned;
  readonly settings?: WantedSettings;
}

/**
 * Assesses one family of columns of one window: a column has drifted when its distance is above its limit (material), with
 * and without what chance adds to it, and its Benjamini–Hochberg adjusted p-value over the family is at or below `alpha` (not noise). A constant baseline that changed
 * has no distance but is material.
 *
 * @param features taken one at a time, so that only one aligned pair needs to be in memory
 * @param alpha the family's part of the budget, see {@link splitFalseAlarms}
 * @throws UnsuitableMethodError for a method or test that does not suit the column's type
 */
export function assessDrift(features: Iterable<FeatureToAssess>, alpha: number): DriftAssessment {
  const measured = Array.from(features, measureFeature);
  const tested = measured.filter(({ significance }) => significance !== null);
  const plain = adjustPValues(tested.map(({ significance }) => significance!.pValue));
  const smallSample = adjustPValues(tested.map(({ significance }) => significance!.smallSamplePValue));
  const rankOf = new Map(tested.map((feature, i) => [feature, i]));
  const judged = measured.map((feature) => {
    const i = rankOf.get(feature);
    return judgeFeature(feature, i === undefined ? null : { plain: plain[i], smallSample: smallSample[i] }, alpha);
  });
  return summarise(judged, { alpha, compared: tested.length, extent: ({ effect }) => effect });
}

/**
 * A family of judged columns as a whole.
 *
 * @param extent how far a column has drifted; a drift without a measure of it ranks before all others
 */
export function summarise(
  features: readonly FeatureDrift[],
  {
    alpha,
    compared,
    extent,
  }: Pick<DriftAssessment, 'alpha' | 'compared'> & {
    readonly extent: (feature: FeatureDrift) => number | null | undefined;
  },
): DriftAssessment {
  const drifted = features.filter((feature) => feature.drifted);
  const weight = (feature: FeatureDrift) => (extent(feature) ?? Number.POSITIVE_INFINITY) * feature.importance;
  const ranked = [...drifted].sort((a, b) => (weight(a) === weight(b) ? 0 : weight(b) - weight(a)));
  return {
    alpha,
    features,
    compared,
    drifted: drifted.length,
    driftedShare: features.length === 0 ? 0 : drifted.length / features.length,
    ranking: ranked.map(({ name }) => name),
  };
}

/** A feature before its p-value is adjusted to the others'. */
export interface Measured {
  readonly facts: Omit<FeatureDrift, 'adjustedPValue' | 'smallSampleAdjustedPValue' | 'drifted'>;
  readonly significance: Significance | null;
  readonly materialLimit: number;
}

export function measureFeature({ name, aligned, settings: wanted }: FeatureToAssess): Measured {
  const settings = resolveSettings(aligned.type, wanted);
  const reason = missingSide(aligned);
  const distance = reason === null ? measureDistance(aligned, settings) : null;
  const significance = reason === null ? testSignificance(aligned, settings) : null;
  const facts = {
    name,
    type: aligned.type,
    method: settings.method,
    distance: distance?.value ?? null,
    errorBound: distance === null || distance.value === null ? null : distance.errorBound,
    distanceBeyondChance: distance === null || distance.value === null ? null : (distance.beyondChance ?? null),
    limit: settings.limit,
    test: settings.test,
    statistic: significance?.statistic ?? null,
    pValue: significance?.pValue ?? null,
    baselineRows: aligned.baselineRows,
    windowRows: aligned.windowRows,
    baselineMissingShare: missingShare(aligned.baselineMissing, aligned.baselineRows),
    windowMissingShare: missingShare(aligned.windowMissing, aligned.windowRows),
    ...(distance !== null && distance.value !== null && distance.extreme && { extreme: distance.extreme }),
    importance: settings.importance,
    effect: distance === null || distance.value === null ? null : finiteOrNull(distance.value / settings.limit),
    reason: reason ?? (distance !== null && distance.value === null ? distance.reason : null),
  };
  return { facts, significance, materialLimit: settings.materialLimit };
}

function missingSide(aligned: Aligned): NotMeasuredReason | null {
  if (aligned.baselineRows === 0) return 'no_baseline_values';
  return aligned.windowRows === 0 ? 'no_window_values' : null;
}

function measureDistance(aligned: Aligned, { method: name }: DriftSettings): Distance {
  const method = driftMethod(name);
  return aligned.type === 'number' ? method.measureNumbers!(aligned) : method.measureCategories!(aligned);
}

function testSignificance(aligned: Aligned, { test: name }: DriftSettings): Significance {
  const test = significanceTest(name);
  return aligned.type === 'number' ? test.testNumbers!(aligned) : test.testCategories!(aligned);
}

interface AdjustedPValues {
  readonly plain: number;
  readonly smallSample: number;
}

function judgeFeature(
  { facts, materialLimit }: Measured,
  adjusted: AdjustedPValues | null,
  alpha: number,
): FeatureDrift {
  const material =
    facts.distance === null
      ? facts.reason === 'constant_baseline_changed'
      : facts.distance > facts.limit && (facts.distanceBeyondChance ?? Number.POSITIVE_INFINITY) > materialLimit;
  return {
    ...facts,
    adjustedPValue: adjusted?.plain ?? null,
    smallSampleAdjustedPValue: adjusted?.smallSample ?? null,
    drifted: material && adjusted !== null && adjusted.smallSample <= alpha,
  };
}

function missingShare(missing: number, rows: number): number | null {
  return missing + rows === 0 ? null : missing / (missing + rows);
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
