import { absentAnswerKeys } from '../baseline/absent-answers.ts';
import { BaselineError } from '../baseline/document.ts';
import { LabelTally, TooManyClassesError } from '../baseline/label-tally.ts';
import { featuresByColumn, readingOptions } from '../build-baseline/training-data.ts';
import { readDataset } from '../capture/read-dataset.ts';
import { RejectionLog } from '../capture/rejections.ts';
import { answerNames, answersAsTable, answersOf } from '../check/reading/prediction-columns.ts';
import { renameColumns } from '../columns/rename-columns.ts';
import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { nearestName } from '../monitor/nearest.ts';
import { PositiveClassError } from '../performance/errors.ts';
import { messageOf } from '../privacy/protect.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import { listNames } from '../text/name-list.ts';
import { countOf } from '../text/numbers.ts';
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
  const renamed = featuresByColumn(settings);
  for await (const source of sample.sources()) {
    for await (const read of readDataset(source, { ...readingOptions(settings), log })) {
      const chunk = renameColumns(read, renamed);
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
  const typed = [...settings.types.keys(), ...settings.columns.keys()];
  const absent = [...new Set([...named, ...typed])].filter((name) => !columns.has(name));
  sayAbsent(absent, settings, capture.features ?? [], columns, found, redactor);
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

/** Reports columns that the monitor file names and the training data lacks: features without a column of their own in one line. */
function sayAbsent(
  absent: readonly string[],
  { uri, columns: own }: NonNullable<Monitor['baseline']>,
  features: readonly string[],
  columns: ReadonlySet<string>,
  { problems }: Found,
  redactor: Redactor,
): void {
  const lacking = absent.filter((name) => features.includes(name) && !own.has(name));
  const others = absent.filter((name) => !lacking.includes(name) || lacking.length === 1);
  for (const name of others) {
    const column = own.get(name);
    const what = column === undefined ? 'baseline' : `baseline.columns: ${quoted(name)}`;
    problems.push(`${what}: ${noColumn(column ?? name, uri, columns, redactor)}`);
  }
  if (lacking.length < 2) return;
  const free = [...columns].filter((name) => !features.includes(name));
  const has =
    redactor.shows && free.length > 0 ? `; it has ${listNames(free.map(quoted), SHOWN)}, which are no features` : '';
  problems.push(
    `baseline: ${uri} has no column for ${countOf(lacking.length, 'feature')}: ${listNames(lacking.map(quoted), SHOWN)}${has}: where a feature has another name there, baseline.columns gives its column`,
  );
}

/** Columns that a message lists. */
const SHOWN = 20;

function noColumn(name: string, uri: string, columns: ReadonlySet<string>, redactor: Redactor): string {
  if (!redactor.shows) return `${uri} has no column ${quoted(name)}`;
  const near = nearestName(name, [...columns]);
  return `${uri} has no column ${quoted(name)}${near === null ? '' : `; did you mean ${quoted(near)}?`}`;
}
