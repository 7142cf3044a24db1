import { afterEach, describe, expect, it } from 'vitest';
import type { MonitorDefinition } from '../../../lib/monitor-definition.ts';
import { MAX_MONITORS } from '../../../lib/stack-limits.ts';
import type { Template } from '../../account/template/assembly.ts';
import { parcelMonitor } from '../../core/stories/parcels.ts';
import { define } from '../definitions.ts';
import { Deployment, type Files, type Synthesized, synthesizeStack } from './deployment.ts';
import { DATA, parcelFiles } from './parcels.ts';

/** Thursday, 1 February 2001, winter in New York. */
const NOON = Date.UTC(2001, 1, 1, 12);
const ONCALL = 'oncall@example.com';

/** A monitor without traffic, which expects none: its checks run and find nothing. */
function quiet(name: string, schedule: string, email = ONCALL): MonitorDefinition {
  const text = parcelMonitor({
    capture: `{ uri: s3://${DATA}/captures, features: [weight, distance, depot], prediction: { score: 0 }, expectData: false }`,
    labels: `{ uri: s3://${DATA}/labels }`,
    baseline: `{ uri: s3://${DATA}/training.csv, label: late, score: p }`,
    schedule,
    alerts: `{ email: [${email}] }`,
  });
  return define(text, name);
}

const HOURLY = quiet('hourly', '{ drift: cron(20 * * * ? *), accuracy: off, window: PT1H }');
const LABELLED = quiet('labelled', '{ drift: off, accuracy: cron(40 * * * ? *), window: PT1H }');
const WEEKLY = quiet('weekly', '{ drift: cron(0 6 ? * MON *), accuracy: off, window: P7D }');
/** The last working day of February 2001 is Wednesday the 28th. */
const MONTHLY = quiet('monthly', '{ drift: cron(0 6 LW * ? *), accuracy: off }');
/** New York's clocks are set forward on 1 April 2001, from 2:00 to 3:00. */
const NIGHTLY = quiet('nightly', '{ drift: cron(30 2 * * ? *), accuracy: off, timeZone: America/New_York }');

let deployment: Deployment;
let files: Files | undefined;

afterEach(() => deployment.account.stop());

/** Deploys, builds baselines, and lets an hour pass. @param stored The state bucket of an earlier deployment */
async function open(synthesized: Synthesized, now = NOON, stored?: Files): Promise<Deployment> {
  deployment = await Deployment.start(synthesized, { now, watchdog: true });
  files ??= parcelFiles([]);
  deployment.account.s3.createBucket(DATA);
  deployment.upload(DATA, files);
  if (stored !== undefined) deployment.restore(stored);
  for (const { monitor } of deployment.stack.monitors) await deployment.buildBaseline(monitor.name);
  return deployment;
}

function pause(monitor: string, isPaused = true, kind: 'drift' | 'accuracy' = 'drift'): void {
  const { schedules } = deployment.stack.monitors.find((model) => model.monitor.name === monitor)!;
  deployment.account.scheduler.pause(deployment.account.nameOf(deployment.idOf(schedules[kind]!)), isPaused);
}

const subjects = () => deployment.alerts().map(({ subject }) => subject);
const alarmStates = () => deployment.alarmMails().map(({ subject }) => subject.split(':')[0]);
const overdueAlarm = () =>
  deployment.account.alarms.state(deployment.account.nameOf(deployment.idOf(deployment.stack.shared.watchdog.alarm)));
const hoursOverdue = () =>
  deployment.account
    .metrics({ name: 'HoursOverdue' })
    .flatMap(({ samples }) => samples.map(({ sum }) => Math.round(100 * sum) / 100));
const at = (time: string) => Date.parse(`${time}:00Z`);

