/**
 * How often 95 % intervals hold the true value: samples of worlds whose true values are known, by metric.
 * Run: node bench/intervals.ts [--problem binary|multiclass|regression] [--samples 1000] [--seed 1] [--cells]
 * The same seed gives the same table. --cells prints each cell as a line of tab-separated values too.
 */
import { parseArgs } from 'node:util';
import { ROWS, WORLDS } from './intervals/cells.ts';
import { type Coverage, countCoverage } from './intervals/count-coverage.ts';
import { type Cell, cellLine, markdownTable } from './intervals/table.ts';

/** Rows drawn for a cell at most: large samples are drawn less often. */
const MOST_ROWS = 10_000_000;

const { values } = parseArgs({
  options: {
    problem: { type: 'string' },
    samples: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    cells: { type: 'boolean', default: false },
  },
});
const cells: Cell[] = [];
for (const { name, problem, world } of WORLDS) {
  if (values.problem !== undefined && values.problem !== problem) continue;
  const truth = world.truth();
  for (const rows of ROWS) {
    const samples = Math.min(Number(values.samples), MOST_ROWS / rows);
    const coverages: Coverage[] = countCoverage(world, truth, { rows, samples, seed: Number(values.seed) });
    const found = coverages.map((coverage): Cell => ({ ...coverage, world: name, rows, samples }));
    cells.push(...found);
    if (values.cells) console.log(found.map(cellLine).join('\n'));
    process.stderr.write(`${name}, ${rows} rows\x1b[K\r`);
  }
}
console.log(markdownTable(cells));
