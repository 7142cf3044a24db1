import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidValueError } from '../../../lambdas/core/monitor/invalid-value.ts';
import { type Comparison, isBreached, parseLimit } from '../../../lambdas/core/monitor/limit.ts';
import { METRICS } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';

function refusal(text: string): InvalidValueError {
  try {
    parseLimit(text);
  } catch (error) {
    if (error instanceof InvalidValueError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('parseLimit', () => {
  it.each([
    ['accuracy < 0.85', 'accuracy', '<', 0.85, 'accuracy < 0.85'],
    ['accuracy<=.850', 'accuracy', '<=', 0.85, 'accuracy <= 0.85'],
    ['  roc_auc   <  7e-1 ', 'roc_auc', '<', 0.7, 'roc_auc < 0.7'],
    ['mae > 12', 'mae', '>', 12, 'mae > 12'],
    ['log_loss >= +1.', 'log_loss', '>=', 1, 'log_loss >= 1'],
    ['r2 < -0.5', 'r2', '<', -0.5, 'r2 < -0.5'],
    ['bias > 5', 'bias', '>', 5, 'bias > 5'],
    ['bias < -5', 'bias', '<', -5, 'bias < -5'],
    ['bias <= -0', 'bias', '<=', 0, 'bias <= 0'],
    ['accuracy < 1', 'accuracy', '<', 1, 'accuracy < 1'],
    ['accuracy <= 0', 'accuracy', '<=', 0, 'accuracy <= 0'],
    ['mae > 0', 'mae', '>', 0, 'mae > 0'],
  ])('reads %s', (given, metric, operator, value, text) => {
    expect(parseLimit(given, 2)).toEqual({ metric, operator, value, windows: 2, text });
  });

  it.each([
    ['', 'is not a limit', null],
    ['accuracy', 'is not a limit', null],
    ['accuracy = 0.85', 'is not a limit', null],
    ['accuracy == 0.85', 'is not a limit', null],
    ['accuracy < < 0.85', 'is not a limit', null],
    ['0.5 < accuracy < 0.85', 'is not a limit', null],
    ['accuracy < high', 'does not end in a number', null],
    ['accuracy < 0x1', 'does not end in a number', null],
    ['accuracy < 85%', 'does not end in a number', 'accuracy < 0.85'],
    ['accuracy < 1e400', 'has a number outside the range of accuracy', null],
    ['acuracy < 0.85', 'names an unknown metric', 'accuracy'],
    ['auc < 0.7', 'names an unknown metric', 'roc_auc'],
    ['ROC-AUC < 0.7', 'names an unknown metric', 'roc_auc'],
    ['f0.5 < 0.7', 'names an unknown metric', 'f0_5'],
    ['__proto__ < 0.7', 'names an unknown metric', null],
    ['constructor < 0.7', 'names an unknown metric', null],
    ['latency < 0.7', 'names an unknown metric', null],
    ['accuracy < 1.5', 'has a number outside the range of accuracy', null],
    ['accuracy < -0.1', 'has a number outside the range of accuracy', null],
    ['r2 < 1.1', 'has a number outside the range of r2', null],
    ['mae > -1', 'has a number outside the range of mae', null],
    ['accuracy <= 1', 'is breached by every value of accuracy', null],
    ['accuracy < 0', 'can never be breached by a value of accuracy', null],
    ['mae >= 0', 'is breached by every value of mae', null],
    ['accuracy > 0.85', 'would be breached by good values: for accuracy, higher is better', 'accuracy < 0.85'],
    ['mae <= 3', 'would be breached by good values: for mae, lower is better', 'mae >= 3'],
  ])('refuses %s', (given, message, suggestion) => {
    const { message: found, suggestion: near } = refusal(given);
    expect([found, near]).toEqual([message, suggestion]);
  });

  it('gives one text to one limit, and reads its own text', () => {
    const metric = fc.constantFrom(...(Object.keys(METRICS) as MetricName[]));
    const operator = fc.constantFrom<Comparison>('<', '<=', '>', '>=');
    const value = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(metric, operator, value, (name, comparison, number) => {
        const { better, range } = METRICS[name];
        const text = `${name}${comparison}${number}`;
        const isPossible = Number.isFinite(number) && number >= range[0] && number <= range[1];
        const isBad = better === 'zero' || comparison.startsWith('<') === (better === 'higher');
        let limit: ReturnType<typeof parseLimit>;
        try {
          limit = parseLimit(text);
        } catch (error) {
          // What is refused is impossible, good, or the same for all values of a bounded side.
          expect(error).toBeInstanceOf(InvalidValueError);
          expect(isPossible && isBad && number !== range[0] && number !== range[1]).toBe(false);
          return;
        }
        expect(isPossible && isBad).toBe(true);
        expect(parseLimit(limit.text)).toEqual(limit);
        expect(limit.value).toBe(number + 0);
      }),
    );
  });
});

describe('isBreached', () => {
  it.each<[Comparison, number, boolean, boolean, boolean]>([
    ['<', 0.85, true, false, false],
    ['<=', 0.85, true, true, false],
    ['>', 0.85, false, false, true],
    ['>=', 0.85, false, true, true],
  ])('%s compares numbers exactly, without rounding', (operator, value, below, at, above) => {
    const limit = { operator, value };
    expect([0.8499999999999999, 0.85, 0.8500000000000001].map((x) => isBreached(limit, x))).toEqual([below, at, above]);
    expect(isBreached(limit, Number.NaN)).toBe(false);
  });

  it('accuracies from 0.95 to 0.8 meet < 0.85 once and <= 0.85 twice', () => {
    const accuracies = [0.95, 0.93, 0.88, 0.85, 0.8];
    const met = (text: string) => accuracies.map((accuracy) => isBreached(parseLimit(text), accuracy));
    expect(met('accuracy < 0.85')).toEqual([false, false, false, false, true]);
    expect(met('accuracy <= 0.85')).toEqual([false, false, false, true, true]);
  });
});
