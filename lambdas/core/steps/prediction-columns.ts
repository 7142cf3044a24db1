import type { CaptureChunk } from '../capture/chunk.ts';
import type { PredictionSpec, ProblemType } from '../capture/spec.ts';
import type { Column, TableChunk } from '../columns/column.ts';
import type { PredictionShape } from '../performance/rows/prediction-rows.ts';
import type { EvaluationSettings } from '../performance/rows/settings.ts';

/** How the rooms name the model's answers: by role, never by captured text. */

/** The roles that a monitor names, as {@link answersAsTable} calls them. */
export function answerRoles(spec: PredictionSpec): string[] {
  const roles: string[] = PLAIN_ROLES.filter((role) => spec[role] !== undefined);
  return [...roles, ...Object.keys(spec.scores ?? {}).map(classScore)];
}

const PLAIN_ROLES = ['score', 'label', 'value'] as const;

/** The role of one class's probability. */
function classScore(name: string): string {
  return `score:${name}`;
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
