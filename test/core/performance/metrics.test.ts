import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluateBinary } from '../../../lambdas/core/performance/evaluate.ts';
import type { MetricDefinition } from '../../../lambdas/core/performance/metrics/definition.ts';
import { METRICS, metricNames } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';

const NAMES = Object.keys(METRICS) as MetricName[];
const STATISTICS_PAGE = readFileSync(new URL('../../../docs/statistics.md', import.meta.url), 'utf8');

describe('METRICS', () => {
  it.each([
    ['binary-classification', 'roc_auc', true],
    ['multiclass-classification', 'roc_auc', false],
    ['multiclass-classification', 'macro_f1', true],
    ['regression', 'macro_f1', false],
    ['regression', 'mae', true],
  ] as const)('%s has %s: %s', (problem, metric, expected) => {
    expect(metricNames(problem).includes(metric)).toBe(expected);
  });

  it.each([
    ['accuracy', 'higher'],
    ['precision', 'higher'],
    ['recall', 'higher'],
    ['specificity', 'higher'],
    ['f0_5', 'higher'],
    ['f1', 'higher'],
    ['f2', 'higher'],
    ['macro_precision', 'higher'],
    ['macro_recall', 'higher'],
    ['macro_f1', 'higher'],
    ['weighted_precision', 'higher'],
    ['weighted_recall', 'higher'],
    ['weighted_f1', 'higher'],
    ['roc_auc', 'higher'],
    ['average_precision', 'higher'],
    ['r2', 'higher'],
    ['log_loss', 'lower'],
    ['brier_score', 'lower'],
    ['calibration_error', 'lower'],
    ['mae', 'lower'],
    ['rmse', 'lower'],
    ['mse', 'lower'],
    ['mape', 'lower'],
    ['bias', 'zero'],
  ] as const)('knows which %s is better: %s', (metric, better) => {
    expect(METRICS[metric].better).toBe(better);
  });

  it.each(NAMES)('averages %s on the scale of its range and direction', (name) => {
    const { better, range, scale }: MetricDefinition = METRICS[name];
    const [min, max] = range;
    // A share lies between 0 and 1 and a loss has no upper limit that matters; only R² is a share that may be negative.
    const expected = { higher: min === 0 && max === 1 ? 'arcsine' : 'unexplained', lower: 'log', zero: 'identity' };

    // Its size without any change depends on the rows: no scale makes windows comparable.
    expect(scale).toBe(name === 'calibration_error' ? null : expected[better]);
  });

  it.each(NAMES)('explains %s in the words of docs/statistics.md, under a title of its own', (name) => {
    const definition: MetricDefinition = METRICS[name];
    const problems = (['binary', 'multiclass', 'regression'] as const).filter((key) => definition[key] !== undefined);
    const cells = [name, problems.join(', '), definition.description, definition.interval];
    const titles = NAMES.map((each) => METRICS[each].title);

    expect(STATISTICS_PAGE).toContain(`\n| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`);
    expect(definition.title).toMatch(/^[A-Z]/);
    expect(titles.indexOf(definition.title)).toBe(NAMES.indexOf(name));
  });

  it('knows which metrics need scores', () => {
    const codes = Uint8Array.of(0, 1);
    const { metrics } = evaluateBinary({ actual: codes, predicted: codes, score: null });

    for (const name of metricNames('binary-classification')) {
      const { needsScores }: MetricDefinition = METRICS[name];
      expect(metrics[name]!.value === null, name).toBe(needsScores === true);
    }
  });
});
