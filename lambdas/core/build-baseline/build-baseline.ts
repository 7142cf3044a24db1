import { type Baseline, BaselineError, makeBaseline, saveBaseline } from '../baseline/document.ts';
import type { TimesFound } from '../baseline/times-found.ts';
import type { RejectionLog } from '../capture/rejections.ts';
import { TABLE_READERS } from '../capture/tables/registry.ts';
import { ACCEPTED_TIMES } from '../capture/times.ts';
import {
  answerKinds,
  answerNames,
  answersAsTable,
  answersOf,
  answerTypes,
  evaluationSettings,
  predictionShape,
} from '../check/reading/prediction-columns.ts';
import type { RunContext } from '../context.ts';
import { updateState } from '../decision/state-session.ts';
import { ColumnNotFoundError } from '../monitor/column-not-found.ts';
import type { BaselineSettings, CaptureSettings, Monitor } from '../monitor/monitor.ts';
import { evaluateTable } from '../performance/evaluate-table.ts';
import { countUnreadable } from '../performance/rows/left-out.ts';
import { PredictionRows } from '../performance/rows/prediction-rows.ts';
import type { Performance } from '../performance/types.ts';
import { buildBaselineProfile } from '../profile/baseline.ts';
import type { Profile } from '../profile/types.ts';
import { describeLeftOut } from '../result/describe.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { answeredRows, pickChunk } from './answered-rows.ts';
import { measureByTime, timeSearch } from './movement-by-time.ts';
import { TrainingData } from './training-data.ts';

/** What was built, and what could not be read on the way. */
export interface BaselineBuilt {
  readonly baseline: Baseline;
  readonly rejected: RejectionLog;
  /** Whether it is now the active one: false in a dry run. */
  readonly activated: boolean;
  /** The times of its rows, from which its usual movement is known. */
  readonly times: TimesFound;
}

/**
 * Builds the baseline from the training data and makes it the active one: the profile of the features over all rows, and
 * the profile and performance of the model's answers over the rows that have them (held-out rows).
 *
 * A row has answers when any of the roles has a value: a training table leaves them empty, or not-a-number, in the rows that
 * the model was trained on. A role that such a row lacks is an answer that is missing.
 *
 * @throws BaselineError when the monitor has no `baseline` section or no data, or when the data cannot be right: the same
 * rows twice, too many records that cannot be read, no labels or answers where they are named, none of the positive class,
 * labels and answers without a class in common; ColumnNotFoundError when it lacks a column that the monitor names;
 * PositiveClassError
 */
export async function buildBaseline(monitor: Monitor, context: RunContext): Promise<BaselineBuilt> {
  const settings = monitor.baseline;
  if (settings === null)
    throw new BaselineError(`${monitor.file} has no section "baseline": it says where the training data is`);
  const roles = new Set([
    ...answerNames(settings.prediction),
    ...(settings.label === undefined ? [] : [settings.label]),
  ]);
  const featureNames = monitor.capture.features;
  const features = featureNames && new Set(featureNames);
  const timeNames = typeof settings.time === 'string' ? [settings.time] : [];
  const others = new Set([...roles, ...timeNames, ...besidesFeatures(monitor.capture)]);
  const named = [...(featureNames ?? []), ...roles, ...timeNames];
  const search = timeSearch(monitor, (name) => features !== undefined && !features.has(name) && !roles.has(name));
  const data = new TrainingData(settings, context, { named, times: search });
  const isFeature = (name: string) => (features ? features.has(name) : !others.has(name));

  const profile = await buildBaselineProfile(() => data.read(isFeature), { types: settings.types, nanIsMissing: true });
  data.requireReadable(monitor.capture.maxRejectedShare);
  if (profile.rows === 0) throw new BaselineError(`${settings.uri}: there are no rows to build a baseline from`);
  requireColumns(settings, data.columns, named);
  requireValues(settings, profile);
  if (settings.label !== undefined)
    data.labels.check(monitor.problem, { ...settings, label: settings.label, positive: monitor.positive });
  const answers = await profileAnswers(monitor, settings, data, roles);
  const performance = settings.label === undefined ? null : await measurePerformance(monitor, settings, data);
  const { times, movement } = await measureByTime(monitor, { profile, predictions: answers }, data, search);
  requireTimes(settings, times, profile.rows);

  const baseline = makeBaseline(
    { model: monitor.model, source: settings.uri, profile, predictions: answers, performance, movement },
    context.now,
  );
  if (!context.dryRun) {
    await saveBaseline(context.results, monitor.name, baseline);
    await updateState(context.results, monitor.name, (state) => ({ state: { ...state, baseline: baseline.id } }));
  }
  return { baseline, rejected: data.log, activated: !context.dryRun, times };
}

