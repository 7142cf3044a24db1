import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleLambda } from '../../lib/bundle-lambda.ts';
import { LAMBDAS, type LambdaName } from '../../lib/lambda-names.ts';
import { define, RETRAINED } from '../lib/definitions.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  STATE_BUCKET: 'bucket',
  ALERT_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:topic',
  METRIC_NAMESPACE: 'Driftwarden',
  OPERATIONS_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:topic',
  START_WINDOW_MINUTES: '15',
  AWS_LAMBDA_FUNCTION_NAME: 'a-function',
  RETRAINING_MACHINE_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine',
  OPERATIONS_FUNCTION: 'operations',
};

/** The functions that run for one monitor at a time. */
const OF_A_MONITOR = LAMBDAS.filter(
  (name): name is Exclude<LambdaName, 'watchdog' | 'deliver-alerts'> =>
    name !== 'watchdog' && name !== 'deliver-alerts',
);
type NameOfOne = (typeof OF_A_MONITOR)[number];

/** What each function is asked, besides of which monitor. */
const EVENTS: Readonly<Record<NameOfOne, Readonly<Record<string, string>>>> = {
  'check-drift': {},
  'read-window': { step: 'list-repeats', window: '2001-02-01', run: 'window_parts/flight-delays/2001-02-01/0/' },
  'check-accuracy': {},
  'build-baseline': {},
  'retraining-control': {
    step: 'permit',
    id: 'retraining-1',
    execution: 'execution-1',
    action: 'retrain',
    reason: 'r',
  },
  'retraining-data': { step: 'plan', id: 'retraining-1', execution: 'execution-1' },
  'retraining-operations': { operation: 'list-retrainings', by: 'Ann' },
};
const RUN_IDS: Partial<Record<NameOfOne, string>> = {
  'retraining-control': 'execution-1/permit',
  'retraining-data': 'execution-1/plan',
};

