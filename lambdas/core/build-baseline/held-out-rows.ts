import { BaselineError, type ModelBaseline } from '../baseline/document.ts';
import { FEWEST_ROWS, MAX_WINDOWS } from '../baseline/movement.ts';
import {
  answerKinds,
  answerNames,
  answersAsTable,
  answersOf,
  answerTypes,
  evaluationSettings,
  predictionShape,
} from '../check/reading/prediction-columns.ts';
import type { BaselineSettings, Monitor } from '../monitor/monitor.ts';
import { evaluateGroups, evaluateTable } from '../performance/evaluate-table.ts';
import { countUnreadable } from '../performance/rows/left-out.ts';
import { PredictionRows } from '../performance/rows/prediction-rows.ts';
import { describeDisjoint } from '../performance/rows/unify-classes.ts';
import type { Performance } from '../performance/types.ts';
import { buildBaselineProfile } from '../profile/baseline.ts';
import type { Profile } from '../profile/types.ts';
import { describeLeftOut } from '../result/describe.ts';
import { shownLeftOut } from '../result/redact-performance.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { quoting } from '../text/redactor.ts';
import { answeredRows, pickChunk } from './answered-rows.ts';
import type { RowWindows } from './movement-by-time.ts';
import type { TrainingData } from './training-data.ts';

/**
 * Profiles the model's answers in the rows that have them; null where the monitor file names no answers.
 * @throws BaselineError when a role is empty in every row, or has too many values that are not of its kind
 */
export async function profileAnswers(
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
    const wanted = kind === 'number' || kind === 'score' ? 'finite numbers' : 'classes';
    const wrong = `${what}: ${formatCount(broken)} of ${countOf(answered, 'answer')} are not ${wanted}`;
    throw quoting(BaselineError, (redactor) => {
      const [such] = redactor.some(example === undefined ? [] : [example], 1);
      return such === undefined ? wrong : `${wrong}, such as ${printable(JSON.stringify(such), 60)}`;
    });
  }
  return profile;
}

/** The model on the held-out rows of one window. */
export interface MeasuredWindow extends Pick<Performance, 'metrics'> {
  readonly window: string;
}

/** How the model performed on its held-out rows: on all of them, and window by window where their times are known. */
export interface HeldOutPerformance {
  readonly performance: Performance;
  readonly curves: ModelBaseline['curves'];
  /** The newest windows with enough rows, by time. */
  readonly byWindow: readonly MeasuredWindow[];
}

/**
 * Measures the model on its held-out rows; null without labels or answers.
 * @param windows null: the times of the rows are not known
 * @throws BaselineError when it cannot be measured
 */
export async function measureHeldOut(
  monitor: Monitor,
  settings: BaselineSettings,
  data: TrainingData,
  windows: RowWindows | null,
): Promise<HeldOutPerformance | null> {
  const { label, prediction, uri } = settings;
  if (label === undefined || answerNames(prediction).length === 0) return null;
  const rows = new PredictionRows(predictionShape(monitor.problem, prediction));
  const roles = new Set([...answerNames(prediction), label, ...(windows === null ? [] : [windows.column])]);
  const places: number[] = [];
  for await (const chunk of data.read((name) => roles.has(name))) {
    const answered = answeredRows(answersAsTable({ rows: chunk.rows, predictions: answersOf(chunk, prediction) }));
    const heldOut = pickChunk(chunk, answered);
    const windowOf = windows?.windowsIn(heldOut);
    if (windowOf !== undefined) for (let row = 0; row < heldOut.rows; row++) places.push(windowOf(row));
    rows.append({ rows: heldOut.rows, actual: heldOut.columns.get(label), ...answersOf(heldOut, prediction) });
  }
  const evaluation = evaluationSettings(monitor.problem, prediction, monitor.positive);
  const table = rows.toTable();
  const { performance, leftOut } = evaluateTable(table, evaluation, { curves: true });
  const { disjoint } = performance;
  if (disjoint !== undefined)
    throw quoting(BaselineError, (redactor) => `${uri}: ${describeDisjoint(disjoint, redactor)}`);
  if (leftOut.labelled === 0) {
    throw new BaselineError(`${uri}: no row has both a label (${printable(label, 60)}) and an answer of the model`);
  }
  if (performance.rows === 0 || countUnreadable(leftOut) > monitor.capture.maxRejectedShare * leftOut.labelled) {
    throw quoting(
      BaselineError,
      (redactor) =>
        `${uri}: the model cannot be measured on its held-out rows: ${describeLeftOut(shownLeftOut(leftOut, redactor))} ` +
        `(the labels are ${data.labels.describe(redactor)})`,
    );
  }
  const { curves, ...measured } = performance;
  const groups = windows === null ? [] : evaluateGroups(table, evaluation, places, FEWEST_ROWS);
  const byWindow = groups
    .slice(-MAX_WINDOWS)
    .map(([group, { metrics }]) => ({ window: windows!.windows[group].name, metrics }));
  return { performance: leftOut.rows === 0 ? measured : { ...measured, leftOut }, curves, byWindow };
}
