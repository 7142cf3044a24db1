import type { LabelTally } from '../baseline/label-tally.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { unifyClasses } from '../performance/rows/unify-classes.ts';
import { formatShare } from '../text/numbers.ts';
import type { Redactor } from '../text/redactor.ts';
import type { Found } from './found.ts';

/** The classes of a classifier's data; null: there are none that could be read. */
export interface SeenClasses {
  readonly training: LabelTally | null;
  readonly labels: LabelTally | null;
  /** What the model predicted. */
  readonly answers: LabelTally;
}

/** Rows above which a model that always predicts one class is worth a look. */
const MANY_ROWS = 100;

/** Reports labels, training data and answers that are written in other classes, which no check can hold against each other. */
export function sayClasses({ problem }: Monitor, seen: SeenClasses, found: Found, redactor: Redactor): void {
  if (problem === 'regression') return;
  const isBinary = problem === 'binary-classification';
  const { training, labels, answers } = seen;
  if (labels !== null && training !== null && shareKnown(training, labels, isBinary) === 0) {
    found.problems.push(
      `labels: no class in common with the training data: the label files have ${labels.describe(redactor)}, baseline.label ${training.describe(redactor)}: ` +
        'write both alike, as no key translates classes',
    );
  }
  const truth = labels !== null && labels.labelled > 0 ? labels : training;
  if (answers.labelled === 0 || truth === null || truth.labelled === 0) return;
  const known = shareKnown(answers, truth, isBinary);
  const both = `the answers are of the classes ${answers.describe(redactor)}, the ${truth === labels ? 'labels' : 'labels of the training data'} of ${truth.describe(redactor)}`;
  if (known === 0) {
    found.problems.push(
      `capture.prediction.label: no answer is a class of the labels: ${both}: name the predicted class, or leave the key out if there is only a score`,
    );
  } else if (known < 1) {
    found.warnings.push(
      `capture.prediction.label: ${formatShare(1 - known)} of the answers are no class of the labels that were read: ${both}`,
    );
  } else if (answers.classes.length === 1 && answers.labelled >= MANY_ROWS && truth.classes.length > 1) {
    found.warnings.push(`capture.prediction.label: every answer is of the class ${answers.describe(redactor)}`);
  }
}

/** The share of labelled rows whose class the other has too, in any spelling that labels are joined in. */
function shareKnown(tally: LabelTally, other: LabelTally, isBinary: boolean): number {
  if (tally.labelled === 0 || other.labelled === 0) return 1;
  const { nameOf } = unifyClasses(
    [...other.classes, ...tally.classes].map(([name]) => name),
    isBinary,
  );
  const known = new Set(other.classes.map(([name]) => nameOf(name)));
  const rows = tally.classes.reduce((sum, [name, count]) => sum + (known.has(nameOf(name)) ? count : 0), 0);
  return rows / tally.labelled;
}