/** Imports the bundle in a process with nothing else around it, and hands an event to its handler. */
function invoke(file: string, event: unknown, environment: Record<string, string> = ENVIRONMENT) {
  const script = `const { handler } = await import(${JSON.stringify(file)});
    await handler(${JSON.stringify(event)}, { awsRequestId: 'request-1' }).catch((error) => console.error(error.name, error.message));
    console.log(JSON.stringify(process.moduleLoadList));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: environment,
    cwd: folder,
    encoding: 'utf8',
  });
  const output = `${stdout}${stderr}`.trim().split('\n');
  const modules = (line: string) => line.startsWith('["');
  return {
    lines: output.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)),
    thrown: output.filter((line) => !line.startsWith('{') && !modules(line)).join('\n'),
    /** The modules of Node that it has loaded. */
    modules: JSON.parse(output.find(modules) ?? '[]') as string[],
  };
}

/** Bundles a function beside a monitor. */
function bundle(name: LambdaName): string {
  const place = join(folder, name);
  mkdirSync(join(place, 'monitors'), { recursive: true });
  writeFileSync(join(place, 'monitors/flight-delays.json'), define(RETRAINED).json);
  return bundleLambda(name, place).file;
}

describe('the bundle of watchdog', () => {
  const file = bundle('watchdog');

  it('is under a megabyte', () => {
    expect(statSync(file).size).toBeLessThan(1_000_000);
  });

  it('looks at all monitors beside it, and calls AWS only with the credentials of its role', () => {
    const { lines, thrown } = invoke(file, { operation: 'watch' });
    expect(lines[0]).toMatchObject({ level: 'INFO', message: 'started', operation: 'watch', runId: 'request-1' });
    expect(thrown).toContain('the environment variable AWS_ACCESS_KEY_ID is not set');
    expect(invoke(file, { monitor: 'flight-delays' }).thrown).toContain('Accepted: {"operation": "watch"}');
  });

  it.each(['STATE_BUCKET', 'OPERATIONS_TOPIC_ARN', 'START_WINDOW_MINUTES'])('does not start without %s', (variable) => {
    const { [variable as 'STATE_BUCKET']: _, ...rest } = ENVIRONMENT;
    expect(invoke(file, { operation: 'watch' }, rest).thrown).toContain('SettingsError');
  });
});

describe('the bundle of deliver-alerts', () => {
  const file = bundle('deliver-alerts');
  const settings = { ...ENVIRONMENT, PAGERDUTY_SECRET: 'key', WEBHOOK_URL: 'https://example.com', WEBHOOK_SECRET: 's' };

  it('is under a megabyte', () => {
    expect(statSync(file).size).toBeLessThan(1_000_000);
  });

  it('reads what it has to send, and calls AWS only with the credentials of its role', () => {
    const { lines, thrown } = invoke(file, { operation: 'reconcile' }, settings);
    expect(lines[0]).toMatchObject({ level: 'INFO', message: 'started', events: 'reconcile', runId: 'request-1' });
    expect(thrown).toContain('the environment variable AWS_ACCESS_KEY_ID is not set');
    expect(invoke(file, { monitor: 'flight-delays' }, settings).thrown).toContain('Accepted: messages of SNS');
  });

  it.each(['STATE_BUCKET', 'WEBHOOK_SECRET'] as const)('does not start without %s', (variable) => {
    const { [variable]: _, ...rest } = settings;
    expect(invoke(file, { operation: 'reconcile' }, rest).thrown).toContain('SettingsError');
  });
});

describe.each(OF_A_MONITOR)('the bundle of %s', (name) => {
  const file = bundle(name);

  it('is under 870 kB, or 1,045 with what hands large windows over, or 1,080 with the client that starts another run', () => {
    const bounds: Partial<Record<LambdaName, number>> = { 'check-drift': 1_045_000, 'check-accuracy': 1_080_000 };
    expect(statSync(file).size).toBeLessThan(bounds[name] ?? 870_000);
  });

  it('has no descriptions of the keys of monitor files', () => {
    const bundle = readFileSync(file, 'utf8');
    const schema = readFileSync(new URL('../../schema/monitor.schema.json', import.meta.url), 'utf8');
    const described = [...schema.matchAll(/"description": ("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text));
    expect(described.length).toBeGreaterThan(100);
    // A constant, because several keys share it.
    const shared = 'CSV: whether the first record names the columns';
    expect(described.filter((text) => text !== shared && bundle.includes(text))).toEqual([]);
    expect(bundle).toContain('maxRejectedShare');
  });

  it('finds the monitors beside it, and logs a failure as one line of JSON', () => {
    const { lines, thrown } = invoke(file, { ...EVENTS[name], monitor: 'flight-delay' });
    expect(thrown).toContain(
      'UnknownMonitorError there is no monitor "flight-delay" among those of this function; did you mean flight-delays?',
    );
    expect(lines).toHaveLength(1);
    const runId = RUN_IDS[name] ?? 'request-1';
    expect(lines[0]).toMatchObject({ level: 'ERROR', message: 'failed', service: 'driftwarden', runId });
  });

  it('reads a monitor, and calls AWS only with the credentials of its role', () => {
    const { lines, thrown, modules } = invoke(file, { ...EVENTS[name], monitor: 'flight-delays' });
    expect(lines[0]).toMatchObject({ level: 'INFO', message: 'started', monitor: 'flight-delays' });
    expect(thrown).toContain('the environment variable AWS_ACCESS_KEY_ID is not set');
    // It would take an eighth of a cold start.
    expect(modules).not.toContain('NativeModule internal/deps/undici/undici');
    expect(modules).toContain('NativeModule fs');
  });

  it('does not start without its settings', () => {
    const { STATE_BUCKET: _, ...rest } = ENVIRONMENT;
    expect(invoke(file, { ...EVENTS[name], monitor: 'flight-delays' }, rest).thrown).toContain('SettingsError');
  });
});
