import { absentAnswerKeys } from '../baseline/absent-answers.ts';
import { BaselineError } from '../baseline/document.ts';
import { LabelTally, TooManyClassesError } from '../baseline/label-tally.ts';
import { readingOptions } from '../build-baseline/training-data.ts';
import { readDataset } from '../capture/read-dataset.ts';
import { RejectionLog } from '../capture/rejections.ts';
import { answerNames, answersAsTable, answersOf } from '../check/reading/prediction-columns.ts';
import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { nearestName } from '../monitor/nearest.ts';
import { PositiveClassError } from '../performance/errors.ts';
import { messageOf } from '../privacy/protect.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import { quoted } from '../text/quoted.ts';
import type { Redactor } from '../text/redactor.ts';
import type { ColumnKinds } from './column-kinds.ts';
import { Sample } from './data-sample.ts';
import { type Found, sayRejections } from './found.ts';
import { PresentColumns } from './present-columns.ts';

/**
 * Validates the first records of the training data.
 *
 * @param kinds Receives its columns.
 * @returns Its labels; null: there are none, or none that could be read.
 */
export async function validateBaseline(
  monitor: Monitor,
  context: Pick<RunContext, 'open' | 'onProgress'>,
  kinds: ColumnKinds,
  found: Found,
): Promise<LabelTally | null> {
  const { baseline: settings, capture, problem, positive } = monitor;
  if (settings === null) return null;
  const { uri, label, prediction } = settings;
  const redactor = redactorWithoutKey(monitor);
  const sample = new Sample(context, uri);
  const log = new RejectionLog();
  const columns = new Set<string>();
  const labels = new LabelTally();
  const answers = new PresentColumns();
  for await (const source of sample.sources()) {
    for await (const chunk of readDataset(source, { ...readingOptions(settings), log })) {
      for (const name of chunk.columns.keys()) columns.add(name);
      if (label !== undefined) labels.add(chunk.columns.get(label), chunk.rows);
      kinds.add(chunk, source.uri);
      answers.add(answersAsTable({ rows: chunk.rows, predictions: answersOf(chunk, prediction) }));
      if (sample.enough(chunk.rows)) break;
    }
  }
  kinds.isWhole = sample.isWhole;
  found.notes.push(`baseline: ${sample.describe()}`);
  if (sample.files === 0) found.problems.push(`baseline.uri: there is no file at ${uri}`);
  sayRejections('baseline', log, capture.maxRejectedShare, found, redactor);
  if (sample.rows === 0) return null;
  const named = [...(capture.features ?? []), ...answerNames(prediction), ...(label === undefined ? [] : [label])];
  if (typeof settings.time === 'string') named.push(settings.time);
  const typed = [...settings.types.keys()];
  const absent = [...new Set([...named, ...typed])].filter((name) => !columns.has(name));
  for (const name of absent) found.problems.push(`baseline: ${noColumn(name, uri, columns, redactor)}`);
  const rare = sample.isWhole ? found.problems : found.notes;
  if (label !== undefined && columns.has(label)) {
    try {
      labels.check(problem, { label, uri, positive });
    } catch (error) {
      // The positive class has to be known however many rows there are.
      const isCertain = error instanceof PositiveClassError || error instanceof TooManyClassesError;
      if (!isCertain && !(error instanceof BaselineError)) throw error;
      (isCertain ? found.problems : rare).push(messageOf(error, redactor));
    }
  }
  const unnamed = absentAnswerKeys(monitor);
  if (label !== undefined && unnamed !== null) {
    found.warnings.push(
      `baseline: no key names the model's answers in the training data (${unnamed}): neither drift of the answers nor the model's performance is compared with the baseline`,
    );
  }
  for (const role of answers.empty())
    rare.push(`baseline: the model's answer ${quoted(role)} has no value in the rows checked`);
  const read = new Set([...(capture.features ?? columns), ...answerNames(prediction)]);
  if (label !== undefined && problem === 'regression') read.add(label);
  kinds.say('baseline', { only: read, isNumber: (name) => kinds.isNumeric(name) }, found, redactor);
  return label === undefined ? null : labels;
}

function noColumn(name: string, uri: string, columns: ReadonlySet<string>, redactor: Redactor): string {
  if (!redactor.shows) return `${uri} has no column ${quoted(name)}`;
  const near = nearestName(name, [...columns]);
  return `${uri} has no column ${quoted(name)}${near === null ? '' : `; did you mean ${quoted(near)}?`}`;
}
