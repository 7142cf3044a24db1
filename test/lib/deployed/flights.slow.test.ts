import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, DAY_MS, daysBetween, HOUR_MS, MINUTE_MS, parseDay } from '../../../demo/calendar.ts';
import { isOn, KILOMETRES } from '../../../demo/events.ts';
import { createWorld, type ServedDay } from '../../../demo/world.ts';
import { MonitorDefinition } from '../../../lib/monitor-definition.ts';
import { readDashboards } from './dashboard.ts';
import { Deployment, synthesizeStack } from './deployment.ts';

/** Thirty windows, with the announced bug in the middle; each is checked on the morning after its day. */
const WINDOWS = daysBetween(addDays(KILOMETRES.from, -15), addDays(KILOMETRES.from, 15));
/** Labels come two days after their flights, so the last morning has none for the last window. */
const LABELLED = WINDOWS.slice(0, -1);
const MONITOR = 'flight-delays';

const folder = mkdtempSync(join(tmpdir(), 'flights-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The monitor of the demo, with the same places in buckets. */
function monitorInBuckets(): MonitorDefinition {
  const text = readFileSync(join(import.meta.dirname, '../../../demo', `${MONITOR}.yaml`), 'utf8');
  const deployed = text
    .replace('../captures/', 's3://ml-capture/captures/')
    .replace('../labels', 's3://ml-labels/labels')
    .replace('../training/', 's3://ml-training/training/')
    .replace('alerts: {', 'alerts: { email: [ml-oncall@example.com], ');
  return MonitorDefinition.fromText(deployed, `monitors/${MONITOR}.yaml`);
}

function bucketOf(key: string): string {
  return key.startsWith('captures/') ? 'ml-capture' : key.startsWith('labels/') ? 'ml-labels' : 'ml-training';
}

describe('thirty scheduled days of the flights, deployed', () => {
  const served = new Map<string, ServedDay>();
  let deployment: Deployment;

  beforeAll(async () => {
    // Deployed at noon of the first day, so that this is the first one to be checked.
    deployment = await Deployment.start(synthesizeStack([monitorInBuckets()]), {
      now: parseDay(WINDOWS[0]) + 12 * HOUR_MS,
    });
    const { account } = deployment;
    for (const name of ['ml-capture', 'ml-labels', 'ml-training']) account.s3.createBucket(name);
    const upload = (key: string) => account.s3.put(bucketOf(key), key, readFileSync(join(folder, key)));
    const world = await createWorld(folder);
    upload('training/2001-01.parquet');
    await deployment.buildBaseline(MONITOR);
    for (const day of [...WINDOWS, addDays(WINDOWS[29], 1)]) {
      const happened = await world.serveDay(day);
      served.set(day, happened);
      happened.keys.forEach(upload);
      await account.advanceTo(parseDay(day) + DAY_MS);
    }
  });
  afterAll(() => deployment?.account.stop());

  const capturedOn = (days: readonly string[]) => days.map((day) => served.get(day)!.captured);

  it('send alerts about the announced bug on the morning after its first day and about its end, and no others', () => {
    const alerts = deployment.alerts();
    expect(alerts.map(({ subject }) => subject)).toEqual([
      `[OPEN critical] ${MONITOR}: distance: the values look multiplied by 1.6093 (miles to kilometres)`,
      `[RECOVERED] ${MONITOR}: data quality is back to normal after 6 days`,
    ]);
    const [opened, recovered] = alerts;
    expect(opened.text).toContain(`New in window ${KILOMETRES.from}.`);
    expect(opened.text).toMatch(/^next step +fix the data/m);
    expect(recovered.text).toContain(
      `Window ${KILOMETRES.until} is back to normal. The incident covered windows ${KILOMETRES.from} to ${addDays(KILOMETRES.until, -1)} (6 windows, 6 days).`,
    );
    // The schedule is due at six and may start a quarter of an hour later.
    const minutes = [KILOMETRES.from, KILOMETRES.until].map(
      (day, i) => (alerts[i].time - parseDay(addDays(day, 1)) - 6 * HOUR_MS) / MINUTE_MS,
    );
    for (const late of minutes) expect(late).toBeGreaterThanOrEqual(0);
    for (const late of minutes) expect(late).toBeLessThan(15);
  });

  it('need no permission that they lack, and lose nothing', () => {
    const { account } = deployment;
    expect(account.denied()).toEqual([]);
    expect(account.lambda.runs.filter(({ error }) => error)).toEqual([]);
    expect(deployment.deadLetters()).toEqual([]);
    expect(account.lambda.runs).toHaveLength(1 + 2 * WINDOWS.length);
    expect(account.alarms.failedActions).toEqual([]);
    // Nothing is watched before the first runs.
    const firstMorning = parseDay(WINDOWS[1]) + 7 * HOUR_MS;
    expect(deployment.alarmMails().filter(({ time }) => time >= firstMorning)).toEqual([]);
    expect([...account.alarms.states().values()].every((state) => state === 'OK')).toBe(true);
  });

  it('count every captured row and every label that came', () => {
    expect(deployment.values(MONITOR, 'Rows')).toEqual(capturedOn(WINDOWS));
    expect(deployment.values(MONITOR, 'RejectedShare')).toEqual(WINDOWS.map(() => 0));
    expect(deployment.values(MONITOR, 'LabelledRows')).toEqual(capturedOn(LABELLED));
    expect(deployment.values(MONITOR, 'LabelCoverage')).toEqual(LABELLED.map(() => 1));
  });

  it('measure broken data on the announced days only', () => {
    const broken = deployment.values(MONITOR, 'DataQualityViolations');
    expect(WINDOWS.filter((_, i) => broken[i] > 0)).toEqual(WINDOWS.filter((day) => isOn(KILOMETRES, day)));
  });

  it('fill every metric that the dashboard shows, morning by morning', () => {
    const { account } = deployment;
    const { metrics, alarms } = readDashboards(account);
    // What a drift check measures, and what an accuracy check does.
    const expected = new Map([
      ...['Rows', 'DataQualityViolations', 'RejectedShare', 'DriftedFeatures', 'DriftedShare', 'SuccessfulRuns'].map(
        (name): [string, number] => [name, WINDOWS.length],
      ),
      ...['LabelledRows', 'log_loss', 'LabelCoverage'].map((name): [string, number] => [name, LABELLED.length]),
    ]);
    const found = metrics.map(({ namespace, name, dimensions }): [string, number] => {
      const series = account.metrics({ namespace, name, dimensions: Object.fromEntries(dimensions) });
      const exact = series.filter((one) => one.dimensions.length === dimensions.length);
      return [name, new Set(exact.flatMap(({ samples }) => samples.map(({ time }) => Math.floor(time / DAY_MS)))).size];
    });
    expect(new Map(found)).toEqual(expected);
    const known = account.stack.resources('AWS::CloudWatch::Alarm').map(({ arn }) => arn);
    expect(alarms.filter((arn) => !known.includes(arn))).toEqual([]);
    // The watchdog's.
    expect(alarms).toHaveLength(1);
  });
});
