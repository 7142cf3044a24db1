import type { AlignedNumbers } from '../drift/aligned.ts';
import { countBelow } from '../statistics/count-below.ts';

/** new = factor × old + offset */
export interface Conversion {
  readonly factor: number;
  readonly offset?: number;
}

/** The largest relative difference between converted values that counts as rounding. */
const ROUNDING = 0.005;

/** The baseline's rows in each cell and all cells below. */
export function cumulate(rows: Float64Array): Float64Array {
  const sums = new Float64Array(rows.length);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    sum += rows[i];
    sums[i] = sum;
  }
  return sums;
}

/**
 * The largest difference between the distribution functions of the window and of the converted baseline. null: no
 * conversion. It never exceeds the exact difference, and is smaller by at most the share of a cell of the baseline.
 *
 * @param cumulated see {@link cumulate}
 * @param enough a difference beyond this one is returned as soon as it is found, though another one may be larger
 */
export function measureConverted(
  aligned: AlignedNumbers,
  cumulated: Float64Array,
  conversion: Conversion | null,
  enough = Number.POSITIVE_INFINITY,
): number {
  let below = 0;
  let largest = 0;
  for (let i = 0; i < aligned.upper.length && largest <= enough; i++) {
    below += aligned.window[i] / aligned.windowRows;
    const upper = aligned.upper[i];
    if (upper === Number.POSITIVE_INFINITY) continue;
    if (conversion === null) {
      largest = Math.max(largest, Math.abs(cumulated[i] / aligned.baselineRows - below));
      continue;
    }
    const origin = (upper - (conversion.offset ?? 0)) / conversion.factor;
    const slack = Math.abs(origin) * ROUNDING;
    const least = shareBelow(aligned, cumulated, origin - slack);
    const most = shareBelow(aligned, cumulated, origin + slack);
    largest = Math.max(largest, least - below, below - most);
  }
  return largest;
}

/** The share of the baseline at or below `value`, interpolated within a cell. */
function shareBelow({ upper, lower, baselineRows }: AlignedNumbers, cumulated: Float64Array, value: number): number {
  const cell = countBelow(upper, value, false);
  if (cell === upper.length) return 1;
  const before = cell === 0 ? 0 : cumulated[cell - 1];
  if (upper[cell] === value) return cumulated[cell] / baselineRows;
  const width = upper[cell] - lower[cell];
  const part = width > 0 && Number.isFinite(width) ? (value - lower[cell]) / width : 0;
  return (before + part * (cumulated[cell] - before)) / baselineRows;
}
