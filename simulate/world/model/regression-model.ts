import { Column } from '../../../lambdas/core/columns/column.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { rounded } from '../numbers.ts';
import type { AnswerModel } from './answer-model.ts';
import { formulaOf } from './formula-of.ts';
import { solve } from './solve.ts';
import type { ModelSpec } from './spec.ts';

/** The column with the model's answers: normal numbers. */
const VALUE = 'value';
const MEAN = 100;
const DEVIATION = 20;

/** Standard deviation of the errors where the metric is their mean. */
const BIASED_DEVIATION = 5;
const LARGEST_DEVIATION = 1000;

/**
 * Errors (predicted minus actual) are independent of the answers; for mape, relative errors are. The wrongness is their standard
 * deviation, or their mean for the bias.
 */
export function regressionModel({ metric, errors }: ModelSpec): AnswerModel {
  const actualOf = (given: number, error: number, wrongness: number) => {
    if (metric === 'bias') return given - wrongness - BIASED_DEVIATION * error;
    return metric === 'mape' ? given / (1 + wrongness * error) : given - wrongness * error;
  };
  const ofErrors = formulaOf(REGRESSION_VALUES, metric);
  const valueAt = (deviation: number) => ofErrors(deviation, errors);
  return {
    prediction: { value: VALUE },
    baseline: { value: VALUE },
    valueAt,
    wrongnessAt: (value) => {
      if (metric === 'bias') return value;
      const isBeyondBest = metric === 'r2' ? value > 1 : value < 0;
      const found = isBeyondBest ? 0 : solve(valueAt, value, 0, LARGEST_DEVIATION);
      if (found === null) throw new RangeError(`${metric} cannot be ${value} in simulations`);
      return found;
    },
    draw(streams, rows, wrongness) {
      const given = new Float64Array(rows);
      const actual = new Float64Array(rows);
      for (let row = 0; row < rows; row++) {
        given[row] = rounded(MEAN + DEVIATION * streams.answers.normal());
        actual[row] = rounded(actualOf(given[row], drawError(streams.labels, errors), wrongness));
      }
      return { answers: new Map([[VALUE, new Column(rows, given, null)]]), actual: new Column(rows, actual, null) };
    },
  };
}

/** With the mean 0 and the variance 1. */
function drawError(random: SeededRandom, errors: ModelSpec['errors']): number {
  if (errors === 'normal') return random.normal();
  const side = random.uniform() < 0.5 ? -1 : 1;
  return (side * -Math.log(random.uniform())) / Math.SQRT2;
}

type Errors = ModelSpec['errors'];

/** Mean of the absolute errors whose standard deviation is 1. */
const meanSize = (errors: Errors) => (errors === 'normal' ? Math.sqrt(2 / Math.PI) : Math.SQRT1_2);

/** The metrics that simulated regressions can have, by the deviation of the errors; the bias by their mean. */
export const REGRESSION_VALUES: Readonly<Partial<Record<MetricName, (deviation: number, errors: Errors) => number>>> = {
  bias: (mean) => mean,
  mae: (deviation, errors) => deviation * meanSize(errors),
  mape: (deviation, errors) => deviation * meanSize(errors),
  rmse: (deviation) => deviation,
  mse: (deviation) => deviation ** 2,
  r2: (deviation) => 1 - deviation ** 2 / (DEVIATION ** 2 + deviation ** 2),
};
