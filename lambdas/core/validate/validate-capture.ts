import { isTableFormat } from '../capture/capture-formats.ts';
import { MisplacedAnswers } from '../capture/misplaced-answers.ts';
import { nestedRemedy } from '../capture/nested-remedy.ts';
import { readCapture } from '../capture/read-capture.ts';
import { RejectionLog } from '../capture/rejections.ts';
import { SeenColumns } from '../capture/seen-columns.ts';
import { answersAsTable, namedColumns } from '../check/reading/prediction-columns.ts';
import type { Column } from '../columns/column.ts';
import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { DataSource } from '../ports.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import { describeMisplaced, shownMisplaced } from '../result/describe-answers.ts';
import { describeRenamed } from '../result/describe-renamed.ts';
import { listNames } from '../text/name-list.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';
import type { CaptureSample } from './capture-sample.ts';
import { sayCategories } from './categories.ts';
import { ColumnKinds } from './column-kinds.ts';
import { Sample } from './data-sample.ts';
import { type Found, sayRejections } from './found.ts';
import { PresentColumns } from './present-columns.ts';
import { ThresholdCheck } from './threshold.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Validates the first captured records.
 *
 * @param captured Receives the predictions that labels are joined to, and the predicted classes.
 * @param trained The columns of the training data.
 */
export async function validateCapture(
  monitor: Monitor,
  context: Pick<RunContext, 'open' | 'onProgress'>,
  captured: Writable<CaptureSample>,
  trained: ColumnKinds,
  found: Found,
): Promise<void> {
  const { capture } = monitor;
  const redactor = redactorWithoutKey(monitor);
  const sample = new Sample(context, capture.uri);
  const log = new RejectionLog();
  const features = new PresentColumns();
  const answers = new PresentColumns();
  const scores = new ThresholdCheck();
  const kinds = { features: new ColumnKinds(), answers: new ColumnKinds() };
  const seenColumns = new SeenColumns();
  const files = { current: null as string | null };
  const times = { absent: 0 };
  const places = new MisplacedAnswers();
  const ids = monitor.labels !== null;
  const options = { window: null, ids, log, misplaced: places, seenColumns } as const;
  for await (const chunk of readCapture(named(sample.sources(), capture, files), capture, options)) {
    features.add(chunk);
    const answered = answersAsTable(chunk);
    answers.add(answered);
    scores.add(answered);
    kinds.features.add(chunk, files.current);
    kinds.answers.add({ rows: chunk.rows, columns: numbersOf(answered.columns) }, files.current);
    captured.answers.add(answered.columns.get('label'), chunk.rows);
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
  const known = namedColumns(monitor);
  const empty: string[] = [];
  for (const name of wanted) {
    const renamed = describeRenamed(name, seenColumns, known, redactor);
    const hint = renamed === '' ? '' : `; ${renamed}`;
    if (!names.has(name) || features.isEmpty(name)) {
      if (hint === '') empty.push(name);
      else found.problems.push(`capture.features: ${noValue([name], sample.rows)}${hint}`);
    } else if (renamed !== '') found.warnings.push(`capture: ${quoted(name)} is missing in some files${hint}`);
  }
  const nested = wanted.filter((name) => features.isNested(name));
  if (nested.length > 0) {
    const list = `${listNames(nested.map(quoted))}: ${nested.length === 1 ? 'its' : 'their'} cells hold lists or objects, not values`;
    found.problems.push(`capture.features: ${list}; ${nestedRemedy(capture.format, nested[0])}`);
  }
  if (empty.length > 0) found.problems.push(`capture.features: ${noValue(empty, sample.rows)}`);
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
  kinds.features.say('capture', { isNumber: (name) => trained.isNumeric(name) }, found, redactor);
  sayCategories(capture.features ?? null, monitor.drift.ignore, { captured: kinds.features, trained }, found, redactor);
  const nameOf = (role: string) => `the model's answer ${quoted(role)}`;
  kinds.answers.say('capture', { isNumber: () => true, nameOf }, found, redactor);
}

/** `age has no value in any of 300 rows read`; `age, city: these 2 features have …`. */
function noValue(names: readonly string[], rows: number): string {
  const list = listNames(names.map(quoted));
  const which = names.length === 1 ? `${list} has` : `${list}: these ${countOf(names.length, 'feature')} have`;
  return `${which} no value in any of ${countOf(rows, 'row')} read`;
}

/** Scores and values, which are numbers; a label may be any text. */
function numbersOf(columns: ReadonlyMap<string, Column>): Map<string, Column> {
  return new Map([...columns].filter(([role]) => role !== 'label'));
}

/** Keeps the name of the file that is being read. Rows of records may be of several files. */
async function* named(
  sources: AsyncIterable<DataSource>,
  { format }: Monitor['capture'],
  files: { current: string | null },
): AsyncGenerator<DataSource> {
  for await (const source of sources) {
    files.current = isTableFormat(format) ? source.uri : null;
    yield source;
  }
}
