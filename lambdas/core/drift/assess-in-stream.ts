import { adjustKnownPValues } from '../statistics/false-discovery.ts';
import { featureTable, summarise } from './feature-table.ts';
import { type FeatureToAssess, type Measured, measureFeature } from './measure-feature.ts';
import { isBack } from './movement/recovery.ts';
import { type Evidence, type Observation, ONLY_CHANCE, poolModels, Series } from './movement/series.ts';
import { asDistance, type NewNormal, seenFrom } from './new-normal.ts';
import type { ColumnShift, DriftAssessment, FeatureDrift, LimitSource } from './result.ts';
import { measureShifts } from './shifts/measure-shifts.ts';
import { keyOf, type Shift, scaleOf } from './shifts/shift.ts';

/** What earlier windows say about one column. */
export interface ColumnHistory {
  /** Its shifts by their key, oldest first, in every window that had them. */
  readonly shifts: ReadonlyMap<string, readonly Observation[]>;
  /** The shift that was flagged in the window before, and since which window it has been; null where none was. */
  readonly flagged: { readonly key: string; readonly since: string; readonly windows: number } | null;
  /** What a person declared normal: shifts are measured from there. null: from the baseline. */
  readonly normal: NewNormal | null;
}

/** How the judged window stands in the stream of windows. */
export interface Stream {
  readonly window: string;
  /** Its group in every cycle, such as the weekday: see {@link Observation}. */
  readonly groups: readonly number[];
  /** How many windows have to be known before they say what to expect of the next: a whole cycle. */
  readonly cycle: number;
  /** How many can be known at most. Where that is less than `cycle`, earlier windows never say what to expect. */
  readonly mostKnown: number;
  /** Whether columns may move between windows without anything being wrong; if not, only chance is allowed for. */
  readonly moves: boolean;
  historyOf(name: string, method: string): ColumnHistory;
}

/** A feature to assess in a stream of windows. */
export interface StreamedFeature extends FeatureToAssess {
  /** Whether a person gave the limit: then the distance has to be above it as well. */
  readonly hasOwnLimit: boolean;
}

/** The most shifts by which the models of movement are weighted, evenly chosen: more would hardly change the weights. */
const MAX_POOLED = 400;

/** The most usual movement of a shape that its shares may account for, in standard deviations. */
const MOST_OF_SHARES = 0.1;

interface Candidate {
  readonly measured: Measured;
  /** As measured from what is normal. */
  readonly shifts: readonly Shift[];
  /** As measured from the baseline. */
  readonly fromBaseline: readonly Shift[];
  readonly history: ColumnHistory;
  readonly hasOwnLimit: boolean;
}

/**
 * Assesses one family of columns of one window in the stream of windows. A column has drifted when one of its shifts matters
 * and is more than chance, usual movement between windows and the family's chance of a false alarm allow (Benjamini and
 * Hochberg over the columns), by itself or together with the windows before; or when it was flagged in the window before
 * and is not back.
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
  /** The p-value of what was assessed, adjusted over the columns. */
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
    ...(drifted && key !== null && { flaggedBy: key }),
    shift: shift && { ...shift, pValue: decisive, since: held ? (history.flagged?.since ?? null) : null },
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

/** The series of as many shifts as it takes, evenly chosen. */
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

/** Made once where the models are weighed by it. */
function seriesOf(shift: Shift, history: ColumnHistory, { cycle }: Stream, known?: Map<Shift, Series>): Series {
  return (
    known?.get(shift) ?? new Series(history.shifts.get(keyOf(shift)) ?? [], shift.baselineError, cycle, scaleOf(shift))
  );
}

interface Assessed {
  /** Before it is adjusted over the columns. */
  readonly pValue: number;
  /** Whether the shift that was flagged in the window before is not back. */
  readonly held: boolean;
  /** Of the shift by which the column is flagged, if it is. */
  readonly key: string | null;
  readonly shift: Omit<ColumnShift, 'since'> | null;
}

