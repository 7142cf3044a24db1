import { describe, expect, it } from 'vitest';
import { synthesizeStack } from './deployment.ts';
import { at, HOURLY, ONCALL, quiet, Watched, WEEKLY } from './watched.ts';

const LABELLED = quiet('labelled', '{ drift: off, accuracy: cron(40 * * * ? *), window: PT1H }');

describe('an hourly check that does not run', () => {
  const synthesized = synthesizeStack([HOURLY, LABELLED]);

  it('is reported within two hours, once, and again when it runs, with what was not checked', async () => {
    const watched = await Watched.open(synthesized);
    const { account, deployment } = watched;
    await account.advanceTo(at('2001-02-01T14:00'));
    expect([watched.subjects, watched.alarm]).toEqual([[], 'OK']);

    watched.pause('hourly');
    watched.pause('labelled', true, 'accuracy');
    await account.advanceTo(at('2001-02-01T16:20'));
    expect(watched.subjects).toEqual([
      '[OPEN critical] hourly: drift check overdue by 1 hour 25 minutes: due 2001-02-01T14:20Z',
      '[OPEN critical] labelled: accuracy check overdue by 1 hour 20 minutes: due 2001-02-01T14:40Z',
    ]);
    expect(watched.alarm).toBe('ALARM');
    expect(deployment.alerts()[0].text).toContain(
      `to run it   printf %s '{"monitor":"hourly"}' | aws --region us-east-1 lambda invoke --function-name ${deployment.functionName('drift')}`,
    );

    watched.pause('hourly', false);
    watched.pause('labelled', false, 'accuracy');
    await account.advanceTo(at('2001-02-01T18:30'));
    expect(watched.subjects.slice(2)).toEqual([
      '[RECOVERED] hourly: the drift check runs again after 2 hours',
      '[RECOVERED] labelled: the accuracy check runs again after 2 hours',
    ]);
    // The window before each due time. The accuracy check makes up for what it missed.
    const [, , drift, accuracy] = deployment.alerts().map(({ text }) => text);
    expect(drift).toContain('2 windows not checked: 2001-02-01T13Z, 2001-02-01T14Z.');
    expect(accuracy).not.toContain('not checked');
    expect([watched.alarm, watched.alarmMails]).toEqual(['OK', ['OK', 'ALARM', 'OK']]);
    expect(account.lambda.runs.map(({ error }) => error).filter(Boolean)).toEqual([]);
  });

  it('is reported within two hours if it is lost once, with the command that makes up for it', async () => {
    const watched = await Watched.open(synthesized);
    const { account, deployment } = watched;
    watched.pause('hourly');
    watched.pause('labelled', true, 'accuracy');
    await account.advanceTo(at('2001-02-01T13:00'));
    watched.pause('hourly', false);
    watched.pause('labelled', false, 'accuracy');
    await account.advanceTo(at('2001-02-01T14:20'));
    expect(watched.subjects).toEqual(['[MISSED warning] hourly: the drift check due 2001-02-01T12:20Z did not run']);
    const [{ text }] = deployment.alerts();
    expect(text).toContain('1 window not checked: 2001-02-01T11Z.');
    const [, payload] = /printf %s '([^']+)'/.exec(text)!;
    expect((await account.invoke(deployment.functionName('drift'), JSON.parse(payload))).result).toMatchObject({
      window: '2001-02-01T11Z',
    });
    await account.advanceTo(at('2001-02-01T16:00'));
    expect([watched.subjects.length, watched.alarm]).toEqual([1, 'OK']);
  });
});

