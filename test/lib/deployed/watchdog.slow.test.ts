import { describe, expect, it } from 'vitest';
import { MAX_MONITORS } from '../../../lib/stack-limits.ts';
import type { Template } from '../../account/template/assembly.ts';
import { synthesizeStack } from './deployment.ts';
import { at, HOURLY, quiet, Watched, WEEKLY } from './watched.ts';

/** The last working day of February 2001 is Wednesday the 28th. */
const MONTHLY = quiet('monthly', '{ drift: cron(0 6 LW * ? *), accuracy: off }');
/** New York's clocks are set forward on 1 April 2001, from 2:00 to 3:00. */
const NIGHTLY = quiet('nightly', '{ drift: cron(30 2 * * ? *), accuracy: off, timeZone: America/New_York }');

describe('an hourly check', () => {
  const synthesized = synthesizeStack([HOURLY]);

  it.each([
    [
      'throttled for two hours',
      ({ account, deployment }: Watched) => account.lambda.throttleNext(deployment.functionName('drift'), 1000),
    ],
    ['given up after three failures', (watched: Watched) => watched.breakState('hourly')],
  ])('is reported when its runs are %s', async (_, fail) => {
    const watched = await Watched.open(synthesized);
    fail(watched);
    await watched.account.advanceTo(at('2001-02-01T14:20'));
    expect(watched.subjects).toContain(
      '[OPEN critical] hourly: drift check overdue by 1 hour 25 minutes: due 2001-02-01T12:20Z',
    );
  });
});

describe('rare schedules', () => {
  const synthesized = synthesizeStack([WEEKLY, MONTHLY, NIGHTLY]);

  it('are reported within two hours, whatever their interval, and not before they are due', async () => {
    // Sunday evening. Monday is the 26th.
    const watched = await Watched.open(synthesized, { now: at('2001-02-25T20:00') });
    const { account } = watched;
    for (const name of ['weekly', 'monthly']) watched.pause(name);
    await account.advanceTo(at('2001-02-26T07:10'));
    expect(watched.subjects).toEqual([]);
    await account.advanceTo(at('2001-02-26T08:00'));
    expect(watched.subjects).toEqual([
      '[OPEN critical] weekly: drift check overdue by 1 hour 15 minutes: due 2001-02-26T06:00Z',
    ]);
    // An alarm that is on already does not hide the next outage.
    await account.advanceTo(at('2001-02-28T08:00'));
    expect(watched.subjects.slice(1)).toEqual([
      '[OPEN critical] monthly: drift check overdue by 1 hour 15 minutes: due 2001-02-28T06:00Z',
    ]);
    expect(watched.hoursOverdue.at(-1)).toBe(50);
  });

  it('are not expected at a time that the clocks skip', async () => {
    const watched = await Watched.open(synthesized, { now: at('2001-03-31T20:00') });
    const { account } = watched;
    await account.advanceTo(at('2001-04-01T20:00'));
    expect([watched.subjects, new Set(watched.hoursOverdue)]).toEqual([[], new Set([0])]);
  });
});

describe('messages', () => {
  const synthesized = synthesizeStack([HOURLY, quiet('others', '{ drift: off, accuracy: off }', 'others@example.com')]);

  it('of alarms that CloudWatch could not publish are reported by the watchdog, once', async () => {
    const watched = await Watched.open(synthesized);
    const { account } = watched;
    await account.advanceTo(at('2001-02-01T13:00'));
    account.changePolicies(forbidAlarms);
    watched.pauseWatchdog();
    await account.advanceTo(at('2001-02-01T13:45'));
    watched.pauseWatchdog(false);
    await account.advanceTo(at('2001-02-01T15:20'));
    // Two receivers get two messages each: that the alarm went off, and that it ended.
    const expected = '[NOT DELIVERED critical] all monitors: an alarm could not be published';
    expect(watched.subjects).toEqual([expected, expected, expected, expected]);
    expect(watched.deployment.alerts()[0].text).toContain(`The alarm ${watched.alarmName} changed its state`);
    expect(watched.alarmMails).toEqual(['OK', 'OK']);
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
    const watched = await Watched.open(synthesized, { inert: ['AWS::CloudFormation::Stack'] });
    const { account, deployment } = watched;
    const ran = JSON.stringify({
      ...{ schema: 'driftwarden/runs', version: 1, function: 'nested', logGroup: null, dashboard: null },
      succeeded: ['2001-02-01T12:20:00Z'],
    });
    for (const { monitor } of deployment.stack.monitors.slice(1)) {
      account.s3.put(deployment.stateBucket, `${monitor.name}/runs/drift.json`, ran);
    }
    await account.advanceTo(at('2001-02-01T14:20'));
    expect(watched.subjects).toEqual([
      '[OPEN critical] m0: drift check overdue by 1 hour 25 minutes: due 2001-02-01T12:20Z',
    ]);
    expect(watched.knownChecks).toHaveLength(MAX_MONITORS + 1);
  });
});

describe('a change of the deployment', () => {
  const before = synthesizeStack([HOURLY]);
  const after = synthesizeStack([WEEKLY, quiet('added', '{ drift: cron(50 * * * ? *), accuracy: off, window: PT1H }')]);

  it('forgets a monitor that was removed, and expects a new one from its first due time on', async () => {
    const old = await Watched.open(before);
    old.pause('hourly');
    await old.account.advanceTo(at('2001-02-01T14:30'));
    expect(old.subjects).toHaveLength(1);

    const stored = old.deployment.stored();
    const watched = await Watched.open(after, { now: at('2001-02-01T14:40'), stored });
    watched.pause('added');
    await watched.account.advanceTo(at('2001-02-01T15:00'));
    expect(watched.hoursOverdue).toEqual([0, 0]);
    await watched.account.advanceTo(at('2001-02-01T16:40'));
    expect(watched.subjects).toEqual([
      '[OPEN critical] added: drift check overdue by 1 hour 20 minutes: due 2001-02-01T14:50Z',
    ]);
    const [{ text }] = watched.deployment.alerts();
    expect(text).toContain('last run    none on record');
    expect(text).toContain('invoke the function of the output CheckDriftFunction with {"monitor":"added"}');
    expect(watched.knownChecks).toEqual(['added/drift', 'weekly/drift']);
  });
});