describe('an hourly check that does not run', () => {
  const synthesized = synthesizeStack([HOURLY, LABELLED]);

  it('is reported within two hours, once, and again when it runs, with what was not checked', async () => {
    const { account } = await open(synthesized);
    await account.advanceTo(at('2001-02-01T14:00'));
    expect([subjects(), overdueAlarm()]).toEqual([[], 'OK']);

    pause('hourly');
    pause('labelled', true, 'accuracy');
    await account.advanceTo(at('2001-02-01T16:20'));
    expect(subjects()).toEqual([
      '[OPEN critical] hourly: drift check overdue by 1 hour 25 minutes: due 2001-02-01T14:20Z',
      '[OPEN critical] labelled: accuracy check overdue by 1 hour 20 minutes: due 2001-02-01T14:40Z',
    ]);
    expect(overdueAlarm()).toBe('ALARM');
    expect(deployment.alerts()[0].text).toContain(
      `to run it   aws --region us-east-1 lambda invoke --function-name ${deployment.functionName('drift')}`,
    );

    pause('hourly', false);
    pause('labelled', false, 'accuracy');
    await account.advanceTo(at('2001-02-01T18:30'));
    expect(subjects().slice(2)).toEqual([
      '[RECOVERED] hourly: the drift check runs again after 2 hours',
      '[RECOVERED] labelled: the accuracy check runs again after 2 hours',
    ]);
    // The window before each due time. The accuracy check makes up for what it missed.
    const [, , drift, accuracy] = deployment.alerts().map(({ text }) => text);
    expect(drift).toContain('2 windows not checked: 2001-02-01T13Z, 2001-02-01T14Z.');
    expect(accuracy).not.toContain('not checked');
    expect([overdueAlarm(), alarmStates()]).toEqual(['OK', ['OK', 'ALARM', 'OK']]);
    expect(account.lambda.runs.map(({ error }) => error).filter(Boolean)).toEqual([]);
  });

  it('is reported within two hours if it is lost once, with the command that makes up for it', async () => {
    const { account } = await open(synthesized);
    pause('hourly');
    pause('labelled', true, 'accuracy');
    await account.advanceTo(at('2001-02-01T13:00'));
    pause('hourly', false);
    pause('labelled', false, 'accuracy');
    await account.advanceTo(at('2001-02-01T14:20'));
    expect(subjects()).toEqual(['[MISSED warning] hourly: the drift check due 2001-02-01T12:20Z did not run']);
    const [{ text }] = deployment.alerts();
    expect(text).toContain('1 window not checked: 2001-02-01T11Z.');
    const [, payload] = /--payload '([^']+)'/.exec(text)!;
    expect((await account.invoke(deployment.functionName('drift'), JSON.parse(payload))).result).toMatchObject({
      window: '2001-02-01T11Z',
    });
    await account.advanceTo(at('2001-02-01T16:00'));
    expect([subjects().length, overdueAlarm()]).toEqual([1, 'OK']);
  });

  it.each([
    ['throttled for two hours', (name: string) => deployment.account.lambda.throttleNext(name, 1000)],
    ['given up after three failures', () => breakState('hourly')],
  ])('is reported when its runs are %s', async (_, fail) => {
    const { account } = await open(synthesized);
    fail(deployment.functionName('drift'));
    await account.advanceTo(at('2001-02-01T14:20'));
    expect(subjects()).toContain(
      '[OPEN critical] hourly: drift check overdue by 1 hour 25 minutes: due 2001-02-01T12:20Z',
    );
  });
});

/** Leaves a state that no version can read. */
function breakState(monitor: string): void {
  deployment.account.s3.put(deployment.stateBucket, `${monitor}/state.json`, '{');
}

describe('rare schedules', () => {
  const synthesized = synthesizeStack([WEEKLY, MONTHLY, NIGHTLY]);

  it('are reported within two hours, whatever their interval, and not before they are due', async () => {
    // Sunday evening. Monday is the 26th.
    const { account } = await open(synthesized, at('2001-02-25T20:00'));
    for (const name of ['weekly', 'monthly']) pause(name);
    await account.advanceTo(at('2001-02-26T07:10'));
    expect(subjects()).toEqual([]);
    await account.advanceTo(at('2001-02-26T08:00'));
    expect(subjects()).toEqual([
      '[OPEN critical] weekly: drift check overdue by 1 hour 15 minutes: due 2001-02-26T06:00Z',
    ]);
    // An alarm that is on already does not hide the next outage.
    await account.advanceTo(at('2001-02-28T08:00'));
    expect(subjects().slice(1)).toEqual([
      '[OPEN critical] monthly: drift check overdue by 1 hour 15 minutes: due 2001-02-28T06:00Z',
    ]);
    expect(hoursOverdue().at(-1)).toBe(50);
  });

  it('are not expected at a time that the clocks skip', async () => {
    const { account } = await open(synthesized, at('2001-03-31T20:00'));
    await account.advanceTo(at('2001-04-01T20:00'));
    expect([subjects(), new Set(hoursOverdue())]).toEqual([[], new Set([0])]);
  });
});

