import { describe, expect, it } from 'vitest';
import type { ProblemType } from '../../../../lambdas/core/capture/spec.ts';
import {
  evaluateBinary,
  evaluateMulticlass,
  evaluateRegression,
} from '../../../../lambdas/core/performance/evaluate.ts';
import { METRICS } from '../../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName, Performance } from '../../../../lambdas/core/performance/types.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import type { AnswerModel } from '../../../../simulate/world/model/answer-model.ts';
import { BINARY_VALUES, binaryValue } from '../../../../simulate/world/model/binary-value.ts';
import { answerModel } from '../../../../simulate/world/model/model-of-spec.ts';
import { MULTICLASS_VALUES, multiclassValue } from '../../../../simulate/world/model/multiclass-value.ts';
import { REGRESSION_VALUES } from '../../../../simulate/world/model/regression-model.ts';
import type { ModelSpec } from '../../../../simulate/world/model/spec.ts';
import { worsen } from '../../../../simulate/world/model/value-days.ts';

const ROWS = 100_000;

const spec = (problem: ProblemType, metric: MetricName, value: number, given: Partial<ModelSpec> = {}): ModelSpec => ({
  problem,
  metric,
  value,
  wobble: 0,
  autocorrelation: 0,
  positives: 0.5,
  errors: 'normal',
  labels: { spread: 0, weekly: false, missing: 0 },
  ...given,
});

/** The metric of many rows, by the evaluation that is tested against scikit-learn. */
function measure({ problem, metric }: ModelSpec, model: AnswerModel, wrongness: number, seed = 1) {
  const streams = { answers: new SeededRandom(seed), labels: new SeededRandom(seed + 100) };
  const { answers, actual } = model.draw(streams, ROWS, wrongness);
  const estimate = evaluate(
    problem,
    [...answers.values()].map(({ numbers }) => numbers!),
    actual,
  ).metrics[metric]!;
  return { value: estimate.value!, error: (estimate.upper! - estimate.lower!) / (2 * 1.96) };
}

function evaluate(
  problem: ProblemType,
  answers: Float64Array[],
  {
    numbers,
    codes,
    dictionary,
  }: { numbers: Float64Array | null; codes: Int32Array | null; dictionary: readonly string[] },
): Performance {
  const [first] = answers;
  if (problem === 'regression') return evaluateRegression({ actual: numbers!, predicted: first });
  if (problem === 'binary-classification') {
    const predicted = Uint8Array.from(first, (score) => Number(score >= 0.5));
    return evaluateBinary({ actual: Uint8Array.from(numbers!), predicted, score: first });
  }
  const predicted = Int32Array.from(first, (_, row) => {
    const scores = answers.map((column) => column[row]);
    return scores.indexOf(Math.max(...scores));
  });
  return evaluateMulticlass({ actual: codes!, predicted, classes: dictionary, scores: answers });
}

/** What losses and shares are set to; all other metrics are set to 0.8. */
const VALUES: Partial<Record<MetricName, number>> = {
  log_loss: 0.45,
  brier_score: 0.14,
  calibration_error: 0.03,
  mae: 4,
  rmse: 5,
  mse: 25,
  mape: 0.06,
  bias: 0.5,
};
const RARE: Partial<Record<MetricName, number>> = {
  ...{ accuracy: 0.993, specificity: 0.998, log_loss: 0.03, brier_score: 0.006, calibration_error: 0.002 },
};

const namesOf = (values: object) => Object.keys(values) as MetricName[];

const CASES = [
  ...namesOf(BINARY_VALUES).map((metric) => spec('binary-classification', metric, VALUES[metric] ?? 0.8)),
  ...namesOf(BINARY_VALUES).map((metric) =>
    spec('binary-classification', metric, RARE[metric] ?? 0.8, { positives: 0.01 }),
  ),
  ...[...namesOf(MULTICLASS_VALUES), 'log_loss' as const].map((metric) =>
    spec('multiclass-classification', metric, VALUES[metric] ?? 0.8),
  ),
  ...(['normal', 'heavy'] as const).flatMap((errors) =>
    namesOf(REGRESSION_VALUES).map((metric) => spec('regression', metric, VALUES[metric] ?? 0.8, { errors })),
  ),
];

