/**
 * How the cost of a drift check grows with rows, columns and the windows before, and that of a look at all monitors with
 * their number. Prints processor time and peak memory of the whole process, the bytes of captures read, and the exponent of
 * the growth.
 *
 *     npm run bench:scale -- [--of rows,columns,history,monitors] [--rows 1000000] [--rounds 2]
 *
 * `--rows` is the largest number of rows. Ten million take 5 GB of disk.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CaptureSize, MONITOR, WINDOW, writeCaptures } from './reading/captures.ts';
import { Packaged, type Usage } from './reading/packaged.ts';
import { checkMonitors, checkWindowsBefore } from './scale/before.ts';
import { exponentOf } from './scale/exponent.ts';

const CHECK = ['--kind', 'drift', '--window', WINDOW, '--dry-run', '--json'];
const SIZE: CaptureSize = { rows: 2000, columns: 20, rowsPerRequest: 1, payload: 'csv' };

const { values } = parseArgs({
  options: {
    of: { type: 'string', default: 'rows,columns,history,monitors' },
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '2' },
  },
});
const [mostRows, rounds] = [values.rows, values.rounds].map(Number);

interface Measured extends Omit<Usage, 'elapsed'> {
  readonly read: number;
}

/** Something that grows. */
interface Growth {
  readonly sizes: readonly number[];
  /** Writes what is measured. Returns the arguments of the command line. */
  readonly prepare: (size: number, folder: string, packaged: Packaged) => Promise<readonly string[]>;
}

const GROWTHS: Record<string, Growth> = {
  rows: {
    sizes: [100, 10_000, 100_000, 1_000_000, 10_000_000].filter((rows) => rows <= mostRows),
    prepare: (rows, folder, packaged) => prepareCheck({ ...SIZE, rows }, folder, packaged),
  },
  columns: {
    sizes: [2, 10, 100, 1000, 2000],
    prepare: (columns, folder, packaged) => prepareCheck({ ...SIZE, rows: 5000, columns }, folder, packaged),
  },
  history: {
    sizes: [1, 10, 30, 100, 400],
    prepare: async (windows, folder, packaged) => {
      const args = await prepareCheck({ ...SIZE, days: windows }, folder, packaged);
      await checkWindowsBefore(folder, windows - 1);
      return args;
    },
  },
  monitors: {
    sizes: [1, 10, 100, 1000],
    prepare: async (monitors, folder) => {
      await writeCaptures(folder, { ...SIZE, rows: 200, trainingRows: 2000 });
      await checkMonitors(folder, monitors);
      return ['--monitors', join(folder, 'monitors'), 'status', '--json'];
    },
  },
};

const wanted = values.of.split(',');
const unknown = wanted.find((name) => !Object.hasOwn(GROWTHS, name));
if (unknown !== undefined) throw new RangeError(`--of has ${unknown}; accepted are ${Object.keys(GROWTHS).join(', ')}`);
await Packaged.use(async (packaged) => {
  for (const name of wanted) await measureGrowth(name, GROWTHS[name], packaged);
});

async function prepareCheck(size: CaptureSize, folder: string, packaged: Packaged): Promise<readonly string[]> {
  await writeCaptures(folder, size);
  const monitor = join(folder, `${MONITOR}.yaml`);
  packaged.run([...packaged.commandLine(join(folder, 'store')), 'baseline', monitor]);
  // With several threads, processor time grows in a step where they begin to read.
  return ['check', monitor, ...CHECK, '--jobs', '1'];
}

async function measureGrowth(name: string, { sizes, prepare }: Growth, packaged: Packaged): Promise<void> {
  const measured: Measured[] = [];
  for (const size of sizes) {
    const folder = join(packaged.folder, `${name}-${size}`);
    mkdirSync(folder);
    const args = [...packaged.commandLine(join(folder, 'store')), ...(await prepare(size, folder, packaged))];
    measured.push(measure(args, packaged));
    rmSync(folder, { recursive: true });
  }
  const seconds = measured.map((each) => each.seconds);
  console.log(`\n${name}: exponent ${exponentOf(sizes, seconds)}`);
  console.table(
    Object.fromEntries(
      measured.map(({ seconds, megabytes, read }, i) => [
        String(sizes[i]),
        { 'processor s': seconds.toFixed(2), 'peak MB': Math.round(megabytes), 'bytes read': read },
      ]),
    ),
  );
}

/** The smallest time of some rounds. */
function measure(args: readonly string[], packaged: Packaged): Measured {
  const runs = Array.from({ length: rounds }, () => packaged.run(args));
  const usages = runs.map(({ usage }) => usage);
  return {
    seconds: Math.min(...usages.map(({ seconds }) => seconds)),
    megabytes: Math.max(...usages.map(({ megabytes }) => megabytes)),
    read: JSON.parse(runs[0].output)[0]?.data?.bytes ?? 0,
  };
}
