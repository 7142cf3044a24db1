/**
 * How often monitors raise an alert in worlds without a change, and how soon after one: whole monitors are played through the
 * product's own checks over generated worlds, beside plain rules on the same rows. Run: npm run simulate -- --help
 */
import { DRIFT_LEGEND, markdownTables, PERFORMANCE_LEGEND } from './count/table.ts';
import type { Cell } from './play/cell.ts';
import { KeptOutcomes } from './run/kept-outcomes.ts';
import { KeptTallies } from './run/kept-tallies.ts';
import { type Options, readOptions } from './run/options.ts';
import { simulate } from './run/simulate.ts';
import { USAGE } from './run/usage.ts';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(USAGE);
} else {
  try {
    const options = readOptions(args);
    if (options.list) list(options);
    else await play(options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}

function list({ cells }: Options): void {
  for (const { name, monitors, days } of cells) console.log(`${name}: ${monitors} monitors of ${days} days`);
}

async function play({ cells, jobs, out }: Options): Promise<void> {
  const started = performance.now();
  let windows = 0;
  const onProgress = (done: number, all: number, { days }: Cell) => {
    windows += days;
    const rate = (1000 * windows) / (performance.now() - started);
    process.stderr.write(`${done} of ${all} monitors, ${rate.toFixed(1)} windows a second${done < all ? '\r' : '\n'}`);
  };
  const begun = new KeptOutcomes(out === undefined ? undefined : `${out}.begun`);
  const tallies = await simulate(cells, jobs, onProgress, new KeptTallies(out), begun);
  process.stdout.write(markdownTables(tallies));
  if (cells.some(({ model }) => model === null)) process.stdout.write(`\n${DRIFT_LEGEND}`);
  if (cells.some(({ model }) => model !== null))
    process.stdout.write(`\nWhere performance is watched:\n${PERFORMANCE_LEGEND}`);
}
