import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAIM_EXPIRY } from '../../../lambdas/core/decision/outbox.ts';
import { FIRST_DAY, HOUR } from '../../core/stories/story-fixture.ts';
import { IS_EXHAUSTIVE } from '../../exhaustive.ts';
import { type Crash, crashAtRequest } from './crash.ts';
import { Deployment, type Files, type Synthesized, synthesizeStack } from './deployment.ts';
import { DATA, openParcels, PARCELS, parcelDefinition, parcelFiles } from './parcels.ts';

const MINUTE = 60_000;
/** Parcels come from noon on; their data is checked at one, and their labels, which come at half past one, at two. */
const DUE = { drift: FIRST_DAY + 13 * HOUR, accuracy: FIRST_DAY + 14 * HOUR };
const definition = parcelDefinition({
  // Windows of an hour keep the requests of a run few; the schedules themselves are due after everything here is over.
  schedule: '{ window: PT1H, drift: "cron(0 6 * * ? *)", accuracy: "cron(30 6 * * ? *)", timeZone: UTC }',
  // Everything here is over long before the last look, which would find the same and say that it was the last.
  labels: `{ uri: s3://${DATA}/labels, lag: PT1H, maxAge: P1D }`,
  performance:
    '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }], retrain: [{ when: accuracy <= 0.85, literal: true }] }',
});
const KINDS = ['drift', 'accuracy'] as const;
/** A metric that each kind of check publishes once. */
const MEASURED = { drift: 'Rows', accuracy: 'LabelledRows' } as const;
const WRITE_STATE = `s3 PUT ${PARCELS}/state.json`;
/** The last attempt of an asynchronous event is three minutes after the first. */
const RETRIES = 3 * MINUTE;

/** What is stored, without the times at which runs happened. */
function timeless(files: Files): Map<string, string> {
  const times = /"(checkedAt|checked_at|openedAt|notifiedAt|requestedAt)": ?("[^"]*"|\d+)/g;
  const checked = /(<dt>checked<\/dt><dd>)[^<]*/g;
  const strip = (text: string) => text.replaceAll(times, '"$1"').replaceAll(checked, '$1');
  // A random key, and what it makes of ids.
  const isRandom = (key: string) => key.endsWith('/answers-key.txt') || key.startsWith('kept_answers/');
  return new Map(
    [...files].map(([key, bytes]) => [key, isRandom(key) ? 'there' : strip(Buffer.from(bytes).toString())]),
  );
}

/** What came of something: alerts, sets of metrics and heartbeats since it began, and everything that is stored. */
interface Outcome {
  readonly alerts: readonly string[];
  readonly metrics: number;
  readonly heartbeats: number;
  readonly stored: ReadonlyMap<string, string>;
}

