/** Formats numbers for people. Machine-readable output does not use these functions. */

/** Rows, files, windows: `16,512`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A count with its noun: `1 window`, `3 windows`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** An amount of data in megabytes or gigabytes (powers of ten), to two digits: `0.4 MB`, `120 MB`, `4.1 GB`. */
export function formatBytes(bytes: number): string {
  const [size, unit] = bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${Number(size.toPrecision(2))} ${unit}`;
}

/** Limits, examples and single numbers: `0.25`, `0.8123`, `12.35`, `1,234`. `-` for no number. */
export function formatValue(value: number | null | undefined): string {
  return format(value, value ?? 0, 0);
}

/** Digits beyond these are rounding errors of doubles. */
const READABLE_DIGITS = 12;

/**
 * Formats two numbers that are shown together, such as a value and its bound. Uses {@link formatValue}, with more
 * digits if the two texts would be equal although the numbers differ: `['26.08', '32.5']`, `['0.123456', '0.123457']`.
 * Numbers that agree in 12 digits get equal texts.
 */
export function formatPair(first: number, second: number): [string, string] {
  const texts: [string, string] = [formatValue(first), formatValue(second)];
  if (texts[0] !== texts[1] || first === second) return texts;
  for (let digits = 5; digits <= READABLE_DIGITS; digits++) {
    const [a, b] = [first, second].map((value) => String(Number(value.toPrecision(digits))));
    if (a !== b) return [a, b];
  }
  return texts;
}

/**
 * Metrics and distances. Values of the same size have the same number of decimals, so that they line up in a table:
 * `0.8100`, `12.30`, `1,234`. `-` for no number.
 */
export function formatMeasure(value: number | null | undefined): string {
  return format(value, value ?? 0, 4);
}

/** A metric with its 95 % confidence interval. */
export interface Estimate {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Why there is no interval, or no value. */
  readonly reason?: string | undefined;
}

/**
 * `0.8120 (0.7980 to 0.8260)`: all three with the decimals of the value. Without an interval, the reason if it is
 * known: `0.8120 (no interval: 12 positive rows; an interval needs 20)`.
 */
export function formatEstimate({ value, lower, upper, reason }: Estimate): string {
  if (value === null) return '-';
  if (lower !== null && upper !== null) return `${formatMeasure(value)} (${formatRange(lower, upper, value)})`;
  return reason === undefined ? formatMeasure(value) : `${formatMeasure(value)} (${withoutInterval(reason)})`;
}

/** The text in place of an interval. */
export function withoutInterval(reason: string): string {
  return `no interval: ${reason}`;
}

/** `95 % interval 0.7980 to 0.8260`, or why there is none, or no value; undefined where that is not known either. */
export function describeInterval({ value, lower, upper, reason }: Estimate): string | undefined {
  if (value !== null && lower !== null && upper !== null) return `95 % interval ${formatRange(lower, upper, value)}`;
  return reason === undefined || value === null ? reason : withoutInterval(reason);
}

/** `0.7980 to 0.8260`. @param like The number whose size decides the number of decimals. */
export function formatRange(lower: number, upper: number, like: number = lower): string {
  return `${format(lower, like, 4)} to ${format(upper, like, 4)}`;
}

function format(value: number | null | undefined, like: number, minimumDecimals: number): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '-';
  const size = Math.abs(value);
  if ((size !== 0 && size < 0.00005) || size >= 1e9) return value.toExponential(2);
  const decimals = decimalsFor(Math.abs(like));
  return withDecimals(Math.min(minimumDecimals, decimals), decimals).format(value);
}

const FORMATS = new Map<string, Intl.NumberFormat>();

/** Cached: creating a formatter takes far longer than using it, and a report has hundreds of numbers. */
function withDecimals(least: number, most: number): Intl.NumberFormat {
  const key = `${least} ${most}`;
  let format = FORMATS.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: least, maximumFractionDigits: most });
    FORMATS.set(key, format);
  }
  return format;
}

function decimalsFor(size: number): number {
  if (size < 10) return 4;
  if (size < 100) return 2;
  return size < 1000 ? 1 : 0;
}

/** p-values: `0.031`, `4e-12`, `< 1e-300`. */
export function formatProbability(p: number | null): string {
  if (p === null) return '-';
  if (p < 1e-300) return '< 1e-300';
  return p < 0.001 ? p.toExponential(0) : p.toFixed(3);
}

/** Shares: `12.3 %`. Only a share of exactly 1 is `100 %`, and only one of exactly 0 is `0 %`. */
export function formatShare(share: number | null): string {
  if (share === null) return '-';
  const percent = share * 100;
  if (percent > 0 && percent < 0.005) return 'under 0.01 %';
  if (percent < 100 && percent >= 99.95) return 'over 99.9 %';
  return `${withDecimals(0, percent !== 0 && Math.abs(percent) < 1 ? 2 : 1).format(percent)} %`;
}
