import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR } from '../../core/stories/story-fixture.ts';
import type { Synthesized } from './deployment.ts';
import { dueTime, PARCELS } from './parcels.ts';
import { checked, DRIFT, HEAVIER, openTargeted, PROBLEM, QUIET, synthesizeTargeted } from './targeted-parcels.ts';
import { ROUTING_KEY, SIGNING_SECRET } from './targets.ts';

let synthesized: Synthesized;
beforeAll(() => {
  synthesized = synthesizeTargeted();
});

describe('an incident', () => {
  it('that ends without an alert, as drift of a single window, is resolved all the same', async () => {
    const targeted = await openTargeted(synthesized, [QUIET, QUIET, HEAVIER, QUIET]);
    await checked(targeted, 3);
    expect(targeted.deployment.alerts()).toHaveLength(1);
    expect(targeted.paged).toEqual([`trigger ${PROBLEM}`, `resolve ${PROBLEM}`]);
    expect(targeted.webhook.bodies[1]).toMatchObject({
      ...{ type: 'driftwarden.closed', problem: PROBLEM, action: 'resolve' },
      data: { monitor: PARCELS, incident: DRIFT, reason: 'over (closed with window 2001-02-04)' },
    });
  });

  it('comes signed, so that another implementation of Standard Webhooks accepts it', async () => {
    const targeted = await openTargeted(synthesized, [QUIET, QUIET, HEAVIER]);
    await checked(targeted, 2);
    const [{ body, headers, path }] = targeted.webhook.received;
    expect(path).toBe('/driftwarden');
    expect(headers['content-type']).toBe('application/json');
    // It accepts messages of the last five minutes only: the clock of the account is not this machine's.
    const timestamp = Number(headers['webhook-timestamp']);
    expect(timestamp).toBeCloseTo(dueTime('drift', 2) / 1000, -3);
    const id = headers['webhook-id'] as string;
    const signature = new Webhook(SIGNING_SECRET).sign(id, new Date(timestamp * 1000), body);
    expect(headers['webhook-signature']).toBe(signature);
    expect(JSON.parse(body).data).toEqual(JSON.parse(targeted.deployment.account.inbox(undefined, 'lambda')[0].text));
  });
});

describe('a target that is down', () => {
  it('gets the event when it is back, and the message goes to the dead-letter queue after three attempts', async () => {
    const targeted = await openTargeted(synthesized, [QUIET, QUIET, HEAVIER]);
    const { account } = targeted.deployment;
    targeted.pagerDuty.answer = ({ body }) => ({ status: 503, body: `down: ${body}` });
    await account.advanceTo(dueTime('drift', 2) + HOUR / 4);
    const dead = targeted.deployment
      .deadLetters()
      .filter((letter) => JSON.stringify(letter).includes(`${PROBLEM}/opened/2001-02-03`));
    expect(dead).toHaveLength(1);
    // Neither lost nor repeated for the other target. Alarms about the failures follow.
    expect(targeted.hooked.filter((line) => line === 'driftwarden.alert trigger')).toHaveLength(1);
    const logs = account.lambda.logs(targeted.functionName);
    expect(logs).toContain('PagerDuty answers 503: down: ');
    expect(logs).not.toContain(ROUTING_KEY);
    expect(logs).not.toContain(SIGNING_SECRET);

    const ofDrift = () => targeted.paged.filter((line) => line === `trigger ${PROBLEM}`).length;
    const attempts = ofDrift();
    expect(attempts).toBeGreaterThanOrEqual(3);
    targeted.pagerDuty.answer = () => ({ status: 202 });
    await account.advanceTo(account.now + HOUR);
    expect(ofDrift()).toBe(attempts + 1);
    expect(targeted.deliveries.pending).toEqual([]);
    const { result } = await account.invoke(targeted.functionName, dead[0]);
    expect(result).toMatchObject({ pending: 0, ignored: [] });
    const mails = targeted.deployment.alarmMails().map(({ subject }) => subject);
    expect(mails).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ALARM: .*DeliveryErrors/),
        expect.stringMatching(/^ALARM: .*DeadLettersNotEmpty/),
      ]),
    );
  });
});

describe('a message', () => {
  it('that SNS delivers twice has the same key and the same id', async () => {
    const targeted = await openTargeted(synthesized, [QUIET, QUIET, HEAVIER]);
    await checked(targeted, 2);
    const { account } = targeted.deployment;
    const run = account.lambda.runs.find(
      ({ function: name, event }) => name === targeted.functionName && 'Records' in (event as object),
    )!;
    await account.invoke(targeted.functionName, run.event);
    expect(targeted.paged).toEqual([`trigger ${PROBLEM}`, `trigger ${PROBLEM}`]);
    const ids = targeted.webhook.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
  });

  it('that SNS cannot deliver to the function is sent when a person invokes the function with the dead letter', async () => {
    const targeted = await openTargeted(synthesized, [QUIET, QUIET, HEAVIER], ({ Resources }) => {
      for (const [id, { Type }] of Object.entries(Resources))
        if (Type === 'AWS::Lambda::Permission') delete Resources[id];
    });
    await checked(targeted, 2);
    expect(targeted.paged).toEqual([]);
    const [letter] = targeted.deployment.deadLetters();
    expect(letter).toMatchObject({ Type: 'Notification', Subject: expect.stringMatching(/weight drifted/) });
    const { result } = await targeted.deployment.account.invoke(targeted.functionName, letter);
    expect(result).toEqual({ sent: 2, pending: 0, ignored: [] });
    expect(targeted.paged).toEqual([`trigger ${PROBLEM}`]);
  });
});
