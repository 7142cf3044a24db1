import type { CheckResult } from '../../result/schema.ts';
import { formatCount, formatMeasure, formatShare } from '../../text/numbers.ts';
import type { Html } from './html.ts';
import { smallTable } from './html-table.ts';
import { type ComparedName, chartCard, endOf, SquareChart } from './square-chart.ts';

type Performance = NonNullable<CheckResult['performance']>;
type Roc = NonNullable<NonNullable<Performance['curves']>['roc']>;

/** Rows of the table, about. */
const SHOWN = 20;
/** Shares of the rows that are listed besides, because few rows can be looked at. */
const FIRST_SHARES = [0.01, 0.02];

/** The rows with the highest scores: how many they are, and what they catch. */
interface Cut {
  readonly rows: number;
  readonly share: number;
  readonly precision: number;
  readonly recall: number;
}

/** Precision by recall, from the points of the ROC curve; over that of a reference if there is one. */
export function precisionRecallCard(
  roc: Roc,
  matrix: Performance['confusionMatrix'],
  reference?: Roc,
  name: ComparedName = 'reference',
): Html {
  const cuts = cutsOf(roc);
  const before = reference && cutsOf(reference);
  const lineOf = (some: readonly Cut[]) => some.map(({ recall, precision }) => [recall, precision] as const);
  const [falsePositives, hits] = matrix === null ? [0, 0] : [matrix.counts[0][1], matrix.counts[1][1]];
  const isUsed = hits + falsePositives > 0;
  const used = {
    recall: hits / roc.truePositives[roc.truePositives.length - 1],
    precision: hits / (hits + falsePositives),
  };
  const drawn = [...cuts, ...(before ?? []), ...(isUsed ? [used] : [])];
  const chart = new SquareChart({ across: 1, up: endOf(Math.max(...drawn.map(({ precision }) => precision))) });
  return chartCard(
    'Precision and recall',
    chart.draw(
      'precision by recall',
      chart.level(cuts[cuts.length - 1].precision),
      before && chart.polyline(lineOf(before), 'then'),
      chart.polyline(lineOf(cuts), 'now'),
      isUsed && chart.point(used.recall, used.precision, 4),
    ),
    `Across: recall; up: precision. The dashed line is the precision of chance, the share of positives${isUsed ? '; the point is the threshold in use' : ''}.`,
    [
      cutTable('precision and recall of the rows with the highest scores', cuts),
      before && cutTable(`the same of the ${name}`, before),
    ],
  );
}

/** Without the first point, which has no row. */
function cutsOf({ falsePositives, truePositives }: Roc): Cut[] {
  const last = falsePositives.length - 1;
  const all = falsePositives[last] + truePositives[last];
  return falsePositives.slice(1).map((wrong, i) => {
    const right = truePositives[i + 1];
    const rows = wrong + right;
    return { rows, share: rows / all, precision: right / rows, recall: right / truePositives[last] };
  });
}

/** The cuts at the first shares, then about as many as are shown, at even shares of the rows, the last one always. */
function cutTable(caption: string, cuts: readonly Cut[]): Html {
  let next = 0;
  const shown = cuts.filter(({ share }, i) => {
    if (share < next && i < cuts.length - 1) return false;
    const even = (Math.floor(share * SHOWN + 1e-9) + 1) / SHOWN;
    next = FIRST_SHARES.find((first) => first > share + 1e-9) ?? even;
    return true;
  });
  return smallTable(
    caption,
    ['highest scores', 'rows', 'precision', 'recall'],
    shown.map(({ rows, share, precision, recall }) => [
      formatShare(share),
      formatCount(rows),
      formatMeasure(precision),
      formatMeasure(recall),
    ]),
  );
}