describe('the watchdog itself', () => {
  const synthesized = synthesizeStack([HOURLY]);
  const looks = () => deployment.account.nameOf(deployment.idOf(deployment.stack.shared.watchdog.schedule));

  it('raises the alarm when it does not run, by the silence of its metric', async () => {
    const { account } = await open(synthesized);
    await account.advanceTo(at('2001-02-01T13:00'));
    account.scheduler.pause(looks());
    await account.advanceTo(at('2001-02-01T13:45'));
    expect([overdueAlarm(), subjects()]).toEqual(['ALARM', []]);
    account.scheduler.pause(looks(), false);
    await account.advanceTo(at('2001-02-01T14:05'));
    expect([overdueAlarm(), alarmStates()]).toEqual(['OK', ['OK', 'ALARM', 'OK']]);
  });

  it('raises the alarm when it cannot look at everything, and still reports what it sees', async () => {
    const { account } = await open(synthesized);
    await account.advanceTo(at('2001-02-01T13:00'));
    account.s3.put(deployment.stateBucket, 'watchdog.json', 'torn');
    await account.advanceTo(at('2001-02-01T13:45'));
    expect(overdueAlarm()).toBe('ALARM');
    expect(account.lambda.logs(looksFunction())).toContain('watchdog.json is not JSON');
  });

  const looksFunction = () => deployment.account.nameOf(deployment.idOf(deployment.stack.shared.watchdog.function));

  it('says how all monitors stand when a person asks, and sends nothing', async () => {
    const { account } = await open(synthesized);
    await account.advanceTo(at('2001-02-01T13:00'));
    const { result } = await account.invoke(looksFunction(), { operation: 'status' });
    expect(result).toMatchObject({
      hoursOverdue: 0,
      checks: [
        {
          monitor: 'hourly',
          kind: 'drift',
          schedule: 'cron(20 * * * ? *) UTC',
          lastRun: '2001-02-01T12:20:00Z',
          nextDue: '2001-02-01T13:20:00Z',
          overdueSince: null,
        },
      ],
      problems: [],
      failures: [],
    });
    expect((await account.invoke(looksFunction(), { monitor: 'hourly' })).error?.errorType).toBe('EventError');
  });
});

describe('a state that cannot be read', () => {
  const synthesized = synthesizeStack([HOURLY, WEEKLY]);

  it('is reported at the next look, and the other monitors are looked at', async () => {
    const { account } = await open(synthesized);
    const state = account.s3.get(deployment.stateBucket, 'weekly/state.json')!;
    breakState('weekly');
    pause('hourly');
    await account.advanceTo(at('2001-02-01T12:20'));
    expect(subjects()).toEqual(['[OPEN critical] weekly: state.json cannot be read, so no check can run']);
    expect(deployment.alerts()[0].text).toContain('weekly/state.json is not JSON (1 character); restore an earlier');
    await account.advanceTo(at('2001-02-01T14:20'));
    expect(subjects().slice(1)).toEqual([
      '[OPEN critical] hourly: drift check overdue by 1 hour 25 minutes: due 2001-02-01T12:20Z',
    ]);
    account.s3.put(deployment.stateBucket, 'weekly/state.json', state);
    await account.advanceTo(at('2001-02-01T14:50'));
    expect(subjects().slice(2)).toEqual(['[RECOVERED] weekly: state.json can be read again']);
  });
});

describe('messages', () => {
  const synthesized = synthesizeStack([HOURLY, quiet('others', '{ drift: off, accuracy: off }', 'others@example.com')]);

  it('that reach nobody raise the alarm after an hour, and are reported when they reach somebody', async () => {
    const { account } = await open(synthesized);
    for (const address of [ONCALL, 'others@example.com']) account.sns.confirm(address, false);
    await account.advanceTo(at('2001-02-01T13:00'));
    expect(new Set(hoursOverdue())).toEqual(new Set([0]));
    await account.advanceTo(at('2001-02-01T13:45'));
    expect([overdueAlarm(), subjects()]).toEqual(['ALARM', []]);

    account.sns.confirm(ONCALL, true);
    await account.advanceTo(at('2001-02-01T14:20'));
    // The other monitor's owner still has to confirm.
    expect([overdueAlarm(), subjects()]).toEqual([
      'ALARM',
      ['[RECOVERED] all monitors: the alarms of this deployment have a receiver again'],
    ]);
    account.sns.confirm('others@example.com', true);
    await account.advanceTo(at('2001-02-01T15:20'));
    expect(subjects().slice(1)).toEqual([
      '[RECOVERED] all monitors: every monitor has a receiver of its alerts again',
      '[RECOVERED] all monitors: every monitor has a receiver of its alerts again',
    ]);
    expect(overdueAlarm()).toBe('OK');
  });

  it('of alarms that CloudWatch could not publish are reported by the watchdog, once', async () => {
    const { account } = await open(synthesized);
    await account.advanceTo(at('2001-02-01T13:00'));
    account.changePolicies(forbidAlarms);
    account.scheduler.pause(account.nameOf(deployment.idOf(deployment.stack.shared.watchdog.schedule)));
    await account.advanceTo(at('2001-02-01T13:45'));
    account.scheduler.pause(account.nameOf(deployment.idOf(deployment.stack.shared.watchdog.schedule)), false);
    await account.advanceTo(at('2001-02-01T15:20'));
    const name = account.nameOf(deployment.idOf(deployment.stack.shared.watchdog.alarm));
    const expected = `[NOT DELIVERED critical] all monitors: an alarm could not be published: ${name}`;
    // Its two receivers get two messages: that the alarm went off, and that it ended.
    expect(subjects().map((subject) => subject.slice(0, 70))).toEqual(Array(4).fill(expected.slice(0, 70)));
    expect(alarmStates()).toEqual(['OK', 'OK']);
  });
});

