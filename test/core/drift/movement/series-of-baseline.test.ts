import { describe, expect, it } from 'vitest';
import { findEvidence } from '../../../../lambdas/core/drift/movement/evidence.ts';
import { type Observation, Series } from '../../../../lambdas/core/drift/movement/series.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';

const ERROR = 0.014;
const BASELINE_ERROR = ERROR / Math.sqrt(28);

function observation(effect: number, inBaseline: boolean): Observation {
  return { effect, error: ERROR, flagged: false, groups: [], inBaseline };
}

/** Windows of the baseline that move by `sd`, as they differ from their mean. */
function baselineWindows(random: SeededRandom, count: number, sd: number): Observation[] {
  const means = Array.from({ length: count }, () => sd * random.normal() + ERROR * random.normal());
  const mean = means.reduce((sum, value) => sum + value, 0) / count;
  return means.map((value) => observation(value - mean, true));
}

describe('the windows of a baseline', () => {
  it.each([0, 0.03, 0.07])('make a movement of %d known before any live window', (sd) => {
    const random = new SeededRandom(1);
    let sum = 0;
    for (let run = 0; run < 50; run++)
      sum += new Series(baselineWindows(random, 60, sd), BASELINE_ERROR).usualVariance();
    expect(Math.abs(Math.sqrt(sum / 50) - sd)).toBeLessThan(0.006);
  });

  it('do not show the level of live windows: a first live window is as surprising as a second equal one', () => {
    const series = new Series(baselineWindows(new SeededRandom(2), 28, 0), BASELINE_ERROR);
    // Two-sided normal tail of 3.3 standard errors, each window a part of the chance: far more than one in a million.
    const { pValue } = findEvidence(series, observation(3.3 * Math.hypot(ERROR, BASELINE_ERROR), false));
    expect(pValue).toBeGreaterThan(9.7e-4);
    expect(pValue).toBeLessThan(0.1);
  });

  it('are never taken together with live ones', () => {
    const raised = Array.from({ length: 28 }, (_, i) => observation(i < 14 ? -0.05 : 0.05, true));
    const series = new Series(raised, BASELINE_ERROR);
    expect(findEvidence(series, observation(0.05, false)).windows).toBe(1);
    const live = [...raised, observation(0.05, false), observation(0.05, false)];
    expect(findEvidence(new Series(live, BASELINE_ERROR), observation(0.05, false)).windows).toBeLessThanOrEqual(3);
  });

  it('may lie off the whole, without its outliers, and live windows as far', () => {
    const usual = Array.from({ length: 27 }, () => observation(-0.02, true));
    const odd = { ...observation(0.54, true), flagged: true };
    const live = Array.from({ length: 5 }, () => observation(0.3, false));

    for (const windows of [usual, [...usual, odd], [...usual, odd, ...live]]) {
      expect(new Series(windows, BASELINE_ERROR).baselineError).toBeCloseTo(Math.hypot(BASELINE_ERROR, 0.02), 12);
    }
    expect(new Series([], BASELINE_ERROR).baselineError).toBe(BASELINE_ERROR);
    expect(new Series(live, BASELINE_ERROR).baselineError).toBe(BASELINE_ERROR);
  });

  it('that are outliers are not learned from', () => {
    const quiet = baselineWindows(new SeededRandom(3), 28, 0);
    const odd = quiet.map((window, i) => (i === 9 ? { ...window, effect: 1, flagged: true } : window));
    expect(new Series(odd, BASELINE_ERROR).learned).toBe(27);
    expect(Math.sqrt(new Series(odd, BASELINE_ERROR).usualVariance())).toBeLessThan(0.015);
  });
});
