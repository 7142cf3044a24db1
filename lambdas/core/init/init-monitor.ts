import { limitOfTraining } from '../build-baseline/limit-of-training.ts';
import { isTableFormat } from '../capture/capture-formats.ts';
import type { RunContext } from '../context.ts';
import { describeNoLimit } from '../monitor/missing-limit.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { parseMonitor } from '../monitor/parse.ts';
import { MonitorFileError } from '../monitor/problems.ts';
import { listNames } from '../text/name-list.ts';
import { countOf, formatCount, formatEstimate, formatMeasure } from '../text/numbers.ts';
import { validateData } from '../validate/validate-data.ts';
import { recogniseRecords } from './captured-records.ts';
import { recogniseTables } from './captured-tables.ts';
import { findData, LISTED } from './data-format.ts';
import { type Ask, Findings } from './findings.ts';
import { firstWindowToCheck } from './first-window.ts';
import { recogniseBaseline } from './found-baseline.ts';
import type { FoundCapture, InitPlaces } from './found-capture.ts';
import { InitError } from './init-error.ts';
import { monitorText } from './monitor-text.ts';
import { dialectKeys, type ReadContext } from './read-table.ts';
import { readTraining } from './training.ts';

export interface InitContext extends ReadContext, Pick<RunContext, 'onProgress'> {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly ask: Ask;
}

export interface InitiatedMonitor {
  /** The monitor file. It is valid. */
  readonly text: string;
  readonly monitor: Monitor;
  /** What is a guess, or needs a look, by the key of the monitor file. */
  readonly unsure: readonly string[];
  /** What does not fit, so that a check would fail, by the key. */
  readonly faults: readonly string[];
  /** What the monitor lacks, by the key. */
  readonly todo: readonly string[];
  /** What the monitor read when it was tried on the data. */
  readonly notes: readonly string[];
  /** The first window to check, where captures have several; null: the latest is enough, or what is wrong comes first. */
  readonly checkFrom: string | null;
}

/**
 * Writes the text of a monitor file for captures, and for labels and training data if there are any: recognises their formats and
 * columns in the first rows, and tries the result on them.
 *
 * @param file The path of the monitor file.
 * @throws InitError, UnreadableFileError if the data is none that a monitor can read
 */
export async function initMonitor(file: string, places: InitPlaces, context: InitContext): Promise<InitiatedMonitor> {
  const findings = new Findings(context.ask);
  const training = places.training === undefined ? null : await readTraining(places.training, context);
  const found = await findData(places.captures, 'captures', context);
  const task = { findings, context };
  const { format } = found;
  if (format === 'sagemaker-ground-truth') {
    throw new InitError(`${found.uri}: these files have labels, not captures; give them with --labels`);
  }
  const isRecords = !isTableFormat(format);
  if (isRecords && !found.isHourly) {
    const other =
      format === 'sagemaker-batch-transform'
        ? ', or the monitor file, written by hand, has to name in capture.time the key or field with the time of each row'
        : ', as SageMaker writes it';
    throw new InitError(`${places.captures}: ${found.format} has to be in folders yyyy/mm/dd/hh/${other}`);
  }
  findings.explain(
    'capture.format',
    isRecords && !found.isByName ? 'by the keys of the records' : 'by the names of the files',
  );
  if (found.isHourly && found.hasMore) {
    findings.explain(
      'capture.uri',
      `the first ${formatCount(LISTED)} files were listed; a variant whose files come later is not seen`,
    );
  }
  if (found.others.length > 0) {
    findings.doubt(
      'capture.uri',
      `there are captures in ${listNames(found.others, 5)} too; a monitor reads one folder`,
    );
  }
  const captured = isTableFormat(format)
    ? await recogniseTables({ ...found, format }, places, training, task)
    : await recogniseRecords({ ...found, format }, places, training, task);
  const value = sectionsOf(file, captured, findings);
  const draft = parse(monitorText(value, findings), file, context.now);
  const { problems, warnings, notes } = await validateData(draft, context);
  // The recognition has said it of all columns together.
  const news = problems.filter((problem) => !/^baseline: .* has no column /s.test(problem));
  for (const problem of news) findings.fault(...pathAndText(problem));
  for (const warning of warnings) findings.doubt(...pathAndText(warning));
  for (const note of notes) findings.explain(...pathAndText(note));
  const { performance, todo } = await findLimit(draft, findings, context);
  const text = monitorText({ ...value, performance }, findings);
  const { unsure, faults } = findings;
  const monitor = parse(text, file, context.now);
  const checkFrom = faults.length > 0 ? null : await firstWindowToCheck(monitor, context);
  return { text, monitor, unsure, faults, todo, notes, checkFrom };
}

function sectionsOf(
  file: string,
  { section, ignored, answers, labels, training, trainingLabel, features }: FoundCapture,
  findings: Findings,
): Readonly<Record<string, unknown>> {
  const { problem, positive } = answers;
  const { id, label, position, time, dialect, format, uri } = labels ?? {};
  const baseline =
    training === null ? undefined : recogniseBaseline(training, answers, trainingLabel, features ?? null, findings);
  return {
    model: file.replace(/^.*[/\\]/s, '').replace(/\.[^.]*$/s, ''),
    problem,
    positive: positive === undefined ? undefined : plainClass(positive),
    capture: section,
    labels: labels === null ? undefined : { uri, format, id, label, position, time, ...dialect },
    baseline:
      training === null
        ? undefined
        : {
            uri: training.uri,
            ...(!training.header && { header: false }),
            ...dialectKeys('baseline', training, findings),
            ...baseline,
          },
    drift: ignored.length === 0 ? undefined : { ignore: ignored },
  };
}

/** A limit to begin with. Without one, no alert says that the model is worse. */
async function findLimit(
  monitor: Monitor,
  findings: Findings,
  context: InitContext,
): Promise<{ performance?: { alert: string[] }; todo: string[] }> {
  if (monitor.labels === null) return { todo: [] };
  const { primaryMetric } = monitor.performance;
  const found = await limitOfTraining(monitor, context);
  if ('why' in found) {
    const todo = `performance.alert: ${describeNoLimit(primaryMetric)}: ${found.why}, so set a limit or have baseline suggest one`;
    return { todo: [todo] };
  }
  const { limit, estimate, basis } = found;
  const worst =
    basis === null
      ? ''
      : `, and ${formatMeasure(basis.value)} in the worst of ${countOf(basis.windows, 'window')}, ${basis.worst}`;
  findings.explain(
    'performance.alert',
    `a limit to begin with: ${primaryMetric} is ${formatEstimate(estimate)} on ${countOf(estimate.rows, 'held-out row')} of the training data${worst}. ` +
      'Set it where performance is no longer acceptable',
  );
  return { performance: { alert: [limit] }, todo: [] };
}

/** A class that is a number, as a number. */
function plainClass(name: string): string | number {
  return String(Number(name)) === name ? Number(name) : name;
}

/** Splits a message of the validation, such as `capture.prediction: the answer …`. */
function pathAndText(text: string): [path: string, text: string] {
  const match = /^((?:baseline|capture|labels)(?:\.[a-zA-Z]+)*|positive): (.*)$/s.exec(text);
  return match === null ? ['capture', text] : [match[1], match[2]];
}

/** A file that is not valid is a fault of the recognition, not of the data. */
function parse(text: string, file: string, now: number): Monitor {
  try {
    return parseMonitor(text, file, now);
  } catch (error) {
    if (!(error instanceof MonitorFileError)) throw error;
    throw new Error(`the monitor file would not be valid: ${error.message}`, { cause: error });
  }
}