/** CloudWatch may no longer use the key of the topics. */
function forbidAlarms({ Resources }: Template): void {
  for (const { Type, Properties } of Object.values(Resources)) {
    if (Type !== 'AWS::KMS::Key') continue;
    const policy = Properties!['KeyPolicy'] as { Statement: { Principal: { Service?: string } }[] };
    policy.Statement = policy.Statement.filter(({ Principal }) => Principal.Service !== 'cloudwatch.amazonaws.com');
  }
}

describe('monitors in nested stacks', () => {
  // The stacks with the functions that run the checks are not part of this account.
  const synthesized = synthesizeStack(
    Array.from({ length: MAX_MONITORS + 1 }, (_, i) =>
      quiet(`m${i}`, '{ drift: cron(20 * * * ? *), accuracy: off, window: PT1H }'),
    ),
  );

  it('are all looked at by one watchdog, in the parent stack', async () => {
    const nested = 'AWS::CloudFormation::Stack';
    deployment = await Deployment.start(synthesized, { now: NOON, watchdog: true, inert: [nested] });
    const { account } = deployment;
    const ran = JSON.stringify({
      ...{ schema: 'driftwarden/runs', version: 1, function: 'nested', logGroup: null, dashboard: null },
      succeeded: ['2001-02-01T12:20:00Z'],
    });
    for (const { monitor } of deployment.stack.monitors.slice(1)) {
      account.s3.put(deployment.stateBucket, `${monitor.name}/runs/drift.json`, ran);
    }
    await account.advanceTo(at('2001-02-01T14:20'));
    expect(subjects()).toEqual(['[OPEN critical] m0: drift check overdue by 1 hour 25 minutes: due 2001-02-01T12:20Z']);
    const memory = JSON.parse(account.s3.text(deployment.stateBucket, 'watchdog.json')!);
    expect(Object.keys(memory.checks)).toHaveLength(MAX_MONITORS + 1);
  });
});

describe('a change of the deployment', () => {
  const before = synthesizeStack([HOURLY]);
  const after = synthesizeStack([WEEKLY, quiet('added', '{ drift: cron(50 * * * ? *), accuracy: off, window: PT1H }')]);

  it('forgets a monitor that was removed, and expects a new one from its first due time on', async () => {
    const { account } = await open(before);
    pause('hourly');
    await account.advanceTo(at('2001-02-01T14:30'));
    expect(subjects()).toHaveLength(1);
    const stored = deployment.stored();
    await account.stop();

    await open(after, at('2001-02-01T14:40'), stored);
    pause('added');
    await deployment.account.advanceTo(at('2001-02-01T15:00'));
    expect(hoursOverdue()).toEqual([0, 0]);
    await deployment.account.advanceTo(at('2001-02-01T16:40'));
    expect(subjects()).toEqual([
      '[OPEN critical] added: drift check overdue by 1 hour 20 minutes: due 2001-02-01T14:50Z',
    ]);
    const [{ text }] = deployment.alerts();
    expect(text).toContain('last run    none on record');
    expect(text).toContain('invoke the function of the output CheckDriftFunction with {"monitor":"added"}');
    const memory = JSON.parse(deployment.account.s3.text(deployment.stateBucket, 'watchdog.json')!);
    expect(Object.keys(memory.checks)).toEqual(['added/drift', 'weekly/drift']);
  });
});
