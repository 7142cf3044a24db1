import { type Baseline, BaselineError } from '../baseline/document.ts';
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
import { evaluateTable } from '../performance/evaluate-table.ts';
import { countUnreadable } from '../performance/rows/left-out.ts';
import { PredictionRows } from '../performance/rows/prediction-rows.ts';
import { describeDisjoint } from '../performance/rows/unify-classes.ts';
import { buildBaselineProfile } from '../profile/baseline.ts';
import type { Profile } from '../profile/types.ts';
import { describeLeftOut } from '../result/describe.ts';
import { shownLeftOut } from '../result/redact-performance.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { quoting } from '../text/redactor.ts';
import { answeredRows, pickChunk } from './answered-rows.ts';
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

/** How the model performs on its held-out rows; null without labels or answers. */
type HeldOut = Pick<Baseline, 'performance' | 'curves'>;

/**
 * Measures the model on its held-out rows.
 * @throws BaselineError when it cannot be measured
 */
export async function measureHeldOut(
  monitor: Monitor,
  settings: BaselineSettings,
  data: TrainingData,
): Promise<HeldOut> {
  const { label, prediction, uri } = settings;
  if (label === undefined || answerNames(prediction).length === 0) return { performance: null };
  const rows = new PredictionRows(predictionShape(monitor.problem, prediction));
  const roles = new Set([...answerNames(prediction), label]);
  for await (const chunk of data.read((name) => roles.has(name))) {
    const answered = answeredRows(answersAsTable({ rows: chunk.rows, predictions: answersOf(chunk, prediction) }));
    const heldOut = pickChunk(chunk, answered);
    rows.append({ rows: heldOut.rows, actual: heldOut.columns.get(label), ...answersOf(heldOut, prediction) });
  }
  const evaluation = evaluationSettings(monitor.problem, prediction, monitor.positive);
  const { performance, leftOut } = evaluateTable(rows.toTable(), evaluation, { curves: true });
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
  return { performance: leftOut.rows === 0 ? measured : { ...measured, leftOut }, curves };
}
