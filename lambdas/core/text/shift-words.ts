import { defang } from './defang.ts';
import { countOf, formatShare, formatValue } from './numbers.ts';
import { printable } from './printable.ts';
import { HIDDEN } from './redactor.ts';

/** One way in which a column differs from what is normal, as results store it. */
export interface ShiftFacts {
  readonly kind: 'location' | 'spread' | 'share' | 'unseen' | 'missing' | 'shape';
  readonly category?: string | undefined;
  readonly effect: number;
  readonly shares?: readonly [number, number] | undefined;
  readonly ratio?: number | undefined;
  readonly windows: number;
  readonly limit: number;
  readonly limitSource: 'material' | 'chance' | 'first_windows' | 'short_history' | 'history' | 'season';
  readonly historyWindows: number;
  readonly since: string | null;
  readonly normal?: string | undefined;
}

const MAX_CATEGORY = 60;

/** `0.31 standard deviations higher`, `"blue" is 14 % of the rows, 10 % in the baseline`. Printable. */
export function describeShift(shift: ShiftFacts): string {
  const { windows, normal } = shift;
  const text = normal === undefined ? fromBaseline(shift) : fromNormal(shift, `the new normal of ${normal}`);
  return windows === 1 ? text : `${text}, shown by ${windows} windows together`;
}

function fromBaseline({ kind, effect, shares, ratio, category }: ShiftFacts): string {
  const size = formatSize(Math.abs(effect));
  const [before, now] = (shares ?? [Number.NaN, Number.NaN]).map(formatShare);
  return {
    location: `${size} standard deviations ${effect < 0 ? 'lower' : 'higher'}`,
    spread: `spread ${formatSize(ratio ?? Number.NaN)} times the baseline's`,
    share: `${quotedCategory(category)} is ${now} of the rows, ${before} in the baseline`,
    unseen: `${now} of the rows have categories that are not in the baseline`,
    missing: `${now} of the values are missing, ${before} in the baseline`,
    shape: `another distribution, ${size} standard deviations away`,
  }[kind];
}

/** The shift from a new normal. Its shares and spread are not stored, so only the difference is known. */
function fromNormal({ kind, effect, shares, category }: ShiftFacts, normal: string): string {
  const less = effect < 0;
  const size = `${formatSize(Math.abs(effect))} standard deviations`;
  const now = formatShare(shares?.[1] ?? Number.NaN);
  const than = `${size} ${less ? 'less' : 'more'} than in ${normal}`;
  return {
    location: `${size} ${less ? 'lower' : 'higher'} than in ${normal}`,
    spread: `spread ${size} ${less ? 'smaller' : 'larger'} than in ${normal}`,
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
  return `limit ${formatSize(shift.limit)} standard deviations: ${describeLimitSource(shift)}`;
}

/** `usual movement of 27 windows`. */
export function describeLimitSource({ limitSource, historyWindows }: ShiftFacts): string {
  return SOURCES[limitSource](historyWindows);
}

/** Two significant digits: a sample does not determine a shift more precisely. */
export function formatSize(size: number): string {
  return formatValue(Number(size.toPrecision(2)));
}
