import type { CheckResult } from '../../result/schema.ts';
import { checkPage, type ReportContext } from './check-page.ts';
import { labelsSection } from './labels-section.ts';
import { performanceSection } from './performance-section.ts';
import { segmentsSection } from './segments-section.ts';
import { limitsSection } from './standing-section.ts';

/** The page of an accuracy check. */
export function accuracyPage(result: CheckResult, context: ReportContext): string {
  return checkPage(result, context, {
    standing: limitsSection(result),
    measured: [performanceSection(result), segmentsSection(result), labelsSection(result)],
  });
}
