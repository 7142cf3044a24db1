import type { CheckResult } from '../../result/schema.ts';
import { checkPage, type ReportContext } from './check-page.ts';
import { labelsSection } from './labels-section.ts';
import { type BaselinePerformance, performanceSection } from './performance-section.ts';
import { segmentsSection } from './segments-section.ts';
import { limitsSection } from './standing-section.ts';

/** The page of an accuracy check. @param baseline What is known of it; null: there is nothing to compare with. */
export function accuracyPage(
  result: CheckResult,
  context: ReportContext,
  baseline: BaselinePerformance | null = null,
): string {
  return checkPage(result, context, {
    standing: limitsSection(result),
    measured: [performanceSection(result, baseline), segmentsSection(result), labelsSection(result)],
  });
}
