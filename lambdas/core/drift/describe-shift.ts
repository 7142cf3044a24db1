import { limitOf } from './movement/limit.ts';
import type { Evidence, Observation, Series } from './movement/series.ts';
import type { ColumnShift, LimitSource } from './result.ts';
import { keyOf, type Shift } from './shifts/shift.ts';
import type { ColumnHistory, Stream } from './stream.ts';

/** A shift with what the window shows of it. */
export interface AssessedShift {
  readonly shift: Shift;
  readonly series: Series;
  readonly observation: Observation;
  readonly evidence: Evidence;
  readonly pValue: number;
}

/** The most telling shift of a column, as results show it, with its limit. */
export function describeShift(
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
  const beyondUsual = limitOf(series, side, perColumn * shift.part, weights);
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
