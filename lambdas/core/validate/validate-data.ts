import { LabelTally } from '../baseline/label-tally.ts';
import type { RunContext } from '../context.ts';
import { PredictionKeys } from '../labels/prediction-keys.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { messageOf } from '../privacy/protect.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import type { Redactor } from '../text/redactor.ts';
import { sayClasses } from './classes.ts';
import { ColumnKinds } from './column-kinds.ts';
import type { Found } from './found.ts';
import { validateBaseline } from './validate-baseline.ts';
import { validateCapture } from './validate-capture.ts';
import { validateLabels } from './validate-labels.ts';

/** The result of validating a monitor against its data. */
export interface DataValidation {
  /** Faults, in words. */
  readonly problems: readonly string[];
  /** What may be a fault, so that a person has to look. */
  readonly warnings: readonly string[];
  /** What was checked, and observations that are not faults. */
  readonly notes: readonly string[];
}

/**
 * Validates a monitor against the first records of its training data, captures and labels: columns and features exist, records can
 * be read and have times, the positive class occurs, captured categories occur in the training data, labels refer to captured requests, answers are where the file says, and
 * training data, labels and answers have the same classes. A value that may only be rare, such as a positive class that does not
 * occur in the first of many rows, is a note and not a problem.
 */
export async function validateData(
  monitor: Monitor,
  context: Pick<RunContext, 'open' | 'now' | 'onProgress'>,
): Promise<DataValidation> {
  const found: Found = { problems: [], warnings: [], notes: [] };
  const redactor = redactorWithoutKey(monitor);
  const trained = new ColumnKinds();
  const classes = { training: null as LabelTally | null, labels: null as LabelTally | null };
  await part('baseline', found, redactor, async () => {
    classes.training = await validateBaseline(monitor, context, trained, found);
  });
  const captured = {
    keys: new PredictionKeys(),
    answers: new LabelTally(),
    first: Number.POSITIVE_INFINITY,
    isWhole: false,
  };
  await part('capture', found, redactor, () => validateCapture(monitor, context, captured, trained, found));
  const { labels } = monitor;
  if (labels !== null) {
    await part('labels', found, redactor, async () => {
      classes.labels = await validateLabels(monitor, labels, captured, context, found);
    });
  }
  sayClasses(monitor, { ...classes, answers: captured.answers }, found, redactor);
  return found;
}

/** Runs one part of the validation. An error while reading becomes a problem of that section. */
async function part(
  section: string,
  { problems }: Found,
  redactor: Redactor,
  look: () => Promise<void>,
): Promise<void> {
  try {
    await look();
  } catch (error) {
    problems.push(`${section}: ${error instanceof Error ? messageOf(error, redactor) : String(error)}`);
  }
}
