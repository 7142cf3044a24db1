import { describe, expect, it } from 'vitest';
import { performanceSignal } from '../../../lambdas/core/decision/accuracy-signals.ts';
import { concludeFromPerformance } from '../../../lambdas/core/decision/conclude-from-performance.ts';
import type { LimitStanding } from '../../../lambdas/core/decision/limits.ts';
import type { PerformanceFacts } from '../../../lambdas/core/decision/performance-facts.ts';
import { performanceOf } from '../../../lambdas/core/decision/performance-verdict.ts';

const ROWS = 300;

/** A window of 300 labelled rows that by itself is as good as the baseline: their intervals overlap. */
function factsOf(accuracy: number, before: number): PerformanceFacts {
  const estimate = { value: accuracy, lower: accuracy - 0.04, upper: accuracy + 0.04, rows: ROWS };
  return {
    metric: 'accuracy',
    performance: {
      problem: 'binary-classification',
      rows: ROWS,
      metrics: { accuracy: estimate },
      confusionMatrix: null,
      classes: null,
    },
    unmeasurable: null,
    unread: null,
    broken: null,
    misplaced: '',
    labels: { predictions: ROWS, labelled: ROWS, withoutId: 0, coverage: 1, settled: true, unreadable: false },
    minimumRows: 200,
    maxLeftOutShare: 0.01,
    comparison: { outcome: 'same', baseline: before, windows: 1, since: '2001-02-04', value: accuracy },
    baseline: { accuracy: { value: before, lower: before - 0.01, upper: before + 0.01 } },
  } as unknown as PerformanceFacts;
}

function standingOf(accuracy: number, open: boolean, strength = 0.4): LimitStanding {
  const bad = Math.round((1 - accuracy) * ROWS);
  return {
    text: 'accuracy < 0.85',
    purpose: 'alert',
    windows: 1,
    met: accuracy < 0.85,
    claim: {
      evidence: { test: 'counts', bad, rows: ROWS, allowed: 0.15 },
      rows: ROWS,
      threshold: 3652.5,
      minimumRows: 200,
    },
    streak: accuracy < 0.85 ? 4 : 0,
    reached: open,
    heldBack: false,
    window: '2001-02-04',
    firstWindow: '2001-02-01',
    standing: { open, openedBy: null, closedBy: null, since: '2001-02-01', strength },
  };
}

describe('a window of which a limit is proved to be passed', () => {
  it('is worse than a baseline that does not meet the limit, whatever its own rows leave open', () => {
    const facts = factsOf(0.83, 0.86);
    expect(performanceOf(facts, [standingOf(0.83, false)]).comparedWithBaseline).toBe('same');
    expect(performanceOf(facts, [standingOf(0.83, true)])).toMatchObject({
      comparedWithBaseline: 'worse',
      comparison: { baseline: 0.86, windows: 1, reason: 'the limit accuracy < 0.85 is breached' },
    });
  });

  it('keeps the windows that show it to be worse, where they do so without the limit', () => {
    const facts = factsOf(0.83, 0.86);
    const comparison = { ...facts.comparison!, outcome: 'worse' as const, windows: 14, value: 0.835 };
    const { outcome: _, ...basis } = comparison;
    expect(performanceOf({ ...facts, comparison }, [standingOf(0.83, true)])).toMatchObject({ comparison: basis });
    const { details } = performanceSignal({ ...facts, comparison }, [standingOf(0.83, true)]);
    expect(details[0]).toBe(
      'accuracy was 0.8600 (0.8500 to 0.8700) in the baseline: now worse, 0.8350 over the last 14 windows',
    );
  });

  it('is not called worse than a baseline that meets the limit itself, nor when it is within the limit again', () => {
    expect(performanceOf(factsOf(0.83, 0.84), [standingOf(0.83, true)]).comparedWithBaseline).toBe('same');
    expect(performanceOf(factsOf(0.87, 0.86), [standingOf(0.87, true)]).comparedWithBaseline).toBe('same');
  });

  it('never reads as the same in one message with the limit that it is beyond', () => {
    const { headline, details } = performanceSignal(factsOf(0.83, 0.86), [standingOf(0.83, true)]);
    expect([headline, ...details]).toEqual([
      'accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85',
      'accuracy was 0.8600 (0.8500 to 0.8700) in the baseline',
    ]);
  });
});