/** Columns of plain captures that are no features: training data that was captured the same way has them too. */
function besidesFeatures({ format, time, id, prediction }: CaptureSettings): string[] {
  if (!(format in TABLE_READERS)) return [];
  return [...[time, id].filter((name) => name !== undefined), ...answerNames(prediction)];
}

/** Every column that the monitor names has to be there. */
function requireColumns({ uri }: BaselineSettings, found: ReadonlySet<string>, names: Iterable<string>): void {
  for (const name of names) if (!found.has(name)) throw new ColumnNotFoundError(name, uri, found);
}

/** Features without a single value are those of another table. */
function requireValues({ uri }: BaselineSettings, { rows, columns }: Profile): void {
  if (columns.length === 0 || columns.some(({ cells }) => cells.missing < rows)) return;
  throw new BaselineError(`${uri}: no feature has a value in any of its ${countOf(rows, 'row')}`);
}

/** A column that is named for its times has some. */
function requireTimes({ uri }: BaselineSettings, { column, named, rowsWithoutTime }: TimesFound, rows: number): void {
  if (!named || rowsWithoutTime < rows) return;
  throw new BaselineError(
    `baseline.time: the column ${printable(column ?? '', 60)} of ${uri} has no time in any of its ${countOf(rows, 'row')}; ` +
      `a time is ${ACCEPTED_TIMES}`,
  );
}

async function profileAnswers(
  { problem, capture }: Monitor,
  { prediction, uri }: BaselineSettings,
  data: TrainingData,
  roles: ReadonlySet<string>,
): Promise<Profile | null> {
  if (answerNames(prediction).length === 0) return null;
  /** The first text of each role. */
  const texts = new Map<string, string>();
  const profile = await buildBaselineProfile(
    async function* () {
      for await (const chunk of data.read((name) => roles.has(name))) {
        const answers = answersAsTable({ rows: chunk.rows, predictions: answersOf(chunk, prediction) });
        for (const [role, { dictionary }] of answers.columns) {
          if (dictionary.length > 0 && !texts.has(role)) texts.set(role, dictionary[0]);
        }
        yield pickChunk(answers, answeredRows(answers));
      }
    },
    { types: answerTypes(problem, prediction) },
  );
  const found = new Map(profile.columns.map((column) => [column.name, column]));
  for (const [role, kind] of answerKinds(problem, prediction)) {
    const column = found.get(role);
    const what = `${uri}: ${role === 'label' ? 'predictedLabel' : role}`;
    if (column === undefined || column.cells.missing + column.cells.nan >= profile.rows) {
      throw new BaselineError(`${what} is empty in every row: there are no held-out rows that the model answered`);
    }
    const { text, boolean, nested, infinite, missing } = column.cells;
    const broken = nested + (kind === 'number' || kind === 'score' ? text + boolean + infinite : 0);
    const answered = profile.rows - missing;
    if (broken <= capture.maxRejectedShare * answered) continue;
    const example = texts.get(role);
    const such = example === undefined ? '' : `, such as ${printable(JSON.stringify(example), 60)}`;
    const wanted = kind === 'number' || kind === 'score' ? 'finite numbers' : 'classes';
    throw new BaselineError(
      `${what}: ${formatCount(broken)} of ${countOf(answered, 'answer')} are no ${wanted}${such}`,
    );
  }
  return profile;
}

async function measurePerformance(
  monitor: Monitor,
  settings: BaselineSettings,
  data: TrainingData,
): Promise<Performance | null> {
  const { label, prediction, uri } = settings;
  if (label === undefined || answerNames(prediction).length === 0) return null;
  const rows = new PredictionRows(predictionShape(monitor.problem, prediction));
  const roles = new Set([...answerNames(prediction), label]);
  for await (const chunk of data.read((name) => roles.has(name))) {
    const answered = answeredRows(answersAsTable({ rows: chunk.rows, predictions: answersOf(chunk, prediction) }));
    const heldOut = pickChunk(chunk, answered);
    rows.append({ rows: heldOut.rows, actual: heldOut.columns.get(label), ...answersOf(heldOut, prediction) });
  }
  const evaluation = evaluationSettings(monitor.problem, prediction, monitor.positive);
  const { performance, leftOut } = evaluateTable(rows.toTable(), evaluation);
  if (performance.unknown !== undefined) throw new BaselineError(`${uri}: ${performance.unknown}`);
  if (leftOut.labelled === 0) {
    throw new BaselineError(`${uri}: no row has both a label (${printable(label, 60)}) and an answer of the model`);
  }
  if (performance.rows === 0 || countUnreadable(leftOut) > monitor.capture.maxRejectedShare * leftOut.labelled) {
    throw new BaselineError(
      `${uri}: the model cannot be measured on its held-out rows: ${describeLeftOut(leftOut)} ` +
        `(the labels are ${data.labels.describe()})`,
    );
  }
  return leftOut.rows === 0 ? performance : { ...performance, leftOut };
}
