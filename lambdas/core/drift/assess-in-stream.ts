import { adjustKnownPValues } from '../statistics/false-discovery.ts';
import { type Assessed, assessColumn, type Candidate, seriesOf } from './assess-column.ts';
import { featureTable, summarise } from './feature-table.ts';
import { measureFeature } from './measure-feature.ts';
import { ONLY_CHANCE, poolModels } from './movement/model-weights.ts';
import type { Series } from './movement/series.ts';
import { seenFrom } from './new-normal.ts';
import type { DriftAssessment, FeatureDrift } from './result.ts';
import { measureShifts } from './shifts/measure-shifts.ts';
import { keyOf, type Shift } from './shifts/shift.ts';
import type { Stream, StreamedFeature } from './stream.ts';

/** The most shifts, evenly chosen, by which the movement models are weighted. More would hardly change the weights. */
const MAX_POOLED = 400;

/**
 * Assesses one family of columns of one window in the stream of windows. A column has drifted when one of its shifts
 * matters and exceeds, by itself or together with the windows before, what chance, usual movement and the family's
 * chance of a false alarm allow (Benjamini and Hochberg over the columns). It has also drifted when it was flagged in
 * the window before and has not recovered.
 *
 * @param features taken one at a time, so that only one aligned pair needs to be in memory
 * @param alpha the family's chance of a false alarm in this window
 * @throws UnsuitableMethodError for a method or test that does not suit the column's type
 */
export function assessDriftInStream(
  features: Iterable<StreamedFeature>,
  alpha: number,
  stream: Stream,
): DriftAssessment {
  const candidates = Array.from(features, (feature) => measure(feature, stream));
  const sample = sampleSeries(candidates, stream);
  const weights = stream.moves ? poolModels([...sample.values()]) : ONLY_CHANCE;
  const family = featureTable(candidates.map(({ measured }) => measured)).assign({ candidate: candidates });
  const tested = family.filter(({ measured }) => measured.significance !== null);
  const perColumn = alpha / Math.max(1, tested.numRows);
  const assessed = family.derive({
    assessed: ({ measured, candidate }) =>
      measured.significance === null ? null : assessColumn(candidate, weights, perColumn, stream, sample),
  });
  const decided = assessed.assign({
    decisive: adjustKnownPValues(assessed.column('assessed').map((column) => column?.pValue ?? null)),
  });
  const results = decided.rows().map((row) => resultOf(row, alpha));
  return summarise(results, alpha, ({ shift }) => shift && Math.abs(shift.effect));
}

type DecidedRow = Pick<FeatureDrift, 'adjustedPValue' | 'smallSampleAdjustedPValue'> & {
  readonly candidate: Candidate;
  /** Null where there was nothing to test. */
  readonly assessed: Assessed | null;
  /** The p-value, adjusted over the columns. */
  readonly decisive: number | null;
};

function resultOf(
  { candidate, assessed, decisive, adjustedPValue, smallSampleAdjustedPValue }: DecidedRow,
  alpha: number,
): FeatureDrift {
  const { measured, history, fromBaseline } = candidate;
  const facts = { ...measured.facts, adjustedPValue, smallSampleAdjustedPValue };
  if (assessed === null || decisive === null) return { ...facts, drifted: false, shift: null };
  const { held, shift, key } = assessed;
  const drifted = decisive <= alpha || held;
  return {
    ...facts,
    drifted,
    ...(drifted && { flaggedBy: key }),
    shift: { ...shift, pValue: decisive, since: held ? (history.flagged?.since ?? null) : null },
    shifts: fromBaseline.map((one) => [keyOf(one), one.effect, one.error]),
  };
}

function measure(feature: StreamedFeature, stream: Stream): Candidate {
  const measured = measureFeature(feature);
  const { significance, facts } = measured;
  const history = stream.historyOf(feature.name, facts.method);
  const fromBaseline = significance === null ? [] : measureShifts(feature.aligned, facts.test, significance);
  return {
    measured,
    shifts: seenFrom(history.normal, fromBaseline),
    fromBaseline,
    history,
    hasOwnLimit: feature.hasOwnLimit,
  };
}

/** The series of at most {@link MAX_POOLED} shifts, evenly chosen. */
function sampleSeries(candidates: readonly Candidate[], stream: Stream): Map<Shift, Series> {
  const all = candidates.flatMap(({ shifts, history }) =>
    shifts.filter(({ kind }) => kind !== 'shape').map((shift) => ({ shift, history })),
  );
  const known = all.filter(({ shift, history }) => (history.shifts.get(keyOf(shift))?.length ?? 0) > 0);
  const step = Math.max(1, known.length / MAX_POOLED);
  const series = new Map<Shift, Series>();
  for (let at = 0; at < known.length; at += step) {
    const { shift, history } = known[Math.floor(at)];
    series.set(shift, seriesOf(shift, history, stream));
  }
  return series;
}
