import type { CaptureChunk } from '../../capture/chunk.ts';
import type { PredictionSpec, ProblemType } from '../../capture/spec.ts';
import type { Column, TableChunk } from '../../columns/column.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { PredictionShape } from '../../performance/rows/prediction-rows.ts';
import type { EvaluationSettings } from '../../performance/rows/settings.ts';
import type { ColumnType } from '../../profile/types.ts';
import type { AnswerKind } from '../../quality/answers.ts';

/** How the rooms name the model's answers: by role, never by captured text. */

const PLAIN_ROLES = ['score', 'label', 'value'] as const;

/** The role of one class's probability. */
function classScore(name: string): string {
  return `score:${name}`;
}

/** The roles that a monitor names, as {@link answersAsTable} calls them, and what each has to be. */
export function answerKinds(problem: ProblemType, spec: PredictionSpec): Map<string, AnswerKind> {
  const kinds = {
    score: 'score',
    label: problem === 'binary-classification' ? 'either' : 'class',
    value: 'number',
  } as const;
  const found = new Map<string, AnswerKind>();
  for (const role of PLAIN_ROLES) if (spec[role] !== undefined) found.set(role, kinds[role]);
  for (const name of Object.keys(spec.scores ?? {})) found.set(classScore(name), 'score');
  return found;
}

/** What answers are profiled as, whatever they hold: scores are numbers and classes are categories. */
export function answerTypes(problem: ProblemType, spec: PredictionSpec): Map<string, ColumnType> {
  const kinds = [...answerKinds(problem, spec)];
  return new Map(kinds.map(([role, kind]) => [role, kind === 'class' || kind === 'either' ? 'category' : 'number']));
}

/** The columns of captures that a monitor names: features, answers, time and id. */
export function namedColumns({ capture }: Pick<Monitor, 'capture'>): Set<string> {
  const { features = [], prediction, time, id } = capture;
  return new Set([...features, ...answerNames(prediction), ...[time, id].filter((name) => name !== undefined)]);
}

/** Answers as columns of a data set of their own, to be profiled like features. */
export function answersAsTable({ rows, predictions }: Pick<CaptureChunk, 'rows' | 'predictions'>): TableChunk {
  const columns = new Map<string, Column>();
  for (const role of PLAIN_ROLES) {
    const column = predictions[role];
    if (column !== undefined) columns.set(role, column);
  }
  for (const [name, column] of predictions.scores ?? []) columns.set(classScore(name), column);
  return { rows, columns };
}

/** The answers in a plain data set, by role, from the columns that the monitor names. */
export function answersOf({ columns }: TableChunk, spec: PredictionSpec): CaptureChunk['predictions'] {
  const found = (name: string | number | undefined) => (name === undefined ? undefined : columns.get(String(name)));
  const [score, label, value] = [found(spec.score), found(spec.label), found(spec.value)];
  const scores = new Map<string, Column>();
  for (const name of Object.keys(spec.scores ?? {})) {
    const column = found(spec.scores![name]);
    if (column !== undefined) scores.set(name, column);
  }
  return {
    ...(score && { score }),
    ...(label && { label }),
    ...(value && { value }),
    ...(scores.size > 0 && { scores }),
  };
}

/** Names of the columns of a plain data set that hold answers. */
export function answerNames(spec: PredictionSpec): string[] {
  const places = [spec.score, spec.label, spec.value, ...Object.values(spec.scores ?? {})];
  return places.filter((place) => place !== undefined).map(String);
}

/** What to collect for the metrics. */
export function predictionShape(
  problem: ProblemType,
  spec: PredictionSpec,
  segments: readonly string[] = [],
): PredictionShape {
  const answers = (['label', 'score', 'value'] as const).filter((role) => spec[role] !== undefined);
  return { problem, answers, segments, scoreClasses: spec.scores && Object.keys(spec.scores) };
}

export function evaluationSettings(
  problem: ProblemType,
  spec: PredictionSpec,
  positive: string | undefined,
): EvaluationSettings {
  switch (problem) {
    case 'binary-classification':
      return { problem, threshold: spec.threshold, positive };
    case 'multiclass-classification':
      return { problem, scoreClasses: spec.scores && Object.keys(spec.scores) };
    case 'regression':
      return { problem };
  }
}
