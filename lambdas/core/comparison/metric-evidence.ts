import { chanceOfMean } from '../drift/movement/mean-chance.ts';
import { MOVEMENT_MODELS, meanOfWindows } from '../drift/movement/movement-models.ts';

/** The share of the chance that the assessed window spends by itself; the means of several windows share the rest. */
const ALONE = 0.4;

/** A difference is searched in the means of the last 1, 2, 4, … windows, each with its share of the chance. */
const SPANS = [1, 2, 4, 8, 28].map((windows, _, { length }) => ({
  windows,
  share: windows === 1 ? ALONE : (1 - ALONE) / (length - 1),
  variances: MOVEMENT_MODELS.map(({ autocorrelation }) => meanOfWindows(autocorrelation, windows).variance),
}));

/** The last windows whose mean is least probable where nothing has changed. */
export interface MetricEvidence {
  /** Corrected for the number of means. */
  readonly pValue: number;
  readonly effect: number;
  readonly windows: number;
}

interface MetricWindow {
  readonly effect: number;
  readonly error: number;
  /** Found above or below the baseline: it cannot be part of a mean. */
  readonly flagged: boolean;
}

/**
 * How improbable the mean of the last windows is where only usual movement makes it differ from the baseline.
 *
 * @param windows oldest first, the assessed one last
 * @param weightsBefore the weights of the movement models as they were known before that many last windows
 */
export function findMetricEvidence(
  windows: readonly MetricWindow[],
  baselineError: number,
  weightsBefore: (lastWindows: number) => Float64Array,
): MetricEvidence {
  const current = windows[windows.length - 1];
  let best: MetricEvidence = { pValue: 1, effect: current.effect, windows: 1 };
  for (const span of SPANS) {
    const last = windows.slice(-span.windows);
    if (last.length < span.windows || last.some(({ flagged }) => flagged)) break;
    const effect = last.reduce((sum, one) => sum + one.effect, 0) / last.length;
    // The assessed window has to show it as well: otherwise the difference is over.
    if (effect * current.effect <= 0 || Math.abs(current.effect) < Math.abs(effect) / 2) continue;
    const sampling = last.reduce((sum, { error }) => sum + error ** 2, 0) / last.length ** 2;
    const weights = weightsBefore(span.windows);
    const pValue = chanceOfMean(effect, sampling, span.variances, weights, { baselineError, scale: null }) / span.share;
    if (pValue < best.pValue) best = { pValue, effect, windows: span.windows };
  }
  return best;
}
