import type { CheckResult } from '../../result/schema.ts';
import type { ColumnDistribution } from '../distributions/distribution.ts';
import { checkPage, type ReportContext } from './check-page.ts';
import { driftSection } from './drift-section.ts';
import { qualitySection } from './quality-section.ts';

/** What charts show of the features and of the model's answers. */
export interface Distributions {
  readonly features: readonly ColumnDistribution[];
  readonly answers: readonly ColumnDistribution[];
}

/** The page of a drift check. */
export function driftPage(result: CheckResult, context: ReportContext, { features, answers }: Distributions): string {
  return checkPage(result, context, {
    measured: [
      qualitySection(result),
      driftSection('Features', 'feature', result.drift, features),
      driftSection("The model's answers", 'answer', result.predictionDrift, answers),
    ],
  });
}
