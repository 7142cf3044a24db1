import { describe, expect, it } from 'vitest';
import type { BaselineComparison } from '../../../lambdas/core/comparison/compare-windows.ts';
import { type PerformanceFacts, representativenessOf } from '../../../lambdas/core/decision/performance-facts.ts';
import { performanceOf } from '../../../lambdas/core/decision/performance-verdict.ts';
import { factsOf, leftOutOf, measuredOf, reachedLimit } from './measured-windows.ts';

const BASELINE = { value: 0.86, lower: 0.85, upper: 0.87, rows: 1000 };
const basis = { baseline: 0.86, windows: 1, since: '2001-02-04', value: 0.83 };
const compared = (outcome: BaselineComparison['outcome']): BaselineComparison => ({ outcome, ...basis });
const verdict = (changes: Partial<PerformanceFacts>, standings = [reachedLimit({ reached: false })]) =>
  performanceOf(factsOf({ baseline: { accuracy: BASELINE }, comparison: compared('same'), ...changes }), standings);

describe('the verdict on performance', () => {
  it('is the metric with its interval, and how it compares with the baseline', () => {
    expect(verdict({})).toEqual({
      metric: 'accuracy',
      value: 0.83,
      lower: 0.79,
      upper: 0.87,
      rows: 300,
      comparedWithBaseline: 'same',
      comparison: basis,
    });
  });

  it('is only the metric where nothing was compared', () => {
    expect(verdict({ comparison: null, baseline: null })).toEqual({
      metric: 'accuracy',
      value: 0.83,
      lower: 0.79,
      upper: 0.87,
      rows: 300,
      comparedWithBaseline: 'unknown',
    });
  });

  it('is empty where nothing was measured', () => {
    const nothing = { metric: 'accuracy', value: null, lower: null, upper: null, rows: 0 };
    expect(verdict({ performance: null })).toEqual({ ...nothing, comparedWithBaseline: 'unknown' });
    expect(verdict({ performance: null, unmeasurable: 'the labels are texts' })).toEqual({
      ...nothing,
      comparedWithBaseline: 'unknown',
      leftOut: 'the labels are texts',
    });
  });

  it('says why there is no interval', () => {
    const metrics = { accuracy: { value: 0.83, lower: null, upper: null, rows: 300, reason: '12 rows' } };
    expect(verdict({ performance: { ...measuredOf(300), metrics } }).reason).toBe('12 rows');
    expect('reason' in verdict({})).toBe(false);
  });

  it('has a value and no judgement below the least number of rows', () => {
    const found = verdict({ performance: measuredOf(199) });
    expect(found).toMatchObject({ value: 0.83, rows: 199, comparedWithBaseline: 'unknown' });
    expect(found.comparison).toBeUndefined();
    expect(verdict({ performance: measuredOf(200) }).comparison).toEqual(basis);
  });
});

describe('what the measured rows represent', () => {
  const standing = (changes: Partial<PerformanceFacts>) => representativenessOf(factsOf(changes));
  const leftOut = (unreadable: number) => {
    const reasons = [...leftOutOf(40, 'answer').reasons, ...leftOutOf(unreadable, 'label', 'text').reasons];
    return { performance: measuredOf(260 - unreadable, { rows: 40 + unreadable, labelled: 300, reasons }) };
  };

  it('is nothing else where rows cannot be measured at all', () => {
    expect(standing({ unmeasurable: 'the labels are texts' })).toBe('unknown');
  });

  // One in a hundred of 300 is 3.
  it('is all rows with an answer, up to the share of unreadable ones that may be left out', () => {
    expect([standing(leftOut(3)), standing(leftOut(4))]).toEqual(['answered', 'unknown']);
  });

  it('is all rows with an answer where records or answers are broken', () => {
    expect([standing({}), standing({ unread: 'x' }), standing({ broken: 'x' })]).toEqual([
      'whole',
      'answered',
      'answered',
    ]);
  });
});

describe('rows that are left out', () => {
  const unanswered = { performance: measuredOf(260, leftOutOf(40, 'answer')) };

  it('make a model look better, so that only a worse one counts', () => {
    for (const outcome of ['better', 'same'] as const)
      expect(verdict({ ...unanswered, comparison: compared(outcome) })).toMatchObject({
        value: 0.83,
        comparedWithBaseline: 'unknown',
        leftOut: '40 of 300 answers are missing',
      });
    expect(verdict({ ...unanswered, comparison: compared('worse') }).comparedWithBaseline).toBe('worse');
    expect(verdict({ ...unanswered, comparison: null }).comparedWithBaseline).toBe('unknown');
  });

  it('take the value away where the others may differ from them', () => {
    const performance = measuredOf(260, leftOutOf(40, 'label', 'text'));
    expect(verdict({ performance, comparison: compared('worse') })).toMatchObject({
      value: null,
      rows: 0,
      comparedWithBaseline: 'unknown',
      leftOut: '40 of 300 labels are texts',
    });
  });

  it('are in the reasons, with unread records and with answers that stand elsewhere', () => {
    expect(verdict({ ...unanswered, unread: 'unread', misplaced: 'misplaced' }).leftOut).toBe(
      'unread; 40 of 300 answers are missing; misplaced',
    );
  });
});

describe('a limit that is compared as it is, and reached', () => {
  it('makes the model worse than a baseline within the limit', () => {
    expect(verdict({}, [reachedLimit()])).toMatchObject({
      comparedWithBaseline: 'worse',
      comparison: { ...basis, reason: 'the limit accuracy < 0.85 is breached' },
    });
  });

  it('adds nothing to a comparison that shows it already', () => {
    const found = verdict({ comparison: compared('worse') }, [reachedLimit()]);
    expect([found.comparedWithBaseline, found.comparison]).toEqual(['worse', basis]);
  });

  it.each([
    ['of another metric', {}, reachedLimit({ text: 'f1 < 0.8' })],
    ['that this window is within', {}, reachedLimit({ met: false })],
    ['that this window says nothing about', {}, reachedLimit({ met: null })],
    ['that the baseline is beyond too', { baseline: { accuracy: { ...BASELINE, value: 0.84 } } }, reachedLimit()],
    ['without a baseline', { baseline: null }, reachedLimit()],
    ['with a baseline that has no value', { baseline: { accuracy: { ...BASELINE, value: null } } }, reachedLimit()],
  ])('does not: %s', (_name, changes, limit) => {
    const found = verdict(changes, [limit]);
    expect([found.comparedWithBaseline, found.comparison]).toEqual(['same', basis]);
  });
});
