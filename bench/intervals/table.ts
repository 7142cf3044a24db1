import type { Coverage } from './count-coverage.ts';

/** A metric in a world at a number of rows. */
export interface Cell extends Coverage {
  readonly world: string;
  readonly rows: number;
  readonly samples: number;
}

/** Below this share of samples with an interval, a cell's intervals are those of odd samples: only their misses count. */
const LEAST_GIVEN = 0.5;

export function cellLine({ world, rows, metric, samples, values, intervals, above, below }: Cell): string {
  return [world, rows, metric, samples, values, intervals, above, below].join('\t');
}

/**
 * A row a metric, over the cells in which at least half of the samples have an interval: how many they are of all, their mean
 * and lowest coverage, and where that is; and over all cells the largest share of samples with an interval that misses.
 */
export function markdownTable(cells: readonly Cell[]): string {
  const metrics = [...new Set(cells.map(({ metric }) => metric))];
  const lines = metrics.map((metric) => {
    const own = cells.filter((cell) => cell.metric === metric);
    const given = own.filter(({ intervals, samples }) => intervals >= LEAST_GIVEN * samples);
    const lowest = given.reduce((a, b) => (coverageOf(b) < coverageOf(a) ? b : a));
    const mean = given.reduce((sum, cell) => sum + coverageOf(cell), 0) / given.length;
    const missed = Math.max(...own.map(({ above, below, samples }) => (above + below) / samples));
    return [
      metric,
      `${given.length} of ${own.length}`,
      percent(mean),
      percent(coverageOf(lowest)),
      `${lowest.rows.toLocaleString('en-US')} rows, ${lowest.world}`,
      percent(missed),
    ];
  });
  const head = ['metric', 'cells with intervals', 'mean coverage', 'lowest', 'where', 'most wrong intervals'];
  return [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function coverageOf({ intervals, above, below }: Cell): number {
  return 1 - (above + below) / intervals;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
