import type { Aligned } from './aligned.ts';
import type { Distance } from './methods/method.ts';
import { driftMethod } from './methods/registry.ts';
import type { FeatureDrift, NotMeasuredReason } from './result.ts';
import { type DriftSettings, resolveSettings, type WantedSettings } from './settings.ts';
import { significanceTest } from './significance/registry.ts';
import type { Significance } from './significance/significance-test.ts';

/** A feature to assess. */
export interface FeatureToAssess {
  readonly name: string;
  readonly aligned: Aligned;
  readonly settings?: WantedSettings;
}

/** A measured feature, before its p-value is adjusted over the family. */
export interface Measured {
  readonly facts: Omit<FeatureDrift, 'adjustedPValue' | 'smallSampleAdjustedPValue' | 'drifted'>;
  readonly significance: Significance | null;
  readonly materialLimit: number;
}

/**
 * Measures how far a feature is from its baseline, and how probable that is without a change.
 *
 * @throws UnsuitableMethodError for a method or test that does not suit the column's type
 */
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

/** Whether the distance is above its limit, with and without what chance adds to it. */
export function isAboveLimit({ facts, materialLimit }: Measured): boolean {
  return (
    facts.distance !== null &&
    facts.distance > facts.limit &&
    (facts.distanceBeyondChance ?? Number.POSITIVE_INFINITY) > materialLimit
  );
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

function missingShare(missing: number, rows: number): number | null {
  return missing + rows === 0 ? null : missing / (missing + rows);
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
