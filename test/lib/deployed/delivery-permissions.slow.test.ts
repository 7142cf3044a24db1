import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../account/template/assembly.ts';
import { listPermissions, type Permission, removePermission } from '../../account/template/permissions.ts';
import { alertOf } from '../../core/delivery/alerts.ts';
import { HOUR } from '../../core/stories/story-fixture.ts';
import { synthesizeStack } from './deployment.ts';
import { describePermission } from './describe-permission.ts';
import { isPlayed, neededPermissions } from './needed-permissions.ts';
import { DEPLOYED_AT, PARCELS, parcelDefinition } from './parcels.ts';
import { TARGETS, Targeted } from './targets.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const synthesized = synthesizeStack([parcelDefinition()], { ...TARGETS, key: 'new', secretsKey: KEY });
const permissions = listPermissions(readAssembly(synthesized.cdkOut).template).filter(({ holder }) =>
  holder.startsWith('PlatformDelivery'),
);

interface Told {
  /** What was refused or did not happen. */
  readonly missing: readonly string[];
  readonly needed: ReadonlySet<Permission>;
}

/** An alert is delivered and compared with the state, another one ends in the dead-letter queue. */
async function story(remove?: Permission): Promise<Told> {
  const targeted = await Targeted.open(synthesized, {
    now: DEPLOYED_AT,
    keys: {
      [KEY]: { Statement: [{ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'kms:*', Resource: '*' }] },
    },
    change: (template) => remove && removePermission(template, remove),
  });
  const { account, stateBucket } = targeted.deployment;
  for (const name of ['oncall/pagerduty', 'oncall/webhook'])
    account.secrets.put(name, account.secrets.find(name)!.text, { kmsKey: KEY });
  const send = (incident: string) =>
    account.sns.publish(
      { kind: 'service', name: 'cloudwatch.amazonaws.com' },
      {
        topicArn: account.nameOf(targeted.deployment.idOf(targeted.deployment.stack.shared.alerts.topic)),
        message: JSON.stringify(alertOf({ monitor: PARCELS, dedupeKey: `${PARCELS}/${incident}/opened/w` })),
      },
      new Map([['aws:sourceaccount', ['123456789012']]]),
    );
  account.s3.put(stateBucket, `${PARCELS}/state.json`, '{}');
  send('drift-1');
  await account.advanceTo(account.now + HOUR / 2);
  targeted.pagerDuty.answer = () => ({ status: 500 });
  send('drift-2');
  await account.advanceTo(account.now + HOUR / 4);
  const known = targeted.paged[0] === `trigger ${PARCELS}/drift-1` && targeted.deployment.deadLetters().length > 0;
  const refused = account.denied().map(({ action }) => action);
  const logs = account.lambda.logs(targeted.functionName);
  return {
    missing: [...new Set(refused), ...(known ? [] : ['nothing delivered']), ...(logs === '' ? ['no logs'] : [])],
    needed: remove ? new Set() : neededPermissions(account, permissions),
  };
}

describe('the permissions of the function that delivers alerts', () => {
  let needed: ReadonlySet<Permission>;

  it('suffice', async () => {
    expect(permissions.length).toBeGreaterThan(10);
    const told = await story();
    expect(told.missing).toEqual([]);
    needed = told.needed;
  });

  it.each(permissions.map((permission, i) => [describePermission(permission), permission, i] as const))(
    'are needed: %s',
    async (_, permission, i) => {
      if (!isPlayed(i) && needed.has(permission)) return;
      expect((await story(permission)).missing).not.toEqual([]);
    },
  );
});
