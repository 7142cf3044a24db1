import type { BaselineSettings, Monitor } from '../monitor/monitor.ts';

/** The keys of `baseline` with the columns of the model's answers, by their roles in `capture.prediction`. */
const KEYS = { score: 'score', label: 'predictedLabel', value: 'value', scores: 'scores' } as const;
const ROLES = ['score', 'label', 'value', 'scores'] as const;

/** The keys of a monitor that say what its training data has. */
export interface NamedTraining {
  readonly capture: Pick<Monitor['capture'], 'prediction'>;
  readonly baseline: Pick<BaselineSettings, 'label' | 'prediction'> | null;
}

/**
 * The keys that would say where the training data has the model's answers: `baseline.score or baseline.predictedLabel`. null: one of
 * them is set.
 */
export function absentAnswerKeys({ capture, baseline }: NamedTraining): string | null {
  if (baseline === null || namesAnswers(baseline)) return null;
  const wanted = ROLES.filter((role) => capture.prediction[role] !== undefined);
  return wanted.map((role) => `baseline.${KEYS[role]}`).join(' or ');
}

function namesAnswers({ prediction }: Pick<BaselineSettings, 'prediction'>): boolean {
  return ROLES.some((role) => prediction[role] !== undefined);
}
