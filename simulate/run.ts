/**
 * How often monitors page in worlds without a change, and how soon after one: whole monitors are played through the
 * product's own checks over generated worlds, beside plain rules on the same rows. Run: npm run simulate -- --help
 */
import { writeFileSync } from 'node:fs';
import { LEGEND, markdownTable } from './count/table.ts';
import { readOptions, USAGE } from './run/options.ts';
import { simulate } from './run/simulate.ts';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(USAGE);
} else {
  const { cells, jobs, out, list } = readOptions(args);
  if (list) {
    for (const { name, monitors, days } of cells) console.log(`${name}: ${monitors} monitors of ${days} days`);
  } else {
    const started = performance.now();
    let windows = 0;
    const tallies = await simulate(cells, jobs, (done, all, cell) => {
      windows += cell.days;
      const seconds = (performance.now() - started) / 1000;
      process.stderr.write(`\r${done} of ${all} monitors, ${(windows / seconds).toFixed(1)} windows a second`);
    });
    process.stderr.write('\n');
    process.stdout.write(`${markdownTable(tallies)}\n${LEGEND}`);
    if (out !== undefined) writeFileSync(out, tallies.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
}
