import { type AssessedShift, describeShift } from './describe-shift.ts';
import { isAboveLimit, type Measured } from './measure-feature.ts';
import { findDistanceEvidence, findEvidence } from './movement/evidence.ts';
import { isBack } from './movement/recovery.ts';
import { Series } from './movement/series.ts';
import { asDistance, type NewNormal } from './new-normal.ts';
import type { ColumnShift } from './result.ts';
import { keyOf, type Shift, scaleOf } from './shifts/shift.ts';
import type { ColumnHistory, Stream } from './stream.ts';

/** The most usual movement of a shape that its shares may account for, in standard deviations. */
const MOST_OF_SHARES = 0.1;

/** A measured column with its shifts and its history. */
export interface Candidate {
  readonly measured: Measured;
  /** Measured from the new normal where one is declared, else from the baseline. */
  readonly shifts: readonly Shift[];
  /** Measured from the baseline. */
  readonly fromBaseline: readonly Shift[];
  readonly history: ColumnHistory;
  readonly hasOwnLimit: boolean;
}

/** The series of a shift; one that is already known is used again. */
export function seriesOf(shift: Shift, history: ColumnHistory, { cycle }: Stream, known?: Map<Shift, Series>): Series {
  return (
    known?.get(shift) ?? new Series(history.shifts.get(keyOf(shift)) ?? [], shift.baselineError, cycle, scaleOf(shift))
  );
}

/** What the window shows of one column. */
export interface Assessed {
  /** Before the adjustment over the columns. */
  readonly pValue: number;
  /** Whether the shift that was flagged in the window before has not recovered. */
  readonly held: boolean;
  /** Of the shift by which the column is flagged, if it is. */
  readonly key: string;
  readonly shift: Omit<ColumnShift, 'since'>;
}

/**
 * Assesses one column: each of its shifts given the windows before, and whether the flagged shift has recovered.
 *
 * @param weights weights of the movement models
 * @param perColumn the chance of a false alarm of a single column
 * @param known series that were made before, by shift
 */
export function assessColumn(
  { measured, shifts, history, hasOwnLimit }: Candidate,
  weights: Float64Array,
  perColumn: number,
  stream: Stream,
  known: Map<Shift, Series>,
): Assessed {
  const { facts, significance } = measured;
  const { normal } = history;
  const location = shifts.find(({ kind }) => kind === 'location');
  const ofLocation = location && seriesOf(location, history, stream, known);
  const ofShares = () => movementOfShares(shifts, (shift) => seriesOf(shift, history, stream, known), weights);
  const judged = shifts.map((shift) => {
    const isShape = shift.kind === 'shape';
    // A distance has no sign, so its usual size says less about movement than a location does.
    const series = (isShape || shift === location ? ofLocation : undefined) ?? seriesOf(shift, history, stream, known);
    const error = isShape && location === undefined ? Math.hypot(shift.error, ofShares()) : shift.error;
    const observation = { effect: shift.effect, error, flagged: false, groups: stream.groups };
    const evidence = isShape
      ? findDistanceEvidence(series, observation, weights)
      : findEvidence(series, observation, weights);
    const matters =
      !(hasOwnLimit && isWithinOwnLimit(measured, normal, evidence.effect)) &&
      Math.abs(evidence.effect) > shift.material;
    const pValue = matters ? Math.min(1, evidence.pValue / shift.part) : 1;
    return { shift, series, observation, evidence, pValue };
  });
  const { flagged } = history;
  const flaggedBefore = judged.find(({ shift }) => keyOf(shift) === flagged?.key);
  // With very many categories a window may not name the one whose share was flagged, and so cannot show that it has
  // recovered.
  const held =
    flagged !== null &&
    (flaggedBefore === undefined ? facts.type === 'category' : !hasComeBack(flaggedBefore, history, weights));
  const most = (held ? flaggedBefore : undefined) ?? mostTelling(judged, perColumn);
  // Where a baseline of one value meets other values, the shape is the only shift.
  const isConstant = facts.reason === 'constant_baseline_changed' && normal === null;
  const constant = isConstant ? significance!.smallSamplePValue : 1;
  const pValue = Math.min(constant, ...judged.map((one) => one.pValue));
  return {
    pValue,
    held,
    key: held ? flagged.key : keyOf(most.shift),
    shift: describeShift(most, weights, { perColumn, pValue, normal, stream }),
  };
}

/**
 * Standard deviation of the usual movement of all shares together, in units of a shape. A shape's effect is only the
 * distance beyond chance, so it hides small movement that the shares show. Where the log-odds of categories move along
 * scores, the square of the shape's movement is the sum of the squares of all shares' movements; the followed shares
 * stand for the rest.
 */
function movementOfShares(
  shifts: readonly Shift[],
  seriesFor: (shift: Shift) => Series,
  weights: Float64Array,
): number {
  let [variance, covered] = [0, 0];
  for (const shift of shifts) {
    if (shift.kind !== 'share') continue;
    const series = seriesFor(shift);
    // Until a whole cycle is known, the wide limits of the first windows apply.
    if (!series.knowsCycle) return 0;
    variance += series.usualVariance(weights);
    covered += shift.shares![0];
  }
  return covered > 0 ? Math.min(MOST_OF_SHARES, Math.sqrt(variance / covered)) : 0;
}

/** Whether the column is within the limit that the monitor file sets, and so has not drifted. */
function isWithinOwnLimit(measured: Measured, normal: NewNormal | null, effect: number): boolean {
  const { facts } = measured;
  if (normal !== null) return (asDistance(effect, normal, facts.method) ?? Number.POSITIVE_INFINITY) <= facts.limit;
  return facts.distance !== null && !isAboveLimit(measured);
}

function hasComeBack(
  { shift, series, observation }: AssessedShift,
  { flagged, shifts }: ColumnHistory,
  weights: Float64Array,
): boolean {
  const windows = (shifts.get(keyOf(shift)) ?? []).slice(-flagged!.windows).filter((window) => window.flagged);
  if (windows.length === 0) return false;
  const run = [...windows, observation].map((window) => series.withoutSeason(window));
  return isBack(run, series.usualVariance(weights) + shift.baselineError ** 2, shift.material);
}

/** The least probable shift. A shape comes last, because it says only that the distributions differ. */
function mostTelling(judged: readonly AssessedShift[], perColumn: number): AssessedShift {
  const telling = judged.filter(({ shift, pValue }) => shift.kind !== 'shape' && pValue <= perColumn);
  return smallest(telling.length > 0 ? telling : judged);
}

/**
 * The smallest p-value. Shifts that do not matter all have the p-value 1; of those, the one that chance explains least.
 */
function smallest(judged: readonly AssessedShift[]): AssessedShift {
  const chance = ({ evidence, shift }: AssessedShift) => evidence.pValue / shift.part;
  return [...judged].sort((a, b) => a.pValue - b.pValue || chance(a) - chance(b))[0];
}