describe('the watchdog itself', () => {
  const synthesized = synthesizeStack([HOURLY]);

  it('raises the alarm when it does not run, by the silence of its metric', async () => {
    const watched = await Watched.open(synthesized);
    const { account } = watched;
    await account.advanceTo(at('2001-02-01T13:00'));
    watched.pauseWatchdog();
    await account.advanceTo(at('2001-02-01T13:45'));
    expect([watched.alarm, watched.subjects]).toEqual(['ALARM', []]);
    watched.pauseWatchdog(false);
    await account.advanceTo(at('2001-02-01T14:05'));
    expect([watched.alarm, watched.alarmMails]).toEqual(['OK', ['OK', 'ALARM', 'OK']]);
  });

  it('raises the alarm when it cannot look at everything, and still reports what it sees', async () => {
    const watched = await Watched.open(synthesized);
    const { account, deployment } = watched;
    await account.advanceTo(at('2001-02-01T13:00'));
    account.s3.put(deployment.stateBucket, 'watchdog.json', 'torn');
    await account.advanceTo(at('2001-02-01T13:45'));
    expect(watched.alarm).toBe('ALARM');
    expect(account.lambda.logs(watched.functionName)).toContain('watchdog.json is not JSON');
  });

  it('says how all monitors stand when a person asks, and sends nothing', async () => {
    const watched = await Watched.open(synthesized);
    const { account } = watched;
    await account.advanceTo(at('2001-02-01T13:00'));
    const { result } = await account.invoke(watched.functionName, { operation: 'status' });
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
    expect((await account.invoke(watched.functionName, { monitor: 'hourly' })).error?.errorType).toBe('EventError');
  });
});

describe('a state that cannot be read', () => {
  const synthesized = synthesizeStack([HOURLY, WEEKLY]);

  it('is reported at the next look, and the other monitors are looked at', async () => {
    const watched = await Watched.open(synthesized);
    const { account, deployment } = watched;
    const state = account.s3.get(deployment.stateBucket, 'weekly/state.json')!;
    watched.breakState('weekly');
    watched.pause('hourly');
    await account.advanceTo(at('2001-02-01T12:20'));
    expect(watched.subjects).toEqual(['[OPEN critical] weekly: state.json cannot be read, so no check can run']);
    expect(deployment.alerts()[0].text).toContain('weekly/state.json is not JSON (1 character); restore an earlier');
    await account.advanceTo(at('2001-02-01T14:20'));
    expect(watched.subjects.slice(1)).toEqual([
      '[OPEN critical] hourly: drift check overdue by 1 hour 25 minutes: due 2001-02-01T12:20Z',
    ]);
    account.s3.put(deployment.stateBucket, 'weekly/state.json', state);
    await account.advanceTo(at('2001-02-01T14:50'));
    expect(watched.subjects.slice(2)).toEqual(['[RECOVERED] weekly: state.json can be read again']);
  });
});

describe('messages', () => {
  const synthesized = synthesizeStack([HOURLY, quiet('others', '{ drift: off, accuracy: off }', 'others@example.com')]);

  it('without a receiver raise the alarm after an hour, and the first subscriber gets a message', async () => {
    const watched = await Watched.open(synthesized);
    const { account } = watched;
    for (const address of [ONCALL, 'others@example.com']) account.sns.confirm(address, false);
    await account.advanceTo(at('2001-02-01T12:50'));
    expect(new Set(watched.hoursOverdue)).toEqual(new Set([0]));
    await account.advanceTo(at('2001-02-01T13:45'));
    expect([watched.alarm, watched.subjects]).toEqual(['ALARM', []]);

    account.sns.confirm(ONCALL, true);
    await account.advanceTo(at('2001-02-01T14:20'));
    // The other monitor's owner still has to confirm.
    expect([watched.alarm, watched.subjects]).toEqual([
      'ALARM',
      ['[RECOVERED] all monitors: the alarms of this deployment have a receiver again'],
    ]);
    account.sns.confirm('others@example.com', true);
    await account.advanceTo(at('2001-02-01T15:20'));
    expect(watched.subjects.slice(1)).toEqual([
      '[RECOVERED] all monitors: every monitor has a receiver of its alerts again',
      '[RECOVERED] all monitors: every monitor has a receiver of its alerts again',
    ]);
    expect(watched.alarm).toBe('OK');
  });
});
