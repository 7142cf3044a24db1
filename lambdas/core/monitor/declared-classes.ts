import type { PredictionSpec, ProblemType } from '../capture/spec.ts';

/** The classes that need no name of their own. */
const USUAL = ['0', '1', 'false', 'true'] as const;

/**
 * The classes that settings name, as canonical texts, in every form in which results name them. They are no secrets: every message
 * says what the model predicts.
 */
export function declaredClasses({
  problem,
  positive,
  capture: { prediction },
}: {
  readonly problem: ProblemType;
  readonly positive: string | undefined;
  readonly capture: { readonly prediction: PredictionSpec };
}): ReadonlySet<string> {
  const declared = new Set(Object.keys(prediction.scores ?? {}));
  if (positive !== undefined) declared.add(positive).add(`not ${positive}`);
  const areUsual = problem === 'binary-classification' && (positive === undefined || isUsual(positive));
  if (areUsual) for (const name of USUAL) declared.add(name);
  return declared;
}

function isUsual(name: string): boolean {
  return USUAL.some((usual) => usual === name);
}
