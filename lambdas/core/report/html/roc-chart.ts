import type { CheckResult } from '../../result/schema.ts';
import { formatMeasure } from '../../text/numbers.ts';
import type { Html } from './html.ts';
import { smallTable } from './html-table.ts';
import { type ComparedName, chartCard, SquareChart } from './square-chart.ts';

type Performance = NonNullable<CheckResult['performance']>;
type Roc = NonNullable<NonNullable<Performance['curves']>['roc']>;

/** The ROC curve, over that of a reference if there is one. @param matrix What the threshold in use does. */
export function rocCard(
  roc: Roc,
  matrix: Performance['confusionMatrix'],
  reference?: Roc,
  name: ComparedName = 'reference',
): Html {
  const points = pointsOf(roc);
  const before = reference && pointsOf(reference);
  const last = roc.falsePositives.length - 1;
  const used = matrix && [
    matrix.counts[0][1] / roc.falsePositives[last],
    matrix.counts[1][1] / roc.truePositives[last],
  ];
  const chart = new SquareChart();
  return chartCard(
    'ROC',
    chart.draw(
      'ROC curve: share of the positive rows above a threshold, by that of the negative rows',
      chart.diagonal(),
      before && chart.polyline(before, 'then'),
      chart.polyline(points, 'now'),
      used && chart.point(used[0], used[1], 4),
    ),
    `Across: false positive rate; up: true positive rate. The diagonal is chance${used ? ', the point the threshold in use' : ''}.`,
    [curveTable('ROC curve', points), before && curveTable(`ROC curve of the ${name}`, before)],
  );
}

function pointsOf({ falsePositives, truePositives }: Roc): (readonly [number, number])[] {
  const last = falsePositives.length - 1;
  const [negatives, positives] = [falsePositives[last], truePositives[last]];
  return falsePositives.map((count, i) => [count / negatives, truePositives[i] / positives]);
}

function curveTable(caption: string, points: readonly (readonly [number, number])[]): Html {
  return smallTable(
    caption,
    ['false positive rate', 'true positive rate'],
    points.map(([across, up]) => [formatMeasure(across), formatMeasure(up)]),
  );
}
