import { descending, TypedTable } from '../columns/typed-table.ts';
import { adjustKnownPValues } from '../statistics/false-discovery.ts';
import type { Measured } from './measure-feature.ts';
import type { DriftAssessment, FeatureDrift } from './result.ts';

/** A column of a family before it is assessed; p-values are null where there was nothing to test. */
interface FeatureRow {
  readonly measured: Measured;
  /** Benjamini–Hochberg over the family, as in {@link FeatureDrift}. */
  readonly adjustedPValue: number | null;
  readonly smallSampleAdjustedPValue: number | null;
}

/** The columns of one family, a row each in the order given, with p-values adjusted over the family. */
export function featureTable(features: readonly Measured[]): TypedTable<FeatureRow> {
  const significances = features.map(({ significance }) => significance);
  return TypedTable.of({
    measured: features,
    adjustedPValue: adjustKnownPValues(significances.map((known) => known?.pValue ?? null)),
    smallSampleAdjustedPValue: adjustKnownPValues(significances.map((known) => known?.smallSamplePValue ?? null)),
  });
}

/**
 * Summarises a family of assessed columns.
 *
 * @param extentOf how far a column has drifted; a drift without a measure of it ranks before all others
 */
export function summarise(
  features: readonly FeatureDrift[],
  alpha: number,
  extentOf: (feature: FeatureDrift) => number | null | undefined,
): DriftAssessment {
  const table = TypedTable.of({ feature: features });
  const drifted = table
    .filter(({ feature }) => feature.drifted)
    .derive({ weight: ({ feature }) => weightOf(extentOf(feature) ?? Number.POSITIVE_INFINITY, feature.importance) })
    .orderby(descending(({ weight }) => weight));
  return {
    alpha,
    features,
    compared: table.filter(({ feature }) => feature.pValue !== null).numRows,
    drifted: drifted.numRows,
    driftedShare: features.length === 0 ? 0 : drifted.numRows / features.length,
    ranking: drifted.column('feature').map(({ name }) => name),
  };
}

/** Avoids ∞ · 0: a column without importance has no weight, however far it drifted. */
function weightOf(extent: number, importance: number): number {
  return importance === 0 ? 0 : extent * importance;
}
