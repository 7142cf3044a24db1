import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { checkWindow, drawRows, type ManyValued, profileBaseline, profileWindow } from './many-valued.ts';

export interface QuietRun {
  readonly population: ManyValued;
  readonly baselineRows: number;
  readonly rows: number;
  readonly seed: number;
}

export interface Alarms {
  /** Windows with any alarm, of drift or of broken data. */
  readonly alarms: number;
  readonly windows: number;
  /** p-values of single features at or below 0.05. */
  readonly low: number;
  readonly tested: number;
  /** Means over the features. */
  readonly distance: number;
  readonly beyondChance: number;
}

const FEATURES = 5;
const WINDOWS_A_BASELINE = 5;

/** Quiet windows against baselines of the same population. */
export async function countQuietAlarms(
  { population, baselineRows, rows, seed }: QuietRun,
  windows: number,
  alpha: number,
): Promise<Alarms> {
  const random = new SeededRandom(seed);
  const sums = { alarms: 0, low: 0, tested: 0, distance: 0, beyondChance: 0 };
  for (let window = 0; window < windows; window += WINDOWS_A_BASELINE) {
    const baseline = await profileBaseline(drawRows(population, baselineRows, FEATURES, random));
    for (let i = 0; i < WINDOWS_A_BASELINE; i++) {
      const profile = profileWindow(drawRows(population, rows, FEATURES, random), baseline);
      const { drift, broken } = checkWindow(baseline, profile, alpha);
      if (drift.drifted > 0 || broken.length > 0) sums.alarms++;
      for (const { name } of drift.features) {
        const column = baseline.columns.filter((one) => one.name === name);
        const [feature] = checkWindow({ ...baseline, columns: column }, profile, alpha).drift.features;
        sums.tested++;
        sums.low += feature.smallSampleAdjustedPValue! <= 0.05 ? 1 : 0;
        sums.distance += feature.distance!;
        sums.beyondChance += feature.distanceBeyondChance!;
      }
    }
  }
  const { tested } = sums;
  return { ...sums, windows, distance: sums.distance / tested, beyondChance: sums.beyondChance / tested };
}
