import { describe, expect, it } from 'vitest';
import { labelSignal, performanceSignal } from '../../../lambdas/core/decision/accuracy-signals.ts';
import type { PerformanceFacts } from '../../../lambdas/core/decision/performance-facts.ts';
import { factsOf, labelsOf, leftOutOf, measuredOf, reachedLimit, unreadableLabels } from './measured-windows.ts';

const NO_LABELS = '300 predictions have no label: no labels were found';
const unlabelled = (changes: Partial<PerformanceFacts['labels']> = {}) =>
  factsOf({ performance: null, labels: labelsOf({ labelled: 0, coverage: 0, ...changes }) });

describe('the signal of labels', () => {
  it('is clear with labels, and says nothing', () => {
    expect(labelSignal(factsOf())).toEqual({ kind: 'no-labels', status: 'clear', headline: '', details: [] });
  });

  it('is clear with a single label that came before the others', () => {
    const labels = labelsOf({ labelled: 1, settled: false });
    expect(labelSignal(factsOf({ performance: measuredOf(1), labels })).status).toBe('clear');
  });

  it('is an alert when no more labels are expected and none has come', () => {
    expect(labelSignal(unlabelled())).toEqual({
      kind: 'no-labels',
      status: 'breach',
      headline: NO_LABELS,
      details: [],
    });
  });

  it('is not known while labels are expected', () => {
    expect(labelSignal(unlabelled({ settled: false })).status).toBe('unknown');
  });

  it('does not wait for labels of predictions that have no ids', () => {
    const withoutId = { settled: false, withoutId: 300 };
    expect(labelSignal(unlabelled(withoutId))).toMatchObject({
      status: 'breach',
      headline:
        '300 predictions have no id, so no label can be joined: does capture.id name the column or key that has it?',
    });
    expect(labelSignal(unlabelled({ ...withoutId, withoutId: 299 })).status).toBe('unknown');
  });

  it('is not known of fewer predictions than a window needs', () => {
    expect(labelSignal(unlabelled({ predictions: 199 })).status).toBe('unknown');
    expect(labelSignal(unlabelled({ predictions: 200 })).status).toBe('breach');
  });

  it('is an alert at once where label records cannot be read, and says where', () => {
    expect(labelSignal(factsOf({ labels: unreadableLabels({ settled: false }) }))).toEqual({
      kind: 'no-labels',
      status: 'breach',
      headline: '40 of 100 label records (40 %) cannot be read: invalid-json, l.jsonl:1',
      details: ['l.jsonl:1: invalid-json: not JSON: {'],
    });
  });

  describe('where labels are read and cannot be used', () => {
    const leftOut = (rows: number, part: 'label' | 'answer' = 'label') =>
      factsOf({ performance: measuredOf(300 - rows, leftOutOf(rows, part, 'text')) });

    // One in a hundred of 300 is 3.
    it('is an alert beyond the share that may be left out', () => {
      expect(labelSignal(leftOut(4))).toMatchObject({
        status: 'breach',
        headline: 'performance is not known: 4 of 300 labels are texts',
      });
      expect(labelSignal(leftOut(3)).status).toBe('clear');
    });

    it('is no matter of answers that cannot be used', () => {
      expect(labelSignal(leftOut(40, 'answer')).status).toBe('clear');
    });

    it('waits for enough labels, but no longer than labels are expected', () => {
      const early = (labelled: number, settled: boolean) =>
        labelSignal({ ...leftOut(40), labels: labelsOf({ labelled, settled }) }).status;
      expect([early(199, false), early(200, false), early(199, true)]).toEqual(['clear', 'breach', 'breach']);
    });

    it('is an alert where no label can be measured', () => {
      const unmeasurable = 'the labels have three classes';
      expect(labelSignal(factsOf({ performance: null, unmeasurable }))).toMatchObject({
        status: 'breach',
        headline: `performance is not known: ${unmeasurable}`,
      });
    });
  });
});

