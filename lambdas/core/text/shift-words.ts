import { defang } from './defang.ts';
import { countOf, formatMeasure, formatShare, formatValue } from './numbers.ts';
import { printable } from './printable.ts';
import { HIDDEN } from './redactor.ts';

/** Of the values of a column, by side. */
export interface PlainMoments {
  readonly means: readonly [baseline: number, window: number];
  readonly deviations: readonly [baseline: number, window: number];
}

/** One way in which a column differs from what is normal, as results store it. */
export interface ShiftFacts {
  readonly kind: 'location' | 'spread' | 'share' | 'unseen' | 'missing' | 'shape';
  readonly category?: string | undefined;
  readonly effect: number;
  readonly shares?: readonly [number, number] | undefined;
  readonly ratio?: number | undefined;
  /** Mean and standard deviation of the values, not of their normal scores, in the baseline and in the window. */
  readonly plain?: PlainMoments | undefined;
  readonly windows: number;
  readonly limit: number;
  readonly limitSource: 'material' | 'chance' | 'first_windows' | 'short_history' | 'history' | 'season';
  readonly historyWindows: number;
  readonly since: string | null;
  readonly normal?: string | undefined;
}

const MAX_CATEGORY = 60;

/** `mean 34.7, 28.61 in the baseline: 0.51 standard deviations higher`, `"blue" is 14 % of the rows, 10 % in the baseline`. Printable. */
export function describeShift(shift: ShiftFacts): string {
  const { windows, normal } = shift;
  const text = normal === undefined ? fromBaseline(shift) : fromNormal(shift, `the new normal of ${normal}`);
  return windows === 1 ? text : `${text}, shown by ${windows} windows together`;
}

/** The same, short enough for a title: `mean 34.7, 28.61 in the baseline`. */
export function headShift(shift: ShiftFacts): string {
  const plain = plainOf(shift);
  if (plain === null) return describeShift(shift).replace(IN_SCORES, '');
  return fromMoments(shift.kind, plain).replace(/[:;].*/, '');
}

/** Follows sizes that are not those of the values. */
export const IN_SCORES = ' in normal scores';

function fromBaseline(shift: ShiftFacts): string {
  const { kind, effect, shares, ratio, category } = shift;
  const plain = plainOf(shift);
  if (plain !== null) return fromMoments(kind, plain);
  const size = deviations(effect);
  const [before, now] = (shares ?? [Number.NaN, Number.NaN]).map(formatShare);
  return {
    location: `${size} ${effect < 0 ? 'lower' : 'higher'}${IN_SCORES}`,
    spread: `spread of normal scores ${formatSize(ratio ?? Number.NaN)} times the baseline's`,
    share: `${quotedCategory(category)} is ${now} of the rows, ${before} in the baseline`,
    unseen: `${now} of the rows have categories that are not in the baseline`,
    missing: `${now} of the values are missing, ${before} in the baseline`,
    shape: `another distribution, ${size} away`,
  }[kind];
}

/** The moments that words are about: those of a shift from the baseline. */
function plainOf({ kind, plain, normal }: ShiftFacts): PlainMoments | null {
  return plain !== undefined && normal === undefined && (kind === 'location' || kind === 'spread') ? plain : null;
}

/**
 * Spreads are judged about the mean of normal scores. A bounded column whose mean moves spreads differently in normal scores though
 * its values spread as before: what moved more comes first.
 */
function fromMoments(kind: ShiftFacts['kind'], { means, deviations: spreads }: PlainMoments): string {
  const [before, now] = means;
  const moved = (now - before) / spreads[0];
  const mean = `mean ${formatMeasure(now)}, ${formatMeasure(before)} in the baseline: ${deviations(moved)} ${moved < 0 ? 'lower' : 'higher'}`;
  if (kind === 'location') return mean;
  const spread = `standard deviation ${formatMeasure(spreads[1])}, ${formatMeasure(spreads[0])} in the baseline`;
  return Math.abs(moved) > Math.abs(spreads[1] / spreads[0] - 1) ? `${mean}; ${spread}` : spread;
}

/** `0.31 standard deviations`, without the sign. */
export function deviations(effect: number): string {
  const size = formatSize(Math.abs(effect));
  return `${size} standard ${size === '1' ? 'deviation' : 'deviations'}`;
}

/** The shift from a new normal. Its shares and spread are not stored, so only the difference is known. */
function fromNormal({ kind, effect, shares, category }: ShiftFacts, normal: string): string {
  const less = effect < 0;
  const size = deviations(effect);
  const now = formatShare(shares?.[1] ?? Number.NaN);
  const than = `${size} ${less ? 'less' : 'more'} than in ${normal}`;
  return {
    location: `${size} ${less ? 'lower' : 'higher'}${IN_SCORES} than in ${normal}`,
    spread: `spread of normal scores ${size} ${less ? 'smaller' : 'larger'} than in ${normal}`,
    share: `${quotedCategory(category)} is ${now} of the rows, ${than}`,
    unseen: `${now} of the rows have categories that are not in the baseline, ${than}`,
    missing: `${now} of the values are missing, ${than}`,
    shape: `another distribution, ${size} ${less ? 'nearer to' : 'farther from'} the baseline than ${normal}`,
  }[kind];
}

/** A category in quotes, printable and cut. */
export function quotedCategory(category: string | undefined): string {
  if (category === HIDDEN) return 'a hidden category';
  return defang(JSON.stringify(printable(category ?? '', MAX_CATEGORY)));
}

const SOURCES: Readonly<Record<ShiftFacts['limitSource'], (windows: number) => string>> = {
  material: () => 'smaller shifts do not matter',
  chance: () => 'the most that chance explains',
  first_windows: (windows) =>
    windows === 0
      ? 'usual movement is not known yet'
      : `usual movement is still being learned from ${countOf(windows, 'window')}`,
  short_history: (windows) => `learned from ${countOf(windows, 'window')}, less than one whole cycle`,
  history: (windows) => `learned from ${countOf(windows, 'window')}`,
  season: (windows) =>
    `learned from ${countOf(windows, 'window')}, allowing for the weekday, the hour or the end of the month`,
};

/** The limit and its source: `limit 0.16 standard deviations: usual movement of 27 windows`. */
export function describeShiftLimit(shift: ShiftFacts): string {
  return `limit ${deviations(shift.limit)}: ${describeLimitSource(shift)}`;
}

/**
 * What was judged, beside words about it: the limit; and where the words are about plain values, the size on the scale that is
 * judged, `normal scores: 0.69, limit 0.16`.
 *
 * @param withSource Whether to name the source of the limit, and the unit that the words do not name.
 */
export function describeJudged(shift: ShiftFacts, withSource: boolean): string {
  const { kind, effect, ratio, limit } = shift;
  if (plainOf(shift) === null) return withSource ? describeShiftLimit(shift) : `limit ${formatSize(limit)}`;
  const spread = kind === 'spread' ? `spread ${formatSize(ratio ?? Number.NaN)} times the baseline's, shift ` : '';
  const source = withSource ? `: ${describeLimitSource(shift)}` : '';
  return `normal scores: ${spread}${formatSize(Math.abs(effect))}, limit ${formatSize(limit)}${source}`;
}

/** `usual movement of 27 windows`. */
export function describeLimitSource({ limitSource, historyWindows }: ShiftFacts): string {
  return SOURCES[limitSource](historyWindows);
}

/** Two significant digits: a sample does not determine a shift more precisely. */
export function formatSize(size: number): string {
  return formatValue(Number(size.toPrecision(2)));
}
