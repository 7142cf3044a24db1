/**
 * A year of a monitor with labels: daily windows, each with labels that arrive on the mornings after it. Plays the
 * scheduled checks of each day, which keep profiles and answers, then a backtest of the year, and prints processor seconds
 * and the megabytes of captures, labels and the store that each of them reads. With `--folder`, the year stays there, and
 * the next run does the backtest only. With `--plain`, captures are a CSV file a day in place of SageMaker's folders of hours.
 *
 *     npm run bench:backtest -- [--days 365] [--rows 1000] [--mornings 13] [--plain] [--folder FOLDER]
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FolderStore } from '../lambdas/adapters/local/folder-store.ts';
import { openLocation } from '../lambdas/adapters/local/open-location.ts';
import { replay } from '../lambdas/core/backtest/replay.ts';
import { buildBaseline } from '../lambdas/core/build-baseline/build-baseline.ts';
import { checkDrift } from '../lambdas/core/check/check-drift.ts';
import { checkDueWindows } from '../lambdas/core/check/check-due-windows.ts';
import type { RunContext } from '../lambdas/core/context.ts';
import { parseMonitor } from '../lambdas/core/monitor/parse.ts';
import { windowsBetween } from '../lambdas/core/monitor/windows.ts';
import type { ObjectStore } from '../lambdas/core/ports.ts';
import { SeededRandom } from '../lambdas/core/statistics/random.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1);
const COLUMNS = 'at,id,amount,age,country,score';
const CAPTURE = '{ uri: captures, features: [amount, age, country], prediction: { score: 0, threshold: 0.5 } }';
const PLAIN_CAPTURE =
  '{ uri: captures, format: csv, time: at, id: id, features: [amount, age, country], prediction: { score: score, threshold: 0.5 } }';
const monitorOf = (capture: string) => `model: churn-v1
problem: binary-classification
capture: ${capture}
labels: { uri: labels, lag: P1D, maxAge: P14D }
baseline: { uri: training.csv, label: churned, score: p }
performance: { alert: [accuracy < 0.7], segments: [country] }
`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000' },
    days: { type: 'string', default: '365' },
    mornings: { type: 'string', default: '13' },
    plain: { type: 'boolean', default: false },
    folder: { type: 'string' },
  },
});
const [days, rows, mornings] = [Number(values.days), Number(values.rows), Number(values.mornings)];
for (const count of [days, rows, mornings])
  if (!Number.isInteger(count) || count < 1) throw new RangeError('counts are from 1');

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'bench-backtest-'));
if (values.folder === undefined) process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const isNew = !existsSync(join(folder, 'store'));
if (isNew) writeWorld();

const read = { captures: 0, labels: 0, store: 0 };
const monitor = parseMonitor(monitorOf(values.plain ? PLAIN_CAPTURE : CAPTURE), join(folder, 'churn.yaml'));
const results = counted(new FolderStore(join(folder, 'store')), 'store');
const open: RunContext['open'] = (uri) => {
  const place = openLocation(uri, folder);
  return { ...place, store: counted(place.store, uri === 'captures' ? 'captures' : 'labels') };
};

if (isNew) await buildBaseline(monitor, contextAt(START));
const windows = [...windowsBetween(monitor.schedule, START, START + days * DAY)];
const end = START + (days + 16) * DAY;
const backtest = () => replay([monitor], windows, { open, results, now: end });

console.log(`${days} windows of ${rows} rows; processor seconds, megabytes read of captures, labels and the store`);
if (isNew)
  await measured('the checks of each day', async () => {
    for (let day = 1; day <= days + 15; day++) {
      const now = START + day * DAY + 6.5 * HOUR;
      if (day <= days) await checkDrift(monitor, windows[day - 1], contextAt(now - HOUR / 2));
      await checkDueWindows(monitor, contextAt(now), { upTo: windows.at(-1)!.start });
    }
  });
await measured('a backtest', backtest);

async function measured(name: string, work: () => Promise<unknown>): Promise<void> {
  Object.assign(read, { captures: 0, labels: 0, store: 0 });
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const megabytes = Object.entries(read).map(([place, bytes]) => `${place} ${(bytes / 1e6).toFixed(1)}`);
  console.log(`${name}: ${((user + system) / 1e6).toFixed(1)} s, ${megabytes.join(', ')}`);
}

function contextAt(now: number): RunContext {
  return {
    open,
    results,
    metrics: { publish: async () => {} },
    alerts: { send: async () => {} },
    now,
    runId: `bench-${now}`,
    dryRun: false,
    pages: false,
  };
}

function counted(store: ObjectStore, place: keyof typeof read): ObjectStore {
  const count = (bytes: Uint8Array) => {
    read[place] += bytes.length;
    return bytes;
  };
  return {
    list: (prefix) => store.list(prefix),
    folders: (prefix) => store.folders(prefix),
    put: (...given) => store.put(...given),
    get: async (key) => {
      const object = await store.get(key);
      if (object !== null) count(object.bytes);
      return object;
    },
    stream: async function* (key) {
      for await (const bytes of store.stream(key)) yield count(bytes);
    },
    slice: async (...range) => count(await store.slice(...range)),
  };
}

function writeWorld(): void {
  const random = new SeededRandom(1);
  const draw = () => {
    const score = Math.round(1000 * random.uniform()) / 1000;
    const amount = Math.round(100 * (50 + 10 * random.normal())) / 100;
    const country = ['CH', 'DE', 'AT', 'FR'][random.integer(4)];
    return {
      features: `${amount},${18 + random.integer(60)},${country}`,
      score,
      label: random.uniform() < score ? 1 : 0,
    };
  };
  const training = Array.from({ length: 5000 }, draw).map(
    ({ features, score, label }) => `${features},${label},${score}\n`,
  );
  write('training.csv', `amount,age,country,churned,p\n${training.join('')}`);
  const arriving = new Map<number, string[]>();
  for (let day = 0; day < days; day++) {
    const hours: string[][] = Array.from({ length: 24 }, () => []);
    const table = [`${COLUMNS}\n`];
    for (let row = 0; row < rows; row++) {
      const { features, score, label } = draw();
      const time = START + day * DAY + Math.floor((row / rows) * DAY);
      const eventId = `0b5c5f8e-7d0b-4c1a-9f2e-${(day * 1_000_000 + row).toString(16).padStart(12, '0')}`;
      table.push(`${isoSeconds(time)},${eventId},${features},${score}\n`);
      hours[new Date(time).getUTCHours()].push(captureLine(features, score, eventId, time));
      const morning = day + 1 + (row % mornings);
      const labels = arriving.get(morning) ?? [];
      labels.push(labelLine(label, eventId));
      arriving.set(morning, labels);
    }
    if (values.plain) write(`captures/${isoSeconds(START + day * DAY).slice(0, 10)}.csv`, table.join(''));
    for (const [hour, lines] of values.plain ? [] : hours.entries())
      if (lines.length > 0)
        write(`captures/${hourOf(START + day * DAY + hour * HOUR)}/00-00-000.jsonl`, lines.join(''));
  }
  for (const [day, lines] of arriving)
    write(`labels/${hourOf(START + day * DAY + 2 * HOUR)}/labels.jsonl`, lines.join(''));
}

function captureLine(features: string, score: number, eventId: string, time: number): string {
  const side = (mode: string, data: string) => ({ observedContentType: 'text/csv', mode, data, encoding: 'CSV' });
  const captureData = { endpointInput: side('INPUT', features), endpointOutput: side('OUTPUT', String(score)) };
  const inferenceTime = isoSeconds(time);
  return `${JSON.stringify({ captureData, eventMetadata: { eventId, inferenceTime }, eventVersion: '0' })}\n`;
}

function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function labelLine(label: number, eventId: string): string {
  const groundTruthData = { data: String(label), encoding: 'CSV' };
  return `${JSON.stringify({ groundTruthData, eventMetadata: { eventId }, eventVersion: '0' })}\n`;
}

function hourOf(time: number): string {
  return new Date(time).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
}

function write(path: string, content: string): void {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
}