describe('what a verdict says of a limit', () => {
  const reasons = (accuracy: number, standing: LimitStanding) =>
    concludeFromPerformance(factsOf(accuracy, 0.86), [standing], null);

  it.each([
    [
      'below it and not proved',
      0.83,
      standingOf(0.83, false),
      {
        nextStep: 'continue',
        reasons: ['accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85, may still be chance'],
      },
    ],
    [
      'below it and proved',
      0.83,
      standingOf(0.83, true),
      {
        nextStep: 'alert',
        reasons: ['accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85; breached since window 2001-02-01'],
      },
    ],
    [
      'within it and not proved to be back',
      0.87,
      standingOf(0.87, true),
      {
        nextStep: 'alert',
        reasons: [
          'accuracy 0.8700 (0.8300 to 0.9100), not below the limit of 0.85; recovery is not proved yet, breached since window 2001-02-01',
        ],
      },
    ],
    [
      'proved, and waiting for three windows in a row',
      0.83,
      { ...standingOf(0.83, false, 1), windows: 3, streak: 1 },
      { nextStep: 'continue', reasons: ['accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85, window 1 of 3'] },
    ],
    [
      'waiting for three windows in a row and not proved',
      0.83,
      { ...standingOf(0.83, false), windows: 3, streak: 1 },
      {
        nextStep: 'continue',
        reasons: ['accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85, window 1 of 3, may still be chance'],
      },
    ],
    [
      'for three windows in a row and not proved',
      0.83,
      { ...standingOf(0.83, false), windows: 3, streak: 3 },
      {
        nextStep: 'continue',
        reasons: ['accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85, may still be chance'],
      },
    ],
    [
      'proved by too few rows',
      0.83,
      standingOf(0.83, false, 1),
      {
        nextStep: 'continue',
        reasons: ['accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85, not enough labelled rows yet'],
      },
    ],
    [
      'proved for more than a week, before a retraining',
      0.83,
      {
        ...standingOf(0.83, true),
        purpose: 'retrain',
        claim: { ...standingOf(0.83, true).claim!, awaitsWeek: true },
      } as LimitStanding,
      {
        nextStep: 'retrain',
        reasons: ['accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85; breached since window 2001-02-01'],
      },
    ],
    [
      'of a window that says nothing about it',
      0.83,
      {
        ...standingOf(0.83, false),
        claim: { ...standingOf(0.83, false).claim!, evidence: null },
      } as LimitStanding,
      {
        nextStep: 'continue',
        reasons: ['accuracy 0.8300 (0.7900 to 0.8700), so the window says nothing about the limit accuracy < 0.85'],
      },
    ],
    [
      'whose value and evidence are not known',
      0.83,
      { ...standingOf(0.83, false), met: null, claim: { ...standingOf(0.83, false).claim!, evidence: null } },
      { nextStep: 'continue', reasons: [] },
    ],
    [
      'whose value is not known, but its evidence is, while windows in a row are needed',
      0.83,
      { ...standingOf(0.83, false), met: null, windows: 3, streak: 0 },
      {
        nextStep: 'continue',
        reasons: ['accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85, may still be chance'],
      },
    ],
    ['within it', 0.87, standingOf(0.87, false), { nextStep: 'continue', reasons: [] }],
    [
      'proved, and waiting for more than a week before a retraining',
      0.83,
      {
        ...standingOf(0.83, true),
        purpose: 'retrain',
        reached: false,
        claim: { ...standingOf(0.83, true).claim!, awaitsWeek: true },
      } as LimitStanding,
      {
        nextStep: 'continue',
        reasons: [
          'accuracy 0.8300 (0.7900 to 0.8700), below the limit of 0.85; breached since window 2001-02-01, and a retraining starts only once that has lasted more than a week',
        ],
      },
    ],
  ])('%s', (_, accuracy, standing, verdict) => {
    expect(reasons(accuracy, standing)).toEqual(verdict);
  });
});