describe.each(KINDS)('a %s check that opens an incident, deployed', (kind) => {
  let synthesized: Synthesized;
  let deployment: Deployment;
  /** The state bucket before the check. */
  let untouched: Files;
  let alone: Outcome;

  const fire = () => deployment.fire(PARCELS, kind, DUE[kind]);

  async function outcomeOf<T>(act: () => Promise<T>): Promise<Outcome & { readonly value: T }> {
    deployment.restore(untouched);
    const count = () => ({
      alerts: deployment.alerts().length,
      metrics: deployment.values(PARCELS, MEASURED[kind]).length,
      heartbeats: deployment.values(PARCELS, 'SuccessfulRuns', kind).length,
    });
    const before = count();
    const value = await act();
    const after = count();
    const mails = deployment.alerts().slice(before.alerts);
    return {
      alerts: mails.map(({ text }) => /^dedupe key +(\S+)$/m.exec(text)![1]),
      metrics: after.metrics - before.metrics,
      heartbeats: after.heartbeats - before.heartbeats,
      stored: timeless(deployment.stored()),
      value,
    };
  }

  beforeAll(() => {
    synthesized = synthesizeStack([definition]);
  });
  afterAll(() => deployment?.account.stop());

  it('sends one alert', async () => {
    deployment = await Deployment.start(synthesized, { now: DUE.drift });
    const files = parcelFiles([{ heavier: true, wrong: 40, count: 200, labelledAt: DUE.drift + HOUR / 2 }]);
    await openParcels(deployment, files);
    if (kind === 'accuracy') await deployment.fire(PARCELS, 'drift', DUE.drift);
    await deployment.account.advanceTo(DUE.accuracy);
    untouched = deployment.stored();

    alone = (({ value: _, ...outcome }) => outcome)(await outcomeOf(fire));

    const incident = kind === 'drift' ? 'drift' : 'performance';
    expect(alone.alerts).toEqual([`parcels/${incident}-2001-02-01T12Z/opened/2001-02-01T12Z`]);
    expect([alone.metrics, alone.heartbeats]).toEqual([1, 1]);
    expect(deployment.account.denied()).toEqual([]);
  });

  it.each([
    [2, 'one after the other', async () => [await fire(), await fire()]],
    [3, 'at once', () => Promise.all([fire(), fire(), fire()])],
  ] as const)('sends one alert when its schedule fires %s times %s', async (heartbeats, _, act) => {
    const { value, ...outcome } = await outcomeOf<unknown>(act);
    expect(outcome).toEqual({ ...alone, heartbeats });
  });

  it.each([
    ['before', 'any of its changes'],
    ['after', IS_EXHAUSTIVE ? 'any of its requests' : 'any of its changes'],
  ] as const)('ends in the same state after a crash %s %s', async (moment, _) => {
    const { account } = deployment;
    const run = { monitor: PARCELS, kind, due: DUE[kind] };
    const crashes: Crash[] = [];
    for (;;) {
      const { value: crash, ...outcome } = await outcomeOf(async () => {
        const crashed = await crashAtRequest(deployment, run, crashes.length + 1, moment);
        await account.advanceTo(account.now + MINUTE);
        return crashed;
      });
      if (crash === null) break;
      crashes.push(crash);

      const [first, retry] = account.lambda.runs.slice(-2);
      expect([first.error?.errorType, retry.error, retry.requestId]).toEqual([
        'Runtime.ExitError',
        undefined,
        first.requestId,
      ]);
      // Sent twice only when the state did not say yet that it was sent: under the same dedupe key, by which receivers drop
      // a repeat. Metrics have no such key; a second set has the values of the first.
      expect(outcome, `after a crash ${moment} ${crash.at}`).toEqual({
        alerts: [...alone.alerts, ...(crash.sentUnmarked ? alone.alerts : [])],
        metrics: crash.publishedUnmarked ? 2 : 1,
        heartbeats: crash.beaten ? 2 : 1,
        stored: alone.stored,
      });
    }
    const repeatedAt = moment === 'before' ? [WRITE_STATE] : ['POST'];
    const at = (crashed: Crash[]) => crashed.map((crash) => crash.at.replace(/^(sns|monitoring) /, ''));
    expect(at(crashes.filter(({ publishedUnmarked }) => publishedUnmarked))).toEqual(repeatedAt);
    expect(at(crashes.filter(({ sentUnmarked }) => sentUnmarked))).toEqual(repeatedAt);
    expect(deployment.deadLetters()).toEqual([]);
  });

  it('has its alert sent by the next run when all attempts of this one crash before sending', async () => {
    const { account } = deployment;
    const { value, ...outcome } = await outcomeOf(async () => {
      account.observe(({ service, phase }) => {
        if (service !== 'sns' || phase !== 'before') return undefined;
        account.lambda.crash(deployment.functionName(kind));
        return 'lost';
      });
      await fire();
      await account.advanceTo(account.now + RETRIES);
      account.observe(() => undefined);
      const given = deployment.deadLetters();
      await account.advanceTo(account.now + CLAIM_EXPIRY);
      await fire();
      return given;
    });
    expect(outcome).toEqual({ ...alone });
    expect(value).toMatchObject([{ requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 } }]);
  });
});
