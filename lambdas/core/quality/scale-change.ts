import { alignProfiles } from '../drift/align-profiles.ts';
import type { AlignedNumbers } from '../drift/aligned.ts';
import type { ColumnProfile } from '../profile/types.ts';
import { type Conversion, cumulate, measureConverted } from './converted-distance.ts';
import type { ColumnRule } from './types.ts';
import { UNIT_CHANGES } from './unit-changes.ts';
import { chanceDistance, UnitFit } from './unit-fit.ts';

/** The smallest distance from the baseline (Kolmogorov–Smirnov) at which a change of unit is considered. */
const LEAST_DISTANCE = 0.1;
/** A unit's factor that lies within so many standard deviations of the usual movement of the mean shows no other unit. */
const USUAL_DEVIATIONS = 4;
/** With fewer occupied cells, too little is known of the shape of a distribution. */
const FEWEST_CELLS = 20;

/**
 * A window whose distribution is the baseline's in another unit: an upstream bug that would otherwise look like drift,
 * for which retraining is the wrong remedy. Growth is drift, so the data must fit the unit and rule out growth, see
 * {@link UnitFit}. The value is the factor.
 */
export const scaleChange: ColumnRule = {
  check: 'scale_change',
  comparesDistributions: true,
  measure(baseline, window, _limits, usualMovement = 0) {
    // Times and durations are read into one unit.
    if (baseline.type !== 'number' || window.type !== 'number' || baseline.form !== undefined) return null;
    const aligned = alignProfiles(baseline, window) as AlignedNumbers;
    if (aligned.baseline.reduce((cells, rows) => cells + (rows > 0 ? 1 : 0), 0) < FEWEST_CELLS) return null;
    const before = measureConverted(aligned, cumulate(aligned.baseline), null);
    if (before < LEAST_DISTANCE || before <= chanceDistance(aligned)) return null;
    const change = findChange(aligned, baseline, window);
    if (change === undefined || isUsual(change, baseline, usualMovement)) return null;
    const { baselineRows: n, windowRows: m } = aligned;
    return {
      value: change.factor,
      baseline: 1,
      limit: 1,
      rows: m,
      exceeded: true,
      // The bound of Dvoretzky, Kiefer, Wolfowitz and Massart, with the harmonic sample size for two samples.
      pValue: Math.min(1, 2 * Math.exp((-2 * before * before * n * m) / (n + m))),
      examples: [{ kind: 'words', text: change.name }],
    };
  },
};

/** Whether the mean may move as far as the change of unit from window to window. */
function isUsual({ factor, offset = 0 }: Conversion, { moments }: ColumnProfile, usualMovement: number): boolean {
  if (moments === null) return false;
  const { mean, m2, count } = moments;
  const moved = Math.abs((factor - 1) * mean + offset);
  return moved <= USUAL_DEVIATIONS * usualMovement * Math.sqrt(m2 / count);
}

/** The best of the changes that fit. */
function findChange(aligned: AlignedNumbers, baseline: ColumnProfile, window: ColumnProfile) {
  const fit = new UnitFit(aligned, baseline, window);
  return UNIT_CHANGES.map((change) => ({ ...change, rest: fit.restOf(change) }))
    .filter(({ rest }) => rest !== null)
    .sort((a, b) => a.rest! - b.rest!)
    .at(0);
}
