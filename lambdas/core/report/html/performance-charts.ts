import type { CheckResult } from '../../result/schema.ts';
import { calibrationCard } from './calibration-chart.ts';
import { type Html, html } from './html.ts';
import { precisionRecallCard } from './precision-recall-chart.ts';
import { residualsCard } from './residuals-chart.ts';
import { rocCard } from './roc-chart.ts';
import type { ComparedName } from './square-chart.ts';

type Performance = NonNullable<CheckResult['performance']>;

/** What curves are drawn over. */
export interface ComparedCurves {
  readonly curves: Performance['curves'];
  /** What texts call it. */
  readonly name: ComparedName;
  /** What texts call that which is drawn over it. */
  readonly over: string;
}

/**
 * The ROC curve, precision and recall, the calibration and the residuals, as far as they are known, side by side.
 *
 * @param before What they are drawn over. Residuals of both are counted in the same bins. @default - nothing
 */
export function performanceCharts({ curves, confusionMatrix }: Performance, before?: ComparedCurves): Html | null {
  if (curves === undefined) return null;
  const { roc, calibration, residuals } = curves;
  const { curves: known, name } = before ?? {};
  const cards = [
    roc && rocCard(roc, confusionMatrix, known?.roc, name),
    roc && precisionRecallCard(roc, confusionMatrix, known?.roc, name),
    calibration && calibrationCard(calibration, known?.calibration, name),
    residuals && residualsCard(residuals, known?.residuals, name),
  ].filter((card) => card !== undefined);
  if (cards.length === 0) return null;
  const isCompared = Object.keys(curves).some((key) => known?.[key as keyof typeof curves] !== undefined);
  return html`${isCompared && legend(before!)}<div class="cards">\n${cards}</div>\n`;
}

function legend({ name, over }: ComparedCurves): Html {
  return html`<p class="legend dim"><svg viewBox="0 0 24 12" aria-hidden="true"><rect class="before" x="1" y="2" width="22" height="9"/></svg> ${name}: broad grey lines, grey areas and squares <svg viewBox="0 0 24 12" aria-hidden="true"><path class="now" d="M1 6h22"/></svg> ${over}: thin lines and discs</p>
`;
}
