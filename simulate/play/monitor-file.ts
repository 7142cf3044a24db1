import { fileURLToPath } from 'node:url';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../lambdas/core/monitor/parse.ts';
import { featureName, SCORE_NAME } from '../world/generated-world.ts';
import type { AnswerModel } from '../world/model/answer-model.ts';
import type { ModelSpec } from '../world/model/spec.ts';
import type { Cell } from './cell.ts';

/** The settings of the model and its labels. */
export interface ModelChoices {
  readonly spec: Pick<ModelSpec, 'problem' | 'metric'>;
  readonly model: Pick<AnswerModel, 'prediction' | 'baseline'>;
  /** For an alert and for a retraining. */
  readonly limit: string | object;
  /** Added to the sections `performance` and `labels`. */
  readonly performance: object;
  readonly labels: object;
  /** The section `retraining`; null: there is none. */
  readonly retraining: object | null;
}

/** The column with ids, in captures and among labels. */
export const ID_NAME = 'id';
/** The column with the true outcome, in the baseline and among labels. */
export const LABEL_NAME = 'actual';
/** The column with times. */
export const TIME_NAME = 'time';

/** The monitor of a cell, with every default of the product but for the choices. Throws MonitorFileError. */
export function simulatedMonitor(
  { world, choices: { baseline, ...choices }, baselineTime }: Pick<Cell, 'world' | 'choices' | 'baselineTime'>,
  model: ModelChoices | null = null,
): Monitor {
  const features = Array.from({ length: world.features }, (_, i) => featureName(i));
  const prediction = model?.model.prediction ?? { score: SCORE_NAME, threshold: 0.5 };
  const answers = model === null ? { score: SCORE_NAME } : { ...model.model.baseline, label: LABEL_NAME };
  const file = {
    model: 'simulated',
    problem: model?.spec.problem ?? 'binary-classification',
    capture: {
      uri: 'captures',
      format: 'csv',
      time: TIME_NAME,
      features,
      prediction,
      ...(model !== null && { id: ID_NAME }),
    },
    baseline: { uri: 'training.csv', ...answers, ...baseline, ...(baselineTime && { time: TIME_NAME }) },
    ...choices,
    ...(model !== null && watchedLabels(model)),
  };
  return parseMonitor(JSON.stringify(file), 'simulated.yaml');
}

/** The sections for labels; labels are read from the first morning on. */
function watchedLabels({ spec, limit, performance, labels, retraining }: ModelChoices): object {
  return {
    labels: { uri: 'labels', format: 'csv', id: ID_NAME, label: LABEL_NAME, lag: 'PT0S', ...labels },
    performance: { primaryMetric: spec.metric, alert: [limit], retrain: [limit], ...performance },
    ...(retraining !== null && {
      retraining: { commands: { train: program('train'), score: program('score') }, ...retraining },
    }),
  };
}

/** The command that runs a program of simulations. */
function program(name: string): string[] {
  return [process.execPath, fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url))];
}
