/**
 * How often 95 % intervals hold the true value: samples of worlds whose true values are known, by metric.
 * Run: node bench/intervals.ts [--problem binary|multiclass|regression] [--samples 1000] [--seed 1] [--cells]
 * The same seed gives the same table. --cells prints each cell as a line of tab-separated values too.
 */
import { parseArgs } from 'node:util';
import { type NamedWorld, ROWS, WORLDS } from './intervals/cells.ts';
import { countCoverage } from './intervals/count-coverage.ts';
import { type Cell, cellLine, isGiven, lowestOf, markdownTable, unseenTable } from './intervals/table.ts';

/** The most rows drawn for a cell: of large samples fewer are drawn. */
const MOST_ROWS = 10_000_000;
/** A metric's lowest cell is drawn again with this many times the samples. */
const TIMES_AGAIN = 4;

const { values } = parseArgs({
  options: {
    problem: { type: 'string' },
    samples: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    cells: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const worlds = WORLDS.filter(({ problem }) => values.problem === undefined || problem === values.problem);
const truths = new Map(worlds.map(({ name, world }) => [name, world.truth()]));

function draw({ name, world }: NamedWorld, rows: number, times: number, seed: number): Cell[] {
  const samples = times * Math.min(Number(values.samples), MOST_ROWS / rows);
  const coverages = countCoverage(world, truths.get(name)!, { rows, samples, seed });
  const cells = coverages.map((coverage): Cell => ({ ...coverage, world: name, rows, samples }));
  if (values.cells) console.log(cells.map(cellLine).join('\n'));
  if (process.stderr.isTTY) process.stderr.write(`${name}, ${rows} rows\x1b[K\r`);
  return cells;
}

const [seen, unseen] = [false, true].map((kind) =>
  worlds.filter((one) => one.unseen === kind).flatMap((one) => ROWS.flatMap((rows) => draw(one, rows, 1, seed))),
);
const again = [...new Set(seen.map(({ metric }) => metric))].map((metric) => {
  const lowest = lowestOf(seen.filter((cell) => cell.metric === metric && isGiven(cell)));
  const world = worlds.find(({ name }) => name === lowest.world)!;
  return draw(world, lowest.rows, TIMES_AGAIN, seed + 1).find((cell) => cell.metric === metric)!;
});
console.log(markdownTable(seen, again));
if (unseen.length > 0) console.log(`\n${unseenTable(unseen)}`);
