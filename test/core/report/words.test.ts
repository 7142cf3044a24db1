import { describe, expect, it } from 'vitest';
import { describePerformance } from '../../../lambdas/core/report/words.ts';
import type { Verdict } from '../../../lambdas/core/result/schema.ts';
import { accuracyResult } from './results.ts';

type Performance = Verdict['performance'];

const BASIS = { baseline: 0.9477, windows: 1, since: '2026-03-02', value: 0.912 };

function textOf(comparedWithBaseline: Performance['comparedWithBaseline'], comparison?: Performance['comparison']) {
  const { verdict } = accuracyResult();
  const estimate = { value: 0.912, lower: 0.9, upper: 0.923, rows: 4_800 };
  const performance = { metric: 'accuracy', ...estimate, comparedWithBaseline, ...(comparison && { comparison }) };
  return describePerformance({ ...verdict, performance }, 'accuracy');
}

describe('performance in words', () => {
  const value = 'accuracy 0.9120 (0.9000 to 0.9230)';

  it.each([
    ['one window', 'worse', BASIS, 'worse than the baseline of 0.9477'],
    [
      'several together',
      'worse',
      { ...BASIS, windows: 12, value: 0.9174 },
      'worse than the baseline of 0.9477: 0.9174 over the last 12 windows',
    ],
    [
      'usual movement',
      'same',
      { ...BASIS, reason: 'windows usually vary by this much' },
      'not clearly different from the baseline of 0.9477: windows usually vary by this much',
    ],
    [
      'what is not known',
      'unknown',
      { ...BASIS, reason: 'the window has no confidence interval' },
      'not yet clear whether it differs from the baseline of 0.9477: the window has no confidence interval',
    ],
    [
      'a baseline without a value',
      'unknown',
      { ...BASIS, baseline: null, reason: 'the baseline has no value: no row is positive' },
      'not yet clear whether it differs from the baseline: the baseline has no value: no row is positive',
    ],
    ['nothing more', 'better', undefined, 'better than the baseline'],
  ] as const)('%s', (_, outcome, comparison, words) => {
    expect(textOf(outcome, comparison)).toBe(`${value}, ${words}`);
  });

  it('the value alone, where nothing was compared', () => {
    expect(textOf('unknown')).toBe(value);
  });
});
