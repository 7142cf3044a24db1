/**
 * Checks one window of captured rows, all of them labelled, in the deployed functions: synthesizes the stack, starts the test
 * account on loopback, and prints the seconds and the peak memory of the drift check and the accuracy check against what
 * Lambda gives them. Exits with 1 when one of them fails, loses rows or labels, or is given up for time or memory.
 *
 *     node bench/account.ts [--rows 3000000] [--window PT1H]
 *
 * With `--window PT1H` the first scheduled accuracy check looks at all windows of the 14 days for which labels may come, of which 24 have
 * rows. An hour later, when the last labels of the day have come, which are for some rows of each of the 24, another one measures these
 * again. The requests of each run are printed with what they cost.
 *
 * One row a request, 12 numbers and 3 categories, UUIDs as ids, 96 files; labels arrive in another order than the requests.
 * Files are made when they are read, by the process of the account, while the function waits for them: that and other load on
 * the machine count in the seconds, and not in those of processor time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { App, type CfnElement, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { MonitorDefinition } from '../lib/monitor-definition.ts';
import { MonitoringStack } from '../lib/monitoring-stack.ts';
import { TestAccount } from '../test/account/account.ts';
import type { Run } from '../test/account/services/lambda/lambda.ts';
import { FEATURES, Traffic, type TrafficFile } from './account/traffic.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 10);
const WINDOW = '2026-01-10';
const TRAINING_ROWS = 20_000;
const MONITOR = `model: churn-v1
problem: binary-classification
capture: { uri: s3://data/captures, features: [${FEATURES.join(', ')}], prediction: { score: 0, threshold: 0.5 } }
labels: { uri: s3://data/labels, lag: P1D, maxAge: P14D }
baseline: { uri: s3://data/training.csv, label: churned, score: p }
schedule: { timeZone: UTC, window: WINDOW }
performance: { alert: [ accuracy < 0.9 ], segments: [category_1] }
`;

/** Dollars for a request in us-east-1: docs/deploy.md. */
const PRICES: Readonly<Record<string, number>> = {
  's3:GetObject': 0.0004 / 1000,
  's3:PutObject': 0.005 / 1000,
  's3:ListBucket': 0.005 / 1000,
  'cloudwatch:PutMetricData': 0.01 / 1000,
};
let counted = 0;

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '3000000' }, window: { type: 'string', default: 'P1D' } },
});
const rows = Number(values.rows);
if (!Number.isInteger(rows) || rows < 1) throw new RangeError('--rows is a count from 1');

const cdkOut = mkdtempSync(join(tmpdir(), 'bench-account-'));
try {
  await measure();
} finally {
  rmSync(cdkOut, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const app = new App({ outdir: cdkOut });
  const definition = MonitorDefinition.fromText(MONITOR.replace('WINDOW', values.window), 'monitors/churn.yaml');
  const { functions } = new MonitoringStack(app, 'Bench', { definitions: [definition] }).platform;
  app.synth();
  const account = await TestAccount.start({ cdkOut, now: START + 2 * DAY });
  try {
    const { bytes, last } = storeData(account, values.window !== 'P1D');
    console.log(`${rows} captured rows and ${rows} labels, ${(bytes / 1e6).toFixed(0)} MB`);
    const run = (of: IConstruct, event: object) =>
      account.invoke(logicalId(of), { monitor: definition.monitor.name, ...event });
    report(account, 'baseline', await run(functions.baseline, {}), () => TRAINING_ROWS);
    const labelled = ({ checks }: Checks) => Math.min(sumOf(checks, 'rows'), sumOf(checks, 'labelled'));
    if (values.window === 'P1D') {
      report(account, 'drift', await run(functions.drift, { window: WINDOW }), (result) => result.rows);
      report(account, 'accuracy', await run(functions.accuracy, { window: WINDOW }), labelled);
      return;
    }
    const at = (hour: number) => ({ scheduledTime: new Date(START + 2 * DAY + hour * HOUR).toISOString() });
    report(account, 'accuracy, all windows', await run(functions.accuracy, at(0)), ({ checks }) =>
      sumOf(checks, 'rows'),
    );
    await account.advanceTo(START + 2 * DAY + HOUR);
    account.s3.put('data', last.key, last.body);
    report(account, 'accuracy, an hour later', await run(functions.accuracy, at(1)), labelled);
  } finally {
    await account.stop();
  }
}

/**
 * Training data, captures and labels in a bucket.
 *
 * @param withoutLast Whether the last file of labels is left out.
 * @returns The bytes of captures and labels, and the last file of labels.
 */
function storeData({ s3 }: TestAccount, withoutLast: boolean): { bytes: number; last: TrafficFile } {
  const traffic = new Traffic(rows, START);
  s3.createBucket('data');
  s3.put('data', 'training.csv', traffic.training(TRAINING_ROWS));
  let bytes = 0;
  const store = (folder: string, files: readonly TrafficFile[]) => {
    for (const { key, body } of files) {
      s3.put('data', `${folder}/${key}`, body);
      bytes += body.size;
    }
  };
  store('captures', traffic.captures());
  const labels = traffic.labels();
  const last = labels.at(-1)!;
  store('labels', withoutLast ? labels.slice(0, -1) : labels);
  return { bytes, last: { ...last, key: `labels/${last.key}` } };
}

interface Checks {
  readonly checks: readonly Readonly<Record<'rows' | 'labelled', number | null>>[];
}

function sumOf<K extends 'rows' | 'labelled'>(checks: readonly Readonly<Record<K, number | null>>[], name: K): number {
  return checks.reduce((sum, check) => sum + (check[name] ?? 0), 0);
}

/** @param rowsOf The rows that the function says it has worked off. */
function report(
  account: TestAccount,
  what: string,
  run: Run,
  // biome-ignore lint/suspicious/noExplicitAny: each function has a result of its own
  rowsOf: (result: any) => number,
): void {
  const { memory, timeout } = account.lambda.functions.find(({ name }) => name === run.function)!;
  const expected = what === 'baseline' ? TRAINING_ROWS : rows;
  const done = run.error ? 0 : rowsOf(run.result);
  const outcome = run.error?.errorMessage ?? (done === expected ? 'done' : `worked off ${done} of ${expected} rows`);
  console.log(
    `${what}: ${expected} rows, ${(run.duration / 1000).toFixed(1)} s of ${timeout / 1000} s ` +
      `(${((run.processorTime ?? Number.NaN) / 1000).toFixed(1)} s of processor time), ` +
      `peak memory ${Math.round(run.peakMemory)} MB of ${memory} MB: ${outcome}`,
  );
  console.log(`  ${requestsSince(account)}`);
  if (outcome !== 'done') process.exitCode = 1;
}

/** The requests since the last call that are paid for, and their price. */
function requestsSince({ access: { records } }: TestAccount): string {
  const counts = new Map<string, number>();
  for (const { action } of records.slice(counted)) {
    if (action in PRICES) counts.set(action, (counts.get(action) ?? 0) + 1);
  }
  counted = records.length;
  const dollars = [...counts].reduce((sum, [action, count]) => sum + PRICES[action] * count, 0);
  return `${[...counts].map(([action, count]) => `${count} ${action}`).join(', ')}: $${dollars.toFixed(4)}`;
}

function logicalId(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement);
}