describe.each(CASES.map((it) => [it.problem, it.positives, it.errors, it.metric, it] as const))(
  'a model of %s (%d positive, %s errors) with a %s that is set',
  (_problem, positives, _errors, metric, it_) => {
    const model = answerModel(it_);
    const wrongness = model.wrongnessAt(it_.value);

    it('has that value', () => {
      const found = measure(it_, model, wrongness);
      // The share of positives of a few rows wants more room than its own standard error.
      expect(Math.abs(found.value - it_.value)).toBeLessThan(4 * found.error + 2e-4 * Math.abs(it_.value));
    });

    it('becomes worse by so much, with the same answers', () => {
      const by = positives === 0.01 && RARE[metric] !== undefined ? 0.001 : 0.1 * it_.value;
      const worse = worsen(it_.value, by, METRICS[metric]);
      const found = measure(it_, model, model.wrongnessAt(worse), 2);
      expect(Math.abs(found.value - worse)).toBeLessThan(4 * found.error + 2e-4 * Math.abs(worse));
      const drawn = [wrongness, model.wrongnessAt(worse)].map((level) => {
        const streams = { answers: new SeededRandom(3), labels: new SeededRandom(4) };
        const { answers, actual } = model.draw(streams, 100, level);
        return { answers: [...answers.values()].map(({ numbers }) => [...numbers!]), actual };
      });
      expect(drawn[0].answers).toEqual(drawn[1].answers);
    });
  },
);

it('a model keeps its share of positives, however wrong it is', () => {
  const model = answerModel(spec('binary-classification', 'recall', 0.8, { positives: 0.03 }));
  const shares = [0, 1].map((wrongness) => {
    const streams = { answers: new SeededRandom(1), labels: new SeededRandom(2) };
    const { numbers } = model.draw(streams, ROWS, wrongness).actual;
    return numbers!.reduce((a, b) => a + b, 0) / ROWS;
  });
  // Four standard errors.
  for (const share of shares) expect(Math.abs(share - 0.03)).toBeLessThan(4 * Math.sqrt((0.03 * 0.97) / ROWS));
});

it.each([
  ['binary-classification', 'accuracy', 1.2],
  ['binary-classification', 'roc_auc', 0.2],
  ['binary-classification', 'log_loss', 40],
  ['multiclass-classification', 'macro_f1', 0.05],
] as const)('a model of %s cannot have a %s of %d', (problem, metric, value) => {
  expect(() => answerModel(spec(problem, metric, value))).toThrow(
    `${metric} cannot be ${value} in simulations; accepted: from `,
  );
});

it('a model cannot become worse than one that knows nothing, and better than possible is as good as possible', () => {
  const model = answerModel(spec('binary-classification', 'accuracy', 0.8));
  expect(() => model.wrongnessAt(0.4)).toThrow(
    'accuracy is 0.5000 for a model that knows nothing, and cannot become 0.4000',
  );
  expect(model.wrongnessAt(0.999)).toBe(0);
});

describe('the metrics of a population', () => {
  // By hand: of 40 % with the score 0.3 a quarter is positive, of 60 % with 0.8 two thirds.
  const population = {
    weights: Float64Array.of(0.4, 0.6),
    scores: Float64Array.of(0.3, 0.8),
    shares: Float64Array.of(0.25, 2 / 3),
  };
  it.each([
    ['accuracy', 0.7],
    ['precision', 2 / 3],
    ['recall', 0.8],
    ['specificity', 0.6],
    ['f1', 0.8 / 1.1],
    ['f2', 2 / (4 * 0.1 + 2 + 0.2)],
    // Pairs: 0.4 · 0.3 won, half of 0.4 · 0.2 and of 0.1 · 0.3, of 0.5 · 0.5.
    ['roc_auc', (0.12 + 0.04 + 0.015) / 0.25],
    ['brier_score', 0.1 * 0.49 + 0.3 * 0.09 + 0.4 * 0.04 + 0.2 * 0.64],
    ['calibration_error', 0.4 * 0.05 + 0.6 * (0.8 - 2 / 3)],
  ] as const)('%s', (metric, expected) => {
    expect(binaryValue(metric, population)).toBeCloseTo(expected, 12);
  });

  // By hand: two classes of 60 and 40 %, 50 and 20 % right.
  const confusion = [
    [0.5, 0.1],
    [0.2, 0.2],
  ];
  it.each([
    ['accuracy', 0.7],
    ['macro_recall', (5 / 6 + 0.5) / 2],
    ['macro_precision', (5 / 7 + 2 / 3) / 2],
    ['weighted_precision', 0.6 * (5 / 7) + 0.4 * (2 / 3)],
    ['weighted_f1', 0.6 * (1 / 1.3) + 0.4 * (0.4 / 0.7)],
  ] as const)('%s of several classes', (metric, expected) => {
    expect(multiclassValue(metric, confusion)).toBeCloseTo(expected, 12);
  });
});
