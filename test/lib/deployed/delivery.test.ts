import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR } from '../../core/stories/story-fixture.ts';
import type { Synthesized } from './deployment.ts';
import { PARCELS } from './parcels.ts';
import { askAs } from './people.ts';
import { checked, DRIFT, HEAVIER, openTargeted, PROBLEM, QUIET, synthesizeTargeted } from './targeted-parcels.ts';

let synthesized: Synthesized;
beforeAll(() => {
  synthesized = synthesizeTargeted();
});

/** The slow tests have the other cases. */
describe('an incident', () => {
  it('is triggered, acknowledged by the command and resolved by its recovery, with the permissions of the template', async () => {
    const targeted = await openTargeted(synthesized, [QUIET, QUIET, HEAVIER, HEAVIER, QUIET]);
    const { account } = targeted.deployment;
    await checked(targeted, 2);
    expect(targeted.paged).toEqual([`trigger ${PROBLEM}`]);

    const operation = { operation: 'acknowledge', monitor: PARCELS, incident: DRIFT, note: 'known <b>' } as const;
    const { error } = await askAs(account, 'Ann', targeted.deployment.functionName('drift'), operation);
    expect(error).toBeUndefined();
    await account.advanceTo(account.now + HOUR / 2);
    expect(targeted.paged.slice(1)).toEqual([`acknowledge ${PROBLEM}`]);

    await checked(targeted, 4);
    expect(targeted.paged.slice(2)).toEqual([`resolve ${PROBLEM}`]);
    expect(targeted.hooked).toEqual([
      'driftwarden.alert trigger',
      'driftwarden.acknowledged acknowledge',
      'driftwarden.alert resolve',
    ]);
    expect(targeted.webhook.bodies[1].data).toEqual({
      monitor: PARCELS,
      incident: DRIFT,
      by: expect.stringMatching(/Ann$/),
      note: 'known <b>',
      until: null,
    });
    expect(account.denied()).toEqual([]);
    expect(targeted.deployment.deadLetters()).toEqual([]);
    expect(targeted.deliveries).toMatchObject({ open: {}, pending: [] });
  });
});

describe('a message', () => {
  it('about an alarm is sent too', async () => {
    const targeted = await openTargeted(synthesized, []);
    const { account } = targeted.deployment;
    await account.invokeAsync(targeted.deployment.functionName('drift'), { monitor: 'nobody' });
    await account.advanceTo(account.now + HOUR / 2);
    const [first] = targeted.pagerDuty.bodies;
    expect(first).toMatchObject({
      event_action: 'trigger',
      dedup_key: expect.stringMatching(/^arn:aws:cloudwatch:us-east-1:123456789012:alarm:/),
      payload: { severity: 'error', source: 'CloudWatch', class: 'alarm' },
    });
    expect(account.denied()).toEqual([]);
  });
});
