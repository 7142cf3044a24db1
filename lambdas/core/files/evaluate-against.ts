import { compareToReference, type ReferenceComparison } from '../comparison/against-reference.ts';
import { primaryMetricOf } from '../monitor/monitor.ts';
import { nameInForm } from '../performance/rows/unify-classes.ts';
import type { MetricName, Performance } from '../performance/types.ts';
import type { DataSource } from '../ports.ts';
import { hiddenAt } from '../text/redactor.ts';
import { DifferentClassesError } from './different-classes.ts';
import { type EvaluateOptions, type Evaluation, measureDataset, shownEvaluation } from './evaluate.ts';

/** The performance on a data set and on a reference. */
export interface EvaluationAgainst {
  readonly evaluation: Evaluation;
  readonly reference: Evaluation;
  /**
   * What differs.
   *
   * @param metric The one that decides. @default - as in a monitor; accuracy where one of the two lacks a class
   * @throws DifferentClassesError
   */
  compare(metric?: MetricName): ReferenceComparison;
}

/**
 * Measures the predictions in two data sets, to compare them as independent samples: two models on the same rows are compared
 * with too much caution.
 *
 * @throws ColumnNotFoundError
 */
export async function evaluateAgainst(
  source: DataSource,
  referenceSource: DataSource,
  options: EvaluateOptions,
): Promise<EvaluationAgainst> {
  const { problem, prediction } = options;
  const before = await measureDataset(referenceSource, options);
  const now = await measureDataset(source, options, before.performance.curves?.residuals?.rmse);
  const evaluation = shownEvaluation(now, options);
  const reference = withNamesOf(shownEvaluation(before, options), before.performance, {
    shown: evaluation,
    raw: now.performance,
  });
  const sides = [
    { uri: source.uri, performance: now.performance },
    { uri: referenceSource.uri, performance: before.performance },
  ];
  return {
    evaluation,
    reference,
    compare(given) {
      const areSame = haveSameClasses(sides[0], sides[1]);
      const metric = given ?? (areSame ? primaryMetricOf(problem, prediction) : 'accuracy');
      return compareToReference(metric, now.performance, before.performance, (name) =>
        !areSame && name.startsWith('macro_') ? 'one of the two files lacks a class' : undefined,
      );
    },
  };
}

interface Side {
  readonly uri: string;
  readonly performance: Performance;
}

/**
 * Whether both have the same classes. One of the two may lack some, as a small sample lacks rare ones.
 *
 * @throws DifferentClassesError where each has classes that the other lacks
 */
function haveSameClasses(now: Side, before: Side): boolean {
  const without = (side: Side, other: Side) => classesOf(side).filter((name) => !classesOf(other).includes(name));
  const sides = [
    { uri: now.uri, own: without(now, before) },
    { uri: before.uri, own: without(before, now) },
  ].filter(({ own }) => own.length > 0);
  if (sides.length === 2) throw new DifferentClassesError(sides);
  return sides.length === 0 || now.performance.problem === 'binary-classification';
}

/** In a binary problem 0 and false are one class, and the negative class has no name where no row has it. */
function classesOf({ performance: { problem, confusionMatrix } }: Side): readonly string[] {
  const classes = confusionMatrix?.classes ?? [];
  if (problem !== 'binary-classification') return classes;
  return classes.filter((name) => name !== `not ${classes[1]}`).map((name) => nameInForm(name, 'number'));
}

/** The reference with the names that the classes have on the other side: hidden ones are named by their position, which differs. */
function withNamesOf(
  reference: Evaluation,
  raw: Performance,
  other: { readonly shown: Evaluation; readonly raw: Performance },
): Evaluation {
  const { confusionMatrix, classes } = reference.performance;
  const names = new Map(
    other.raw.confusionMatrix?.classes.map((name, i) => [name, other.shown.performance.confusionMatrix!.classes[i]]),
  );
  if (confusionMatrix === null || classes === null || raw.confusionMatrix === null) return reference;
  let added = names.size;
  const named = raw.confusionMatrix.classes.map((name, i) => {
    const shown = confusionMatrix.classes[i];
    const isHidden = shown !== name && shown === hiddenAt(i);
    return names.get(name) ?? (isHidden ? hiddenAt(added++) : shown);
  });
  return {
    ...reference,
    performance: {
      ...reference.performance,
      confusionMatrix: { ...confusionMatrix, classes: named },
      classes: classes.map((one, i) => ({ ...one, name: named[i] })),
    },
  };
}