describe('the signal of performance', () => {
  const baseline = { accuracy: { value: 0.86, lower: 0.85, upper: 0.87, rows: 1000 } };

  it('is the first limit that the window is beyond, then the others and the baseline', () => {
    const limits = [reachedLimit(), reachedLimit({ text: 'accuracy < 0.84', windows: 3 })];
    const comparison = { outcome: 'same' as const, baseline: 0.86, windows: 1, since: '2001-02-04', value: 0.83 };
    expect(performanceSignal(factsOf({ baseline, comparison }), limits)).toEqual({
      kind: 'performance',
      status: 'breach',
      headline: 'accuracy 0.8300 (0.7900 to 0.8700), limit: < 0.85',
      details: [
        'accuracy 0.8300 (0.7900 to 0.8700), limit: < 0.84 for 3 windows',
        'accuracy was 0.8600 (0.8500 to 0.8700) in the baseline',
      ],
    });
  });

  it('says what the errors have in common', () => {
    const bias = { value: 9, lower: 8, upper: 10, rows: 300 };
    const performance = { ...measuredOf(300), metrics: { bias, rmse: { ...bias, value: 10 } } };
    expect(performanceSignal(factsOf({ performance }), [reachedLimit()]).details).toEqual([
      'predictions are too high by 9 on average, which makes up 81 % of the mean squared error',
    ]);
  });

  it('has no value where a limit is passed by evidence that nothing else shows', () => {
    expect(performanceSignal(factsOf({ performance: null }), [reachedLimit()]).headline).toBe(
      'accuracy -, limit: < 0.85',
    );
  });

  it('says that this window alone is worse than the baseline', () => {
    const comparison = { outcome: 'worse' as const, baseline: 0.86, windows: 1, since: '2001-02-04', value: 0.83 };
    expect(performanceSignal(factsOf({ baseline, comparison }), [reachedLimit()]).details).toEqual([
      'accuracy was 0.8600 (0.8500 to 0.8700) in the baseline: now worse',
    ]);
  });

  it('has what the baseline had of each metric whose limit is met, and how the primary one compares', () => {
    const before = {
      roc_auc: { value: 0.95, lower: 0.94, upper: 0.96, rows: 1000 },
      f1: baseline.accuracy,
      ...baseline,
    };
    const comparison = { outcome: 'worse' as const, baseline: 0.95, windows: 1, since: '2001-02-04', value: 0.83 };
    const facts = { metric: 'roc_auc', baseline: before, comparison };
    const accuracy = 'accuracy was 0.8600 (0.8500 to 0.8700) in the baseline';
    expect(performanceSignal(factsOf(facts), [reachedLimit()]).details).toEqual([
      accuracy,
      'roc_auc was 0.9500 (0.9400 to 0.9600) in the baseline: now worse',
    ]);
    expect(performanceSignal(factsOf({ ...facts, comparison: null }), [reachedLimit()]).details).toEqual([accuracy]);
  });

  it.each([
    ['there is no baseline', { baseline: null }],
    ['the baseline has no value', { baseline: { accuracy: { value: null, lower: null, upper: null, rows: 1000 } } }],
  ])('leaves the baseline out where %s', (_name, changes) => {
    const comparison = { outcome: 'same' as const, baseline: 0.86, windows: 1, since: '2001-02-04', value: 0.83 };
    expect(performanceSignal(factsOf({ comparison, ...changes }), [reachedLimit()]).details).toEqual([]);
  });

  it.each([
    ['clear', 'within a limit', [reachedLimit({ met: false })]],
    ['clear', 'within one limit, another not known', [reachedLimit({ met: null }), reachedLimit({ met: false })]],
    ['unknown', 'where no limit is known', [reachedLimit({ met: null })]],
    ['unknown', 'without a limit that alerts', [reachedLimit({ purpose: 'retrain' })]],
  ] as const)('is %s %s', (status, _name, limits) => {
    expect(performanceSignal(factsOf(), limits)).toEqual({ kind: 'performance', status, headline: '', details: [] });
  });
});
