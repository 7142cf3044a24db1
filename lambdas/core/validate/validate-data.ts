import { BaselineError } from '../baseline/document.ts';
import { LabelTally, TooManyClassesError } from '../baseline/label-tally.ts';
import { readingOptions } from '../build-baseline/training-data.ts';
import { MisplacedAnswers } from '../capture/misplaced-answers.ts';
import { readCapture } from '../capture/read-capture.ts';
import { readDataset } from '../capture/read-dataset.ts';
import { RejectionLog } from '../capture/rejections.ts';
import { answerNames, answersAsTable, answersOf } from '../check/reading/prediction-columns.ts';
import type { RunContext } from '../context.ts';
import { PredictionKeys } from '../labels/prediction-keys.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { nearestName } from '../monitor/nearest.ts';
import { PositiveClassError } from '../performance/errors.ts';
import { messageOf } from '../privacy/protect.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import { describeRejections } from '../result/describe.ts';
import { describeMisplaced, shownMisplaced } from '../result/describe-answers.ts';
import { shownRejected } from '../result/redact-reading.ts';
import { countOf, formatCount, formatShare } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';
import type { Redactor } from '../text/redactor.ts';
import { Sample } from './data-sample.ts';
import { PresentColumns } from './present-columns.ts';
import { ThresholdCheck } from './threshold.ts';
import { type CaptureSample, validateLabels } from './validate-labels.ts';

/** The result of validating a monitor against its data. */
export interface DataValidation {
  /** Faults, in words. */
  readonly problems: readonly string[];
  /** What was checked, and observations that are not faults. */
  readonly notes: readonly string[];
}

/**
 * Validates a monitor against the first records of its training data, captures and labels: columns and features exist, records can
 * be read and have times, the positive class occurs, labels refer to captured requests, and answers are where the file says. A value
 * that may only be rare, such as a positive class that does not occur in the first of many rows, is a note and not a problem.
 */
export async function validateData(
  monitor: Monitor,
  context: Pick<RunContext, 'open' | 'onProgress'>,
): Promise<DataValidation> {
  const found = { problems: [] as string[], notes: [] as string[] };
  const redactor = redactorWithoutKey(monitor);
  await part('baseline', found, redactor, () => validateBaseline(monitor, context, found));
  const captured = { keys: new PredictionKeys(), first: Number.POSITIVE_INFINITY, isWhole: false };
  await part('capture', found, redactor, () => validateCapture(monitor, context, captured, found));
  const { labels } = monitor;
  if (labels !== null)
    await part('labels', found, redactor, () => validateLabels(monitor, labels, captured, context, found));
  return found;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Found {
  readonly problems: string[];
  readonly notes: string[];
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

async function validateBaseline(monitor: Monitor, context: Pick<RunContext, 'open'>, found: Found): Promise<void> {
  const { baseline: settings, capture, problem, positive } = monitor;
  if (settings === null) return;
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
      answers.add(answersAsTable({ rows: chunk.rows, predictions: answersOf(chunk, prediction) }));
      if (sample.enough(chunk.rows)) break;
    }
  }
  found.notes.push(`baseline: ${sample.describe()}`);
  if (sample.files === 0) found.problems.push(`baseline.uri: there is no file at ${uri}`);
  sayRejections('baseline', log, capture.maxRejectedShare, found, redactor);
  if (sample.rows === 0) return;
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
  for (const role of answers.empty())
    rare.push(`baseline: the model's answer ${quoted(role)} has no value in the rows checked`);
}

/** @param captured Receives the predictions that labels are joined to. */
async function validateCapture(
  monitor: Monitor,
  context: Pick<RunContext, 'open'>,
  captured: Writable<CaptureSample>,
  found: Found,
): Promise<void> {
  const { capture } = monitor;
  const redactor = redactorWithoutKey(monitor);
  const sample = new Sample(context, capture.uri);
  const log = new RejectionLog();
  const features = new PresentColumns();
  const answers = new PresentColumns();
  const scores = new ThresholdCheck();
  const times = { absent: 0 };
  const places = new MisplacedAnswers();
  const ids = monitor.labels !== null;
  const options = { window: null, ids, log, misplaced: places } as const;
  for await (const chunk of readCapture(sample.sources(), capture, options)) {
    features.add(chunk);
    const answered = answersAsTable(chunk);
    answers.add(answered);
    scores.add(answered);
    for (const time of chunk.times) {
      if (Number.isNaN(time)) times.absent++;
      else if (time < captured.first) captured.first = time;
    }
    if (ids) captured.keys.append(chunk);
    if (sample.enough(chunk.rows)) break;
  }
  captured.isWhole = sample.isWhole;
  found.notes.push(`capture: ${sample.describe()}`);
  if (sample.files === 0) {
    found.notes.push(`capture.uri: there is no file at ${capture.uri} yet`);
    return;
  }
  sayRejections('capture', log, capture.maxRejectedShare, found, redactor);
  if (sample.rows === 0) return;
  if (times.absent > 0) {
    found.problems.push(
      `capture: ${formatCount(times.absent)} of ${countOf(sample.rows, 'row')} have no time: they fall into no window`,
    );
  }
  const threshold = scores.problem(capture.prediction);
  if (threshold !== null) found.problems.push(threshold);
  const names = features.names();
  const wanted = capture.features ?? [];
  for (const name of wanted.filter((feature) => !names.has(feature) || features.isEmpty(feature))) {
    found.problems.push(`capture.features: ${quoted(name)} has no value in any of ${countOf(sample.rows, 'row')} read`);
  }
  for (const role of answers.empty()) {
    const misplaced = shownMisplaced(places.misplaced, redactor).get(role);
    const where =
      misplaced === undefined
        ? 'look for it elsewhere in the captured answer and correct capture.prediction'
        : describeMisplaced(role, misplaced);
    found.problems.push(
      `capture.prediction: the model's answer ${quoted(role)} has no value in any of ${countOf(sample.rows, 'row')} read: ${where}`,
    );
  }
}

function sayRejections(
  section: string,
  log: RejectionLog,
  maxRejectedShare: number,
  { problems }: Found,
  redactor: Redactor,
): void {
  if (log.share <= maxRejectedShare) return;
  const rejected = shownRejected(log.summarize().rejected, redactor);
  problems.push(`${section}: ${formatShare(log.share)} of the records cannot be read${describeRejections(rejected)}`);
}

function noColumn(name: string, uri: string, columns: ReadonlySet<string>, redactor: Redactor): string {
  if (!redactor.shows) return `${uri} has no column ${quoted(name)}`;
  const near = nearestName(name, [...columns]);
  return `${uri} has no column ${quoted(name)}${near === null ? '' : `; did you mean ${quoted(near)}?`}`;
}
