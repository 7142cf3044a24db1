/**
 * A window that is read by one run, and the same in parts by the steps of the reading machine, one after another in this process:
 * processor seconds of each step and the size of what it stores. Both have to find the same. Then the work that grows with the number
 * of parts, for `--parts` of them that hold what the first one does: merging them, and comparing the hashes of one range of theirs.
 *
 *     npm run bench:parts -- [--rows 4800000] [--columns 20] [--parts 500] [--folder FOLDER]
 *
 * With `--folder`, the captures stay there for the next run.
 */
import { deepStrictEqual } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FolderStore } from '../lambdas/adapters/local/folder-store.ts';
import { openLocation } from '../lambdas/adapters/local/open-location.ts';
import { buildBaseline } from '../lambdas/core/build-baseline/build-baseline.ts';
import { writeRanges } from '../lambdas/core/capture/seen-ranges.ts';
import { loadMerged } from '../lambdas/core/check/reading/fan-out/merge-parts.ts';
import { loadPlan, storePlan } from '../lambdas/core/check/reading/fan-out/plan.ts';
import { ReadingKeys } from '../lambdas/core/check/reading/fan-out/reading-keys.ts';
import { runReadingStep } from '../lambdas/core/check/reading/fan-out/run-step.ts';
import type { ReadingStep } from '../lambdas/core/check/reading/fan-out/steps.ts';
import { profileCapture } from '../lambdas/core/check/reading/profile-capture.ts';
import { readBaseline, windowCaptures } from '../lambdas/core/check/reading/read-window.ts';
import { divideParts } from '../lambdas/core/check/reading/shards/divide-sources.ts';
import type { RunContext } from '../lambdas/core/context.ts';
import { loadState } from '../lambdas/core/decision/state-store.ts';
import { parseMonitor } from '../lambdas/core/monitor/parse.ts';
import { windowByName } from '../lambdas/core/monitor/windows.ts';
import { SeededRandom } from '../lambdas/core/statistics/random.ts';
import { MONITOR, WINDOW, writeCaptures } from './reading/captures.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '4800000' },
    columns: { type: 'string', default: '20' },
    parts: { type: 'string', default: '500' },
    folder: { type: 'string' },
  },
});
const [rows, columns, many] = [values.rows, values.columns, values.parts].map(Number);
for (const count of [rows, columns, many])
  if (!Number.isInteger(count) || count < 1) throw new RangeError('--rows, --columns and --parts are counts from 1');

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'bench-parts-'));
if (values.folder === undefined) process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, `${MONITOR}.yaml`);
if (!existsSync(file)) {
  mkdirSync(folder, { recursive: true });
  await writeCaptures(folder, { rows, columns, rowsPerRequest: 1, payload: 'csv' });
}

rmSync(join(folder, 'store'), { recursive: true, force: true });
const results = new FolderStore(join(folder, 'store'));
const context: RunContext = {
  open: (uri) => openLocation(uri, folder),
  results,
  metrics: { publish: async () => {} },
  alerts: { send: async () => {} },
  now: Date.parse(WINDOW) + 2 * 86_400_000,
  runId: 'bench',
  dryRun: false,
};
const monitor = parseMonitor(readFileSync(file, 'utf8'), file);
await buildBaseline(monitor, context);
const window = windowByName(monitor.schedule, WINDOW);
const { state } = await loadState(results, MONITOR);
const baseline = await readBaseline(monitor, window, state, context);

const table: Record<string, { 'processor s': string; 'peak MB': number; 'stores MB': string }> = {};
async function measure<T>(name: string, work: () => Promise<T>, stored: readonly string[] = []): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  let bytes = 0;
  for (const prefix of stored) for await (const { size } of results.list(prefix)) bytes += size;
  table[name] = {
    'processor s': ((user + system) / 1e6).toFixed(2),
    'peak MB': Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    'stores MB': (bytes / 1e6).toFixed(2),
  };
  return result;
}

const { listed } = await windowCaptures(monitor, window, context, null, true);
const parts = await Array.fromAsync(divideParts(listed!));
const run = await storePlan(results, monitor, window, baseline.id, parts);
const keys = new ReadingKeys(run);
const frame = { monitor: MONITOR, window: WINDOW, run };
const step = (request: ReadingStep) => runReadingStep(request, monitor, context);

for (const part of parts.keys()) {
  const stored = [keys.part(part), keys.seen(part)];
  await measure(`read-part ${part}`, () => step({ step: 'read-part', ...frame, part }), stored);
}
for (const range of parts.keys()) {
  await measure(`find-repeats ${range}`, () => step({ step: 'find-repeats', ...frame, range }), [keys.repeats]);
}
await measure('merge', () => step({ step: 'merge', ...frame, tolerated: 0 }), [keys.window]);
const merged = await loadMerged(await loadPlan(monitor, window, run, context), context);
const single = await measure('one run', () => profileCapture(monitor, window, baseline, context));
deepStrictEqual(merged!.captured, single);

const random = new SeededRandom(1);
const records = Math.ceil(single.data.records / parts.length / many);
const part = (await results.get(keys.part(0)))!.bytes;
// As many as a part would have in one of so many ranges. All are in the first.
const entries = () =>
  Uint32Array.from({ length: 3 * records }, (_, i) => random.uniform() * (i % 3 === 1 ? 2 ** 32 / many : 2 ** 32));
const manyRun = await storePlan(results, monitor, window, baseline.id, new Array(many).fill([]));
const manyKeys = new ReadingKeys(manyRun);
for (let i = 0; i < many; i++) {
  await results.put(manyKeys.part(i), part);
  await results.put(manyKeys.seen(i), writeRanges({ ids: entries(), others: new Uint32Array(0) }, many));
}
const manyFrame = { ...frame, run: manyRun };
await measure(`find-repeats, ${many} parts`, () => step({ step: 'find-repeats', ...manyFrame, range: 0 }));
await measure(`merge, ${many} parts`, () => step({ step: 'merge', ...manyFrame, tolerated: 0 }), [manyKeys.window]);

console.log(
  `${single.data.rows} rows of ${columns} columns, ${(single.data.bytes / 1e6).toFixed(0)} MB, in ${parts.length} parts`,
);
console.table(table);
