import type { PredictionSpec, ProblemType } from '../../lambdas/core/capture/spec.ts';
import { UsageError } from './explain.ts';

/** Options that say where the predictions are. */
export interface PredictionOptions {
  readonly problem: ProblemType;
  readonly score?: string[];
  readonly prediction?: string;
  readonly threshold: number;
}

/** The columns with the parts of a prediction. @throws UsageError where they do not fit the problem */
export function predictionOf({ problem, score, prediction, threshold }: PredictionOptions): PredictionSpec {
  if (problem === 'regression') {
    if (score !== undefined)
      throw new UsageError('a regression has no scores: give the column of the predicted number with --prediction');
    if (prediction === undefined) throw new UsageError('--prediction is needed: the column with the predicted number');
    return { value: prediction, threshold };
  }
  if (score === undefined && prediction === undefined) throw new UsageError('--score or --prediction is needed');
  if (problem === 'binary-classification') {
    if (score !== undefined && score.length > 1)
      throw new UsageError(`--score takes one column here, not ${score.length}`);
    return { score: score?.[0], label: prediction, threshold };
  }
  return { label: prediction, scores: score && scoresByClass(score), threshold };
}

/** `cat=p_cat` → the column of a class. An object without a prototype, because a class may be called `__proto__`. */
function scoresByClass(pairs: readonly string[]): Record<string, string> {
  const scores: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const cut = pair.indexOf('=');
    if (cut < 0) throw new UsageError(`--score ${pair}: several classes need class=column, such as cat=p_cat`);
    const name = pair.slice(0, cut);
    if (Object.hasOwn(scores, name)) throw new UsageError(`--score names the class ${JSON.stringify(name)} twice`);
    scores[name] = pair.slice(cut + 1);
  }
  return scores;
}
