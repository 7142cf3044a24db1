import type { CheckResult, DriftResult } from './schema.ts';

/** A column that has drifted: a feature, or one of the model's answers. */
export interface DriftedColumn {
  readonly feature: DriftResult['features'][number];
  readonly isAnswer: boolean;
}

/** The drifted columns of a window, what matters most first: the features, then the model's answers. */
export function rankedDrift({
  drift,
  predictionDrift,
}: Readonly<Pick<CheckResult, 'drift' | 'predictionDrift'>>): DriftedColumn[] {
  return [...ranked(drift, false), ...ranked(predictionDrift, true)];
}

/** Whether a drifted column has been flagged since an earlier window, also one that no incident is on record of. */
export function hasEarlierDrift(result: Readonly<Pick<CheckResult, 'drift' | 'predictionDrift' | 'window'>>): boolean {
  const since = rankedDrift(result).map(({ feature: { shift } }) => shift?.since ?? null);
  return since.some((window) => window !== null && window !== result.window.name);
}

function ranked(drift: DriftResult | null, isAnswer: boolean): DriftedColumn[] {
  const byName = new Map(drift?.features.map((feature) => [feature.name, feature]));
  return (drift?.ranking ?? []).flatMap((name) => {
    const feature = byName.get(name);
    return feature === undefined ? [] : [{ feature, isAnswer }];
  });
}

/** Marks a text about one of the model's answers as such: its role may also be the name of a feature. */
export function markAnswer(text: string, isAnswer: boolean): string {
  return isAnswer ? `the model's answers: ${text}` : text;
}
