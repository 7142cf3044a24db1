import type { CheckResult } from '../../result/schema.ts';
import { calibrationCard } from './calibration-chart.ts';
import { type Html, html } from './html.ts';
import { precisionRecallCard } from './precision-recall-chart.ts';
import { residualsCard } from './residuals-chart.ts';
import { rocCard } from './roc-chart.ts';

type Performance = NonNullable<CheckResult['performance']>;

/**
 * The ROC curve, precision and recall, the calibration and the residuals, as far as they are known, side by side.
 *
 * @param reference What they are drawn over. @default - nothing
 */
export function performanceCharts(
  { curves, confusionMatrix }: Performance,
  reference: Performance['curves'] = undefined,
): Html | null {
  if (curves === undefined) return null;
  const { roc, calibration, residuals } = curves;
  const cards = [
    roc && rocCard(roc, confusionMatrix, reference?.roc),
    roc && precisionRecallCard(roc, confusionMatrix, reference?.roc),
    calibration && calibrationCard(calibration, reference?.calibration),
    residuals && residualsCard(residuals, reference?.residuals),
  ].filter((card) => card !== undefined);
  return cards.length === 0 ? null : html`<div class="cards">\n${cards}</div>\n`;
}
