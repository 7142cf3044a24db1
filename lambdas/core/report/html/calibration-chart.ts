import type { Interval } from '../../performance/intervals/interval.ts';
import { wilsonInterval } from '../../performance/intervals/wilson.ts';
import type { CheckResult } from '../../result/schema.ts';
import { formatCount, formatMeasure, formatRange, formatShare } from '../../text/numbers.ts';
import type { Html } from './html.ts';
import { smallTable } from './html-table.ts';
import { type ComparedName, chartCard, endOf, SquareChart } from './square-chart.ts';

type Calibration = NonNullable<NonNullable<NonNullable<CheckResult['performance']>['curves']>['calibration']>;

/** Of the rows, how many a bin must have for its interval to fit the axis. */
const FITTED_SHARE = 0.05;

/** A bin with rows. */
interface Bin {
  /** Of all rows. */
  readonly share: number;
  readonly across: number;
  readonly up: number;
  readonly interval: Interval;
  readonly radius: number;
}

/** The calibration, over that of a reference if there is one. */
export function calibrationCard(
  calibration: Calibration,
  reference?: Calibration,
  name: ComparedName = 'reference',
): Html {
  const known = binsOf(calibration);
  const before = reference && binsOf(reference);
  const end = endOf(Math.max(...[...known, ...(before ?? [])].map(highestOf)));
  const chart = new SquareChart({ across: end, up: end });
  return chartCard(
    'Calibration',
    chart.draw(
      'calibration: share of positive rows by mean probability, in ten bins',
      chart.diagonal(),
      before?.map((bin) => bin && chart.point(bin.across, bin.up, bin.radius, 'before')),
      known.map((bin) => bin && [chart.upright(bin.across, bin.interval), chart.point(bin.across, bin.up, bin.radius)]),
    ),
    'Across: mean probability; up: share of positives with its 95 % interval. On the diagonal, probabilities are right. Larger points have more rows.',
    [
      binTable('calibration by bin of the probability', calibration, known),
      reference && before && binTable(`calibration of the ${name}`, reference, before),
    ],
  );
}

/** What the axes have to show of a bin: its point, and its interval if it has many rows. */
function highestOf(bin: Bin | null): number {
  if (bin === null) return 0;
  return Math.max(bin.across, bin.up, bin.share >= FITTED_SHARE ? bin.interval.upper : 0);
}

/** null: a bin without rows. */
function binsOf(calibration: Calibration): (Bin | null)[] {
  const rows = calibration.reduce((sum, bin) => sum + bin.rows, 0);
  return calibration.map(({ rows: count, positives, meanProbability }) => {
    if (meanProbability === null) return null;
    const up = positives / count;
    const share = count / rows;
    const radius = 2 + 8 * Math.sqrt(share);
    return { share, across: meanProbability, up, interval: wilsonInterval(up, count), radius };
  });
}

function binTable(caption: string, calibration: Calibration, known: readonly (Bin | null)[]): Html {
  return smallTable(
    caption,
    ['probability', 'rows', 'mean', 'positives', '95 % interval'],
    known.map((bin, i) => [
      `${i / 10} to ${(i + 1) / 10}`,
      formatCount(calibration[i].rows),
      formatMeasure(bin?.across),
      formatShare(bin?.up ?? null),
      bin && formatRange(bin.interval.lower, bin.interval.upper),
    ]),
  );
}