function assessColumn(
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
    const evidence = isShape ? series.assessStanding(observation, weights) : series.assess(observation, weights);
    const matters =
      !(hasOwnLimit && isWithinOwnLimit(measured, normal, evidence.effect)) &&
      Math.abs(evidence.effect) > shift.material;
    const pValue = matters ? Math.min(1, evidence.pValue / shift.part) : 1;
    return { shift, series, observation, evidence, pValue };
  });
  const { flagged } = history;
  const flaggedBefore = judged.find(({ shift }) => keyOf(shift) === flagged?.key);
  // With very many categories a window may not name the one whose share was flagged, and so cannot show that it is back.
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
    key: held ? flagged.key : most && keyOf(most.shift),
    shift: most === null ? null : describe(most, weights, { perColumn, pValue, normal, stream }),
  };
}

/**
 * Standard deviation of the usual movement of all shares together, in units of a shape. Distances between shapes are what goes
 * beyond chance, so they hide small movement that the shares show. Where the log-odds of categories move along scores, the
 * square of the shape's movement is the sum of the squares of all shares'; the followed shares stand for the rest.
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
    // Until then the limits of the first windows apply, which are wide already.
    if (!series.knowsCycle) return 0;
    variance += series.usualVariance(weights);
    covered += shift.shares![0];
  }
  return covered > 0 ? Math.min(MOST_OF_SHARES, Math.sqrt(variance / covered)) : 0;
}

/** Whether the column is within the limit that a person gave, and so has not drifted. */
function isWithinOwnLimit({ facts, materialLimit }: Measured, normal: NewNormal | null, effect: number): boolean {
  if (normal !== null) return (asDistance(effect, normal, facts.method) ?? Number.POSITIVE_INFINITY) <= facts.limit;
  return (
    facts.distance !== null &&
    !(facts.distance > facts.limit && (facts.distanceBeyondChance ?? Number.POSITIVE_INFINITY) > materialLimit)
  );
}

interface AssessedShift {
  readonly shift: Shift;
  readonly series: Series;
  readonly observation: Observation;
  readonly evidence: Evidence;
  readonly pValue: number;
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

/** The least probable shift; a shape comes after all others, because it says only that the distributions differ. */
function mostTelling(judged: readonly AssessedShift[], perColumn: number): AssessedShift | null {
  const telling = judged.filter(({ shift, pValue }) => shift.kind !== 'shape' && pValue <= perColumn);
  return smallest(telling.length > 0 ? telling : judged);
}

/** Shifts that do not matter all have the p-value 1; of those, the one that chance explains least. */
function smallest(judged: readonly AssessedShift[]): AssessedShift | null {
  const chance = ({ evidence, shift }: AssessedShift) => evidence.pValue / shift.part;
  return [...judged].sort((a, b) => a.pValue - b.pValue || chance(a) - chance(b)).at(0) ?? null;
}

function describe(
  { shift, series, observation, evidence }: AssessedShift,
  weights: Float64Array,
  {
    perColumn,
    pValue,
    normal,
    stream,
  }: Pick<ColumnHistory, 'normal'> & { readonly perColumn: number; readonly pValue: number; readonly stream: Stream },
): Omit<ColumnShift, 'since'> {
  const side = { error: observation.error, sign: evidence.effect, isUnsigned: shift.kind === 'shape' };
  const beyondUsual = series.limitOf(side, perColumn * shift.part, weights);
  const limit = Math.max(shift.material, beyondUsual);
  return {
    kind: shift.kind,
    ...(shift.category !== undefined && { category: shift.category }),
    effect: evidence.effect,
    ...(shift.shares && { shares: [...shift.shares] as [number, number] }),
    ...(shift.ratio !== undefined && { ratio: shift.ratio }),
    windows: evidence.windows,
    pValue,
    limit,
    limitSource: sourceOf(series, beyondUsual <= shift.material, stream),
    historyWindows: series.learned,
    usual: Math.sqrt(series.usualVariance(weights)),
    ...(normal?.levels.has(keyOf(shift)) && { normal: normal.since }),
  };
}

function sourceOf(series: Series, isMaterial: boolean, { moves, cycle, mostKnown }: Stream): LimitSource {
  if (isMaterial || !moves) return isMaterial ? 'material' : 'chance';
  if (series.season.cycle >= 0) return 'season';
  if (series.knowsCycle) return 'history';
  return mostKnown < cycle ? 'short_history' : 'first_windows';
}
