import type { Coverage } from './count-coverage.ts';

/** A metric in a world at a number of rows. */
export interface Cell extends Coverage {
  readonly world: string;
  readonly rows: number;
  readonly samples: number;
}

/** Where a smaller share of samples has an interval, these samples are unusual: coverage is not computed, only misses count. */
const LEAST_GIVEN = 0.5;

export function isGiven({ intervals, samples }: Cell): boolean {
  return intervals >= LEAST_GIVEN * samples;
}

function coverageOf({ intervals, above, below }: Cell): number {
  return 1 - (above + below) / intervals;
}

/** The cell with the lowest coverage, by the upper end of an interval of two standard errors: low by more than chance. */
export function lowestOf(cells: readonly Cell[]): Cell {
  const atMost = (cell: Cell) => {
    const coverage = coverageOf(cell);
    return coverage + 2 * Math.sqrt((coverage * (1 - coverage)) / cell.intervals);
  };
  return cells.reduce((a, b) => (atMost(b) < atMost(a) ? b : a));
}

export function cellLine({ world, rows, metric, samples, values, intervals, above, below }: Cell): string {
  return [world, rows, metric, samples, values, intervals, above, below].join('\t');
}

/**
 * A row for each metric: in how many cells at least half of the samples have an interval; the mean coverage of these cells; the
 * lowest coverage, drawn again because the lowest of many is low by chance; and the largest share of samples of any cell whose
 * interval misses the true value.
 * @param again the lowest cell of each metric, drawn again
 */
export function markdownTable(cells: readonly Cell[], again: readonly Cell[]): string {
  const lines = again.map((lowest) => {
    const own = cells.filter(({ metric }) => metric === lowest.metric);
    const given = own.filter(isGiven);
    const mean = given.reduce((sum, cell) => sum + coverageOf(cell), 0) / given.length;
    const missed = Math.max(...own.map(({ above, below, samples }) => (above + below) / samples));
    return [lowest.metric, `${given.length} of ${own.length}`, percent(mean), ...describe(lowest), percent(missed)];
  });
  return table(['metric', 'cells with intervals', 'mean coverage', 'lowest', 'where', 'most wrong intervals'], lines);
}

/** A row for each cell of the worlds whose rarest rows small samples lack. */
export function unseenTable(cells: readonly Cell[]): string {
  const lines = cells.filter(isGiven).map((cell) => [cell.metric, ...describe(cell)]);
  return table(['metric', 'coverage', 'where'], lines);
}

function describe(cell: Cell): [coverage: string, where: string] {
  return [percent(coverageOf(cell)), `${cell.rows.toLocaleString('en-US')} rows, ${cell.world}`];
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
