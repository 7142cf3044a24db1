import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR } from '../../core/stories/story-fixture.ts';
import { type Deployment, deployed, type Synthesized, synthesizeStack } from './deployment.ts';
import { DEPLOYED_AT, dueTime, openParcels, PARCELS, parcelDefinition, parcelFiles } from './parcels.ts';
import { arnOf, askAs } from './people.ts';

const definition = parcelDefinition();
const QUIET = { wrong: 20 };
const HEAVIER = { ...QUIET, heavier: true };
/** Two quiet days, three on which parcels are heavier, and one as before. */
const DAYS = [QUIET, QUIET, HEAVIER, HEAVIER, HEAVIER, QUIET];
const ID = 'drift-2001-02-03';

describe('drift that a person calls the new normal through the deployed function', () => {
  let synthesized: Synthesized;
  beforeAll(() => {
    synthesized = synthesizeStack([definition]);
  });

  /** Right after the check of a day. */
  const checked = ({ account }: Deployment, day: number) => account.advanceTo(dueTime('drift', day) + HOUR / 4);

  const keysOf = (deployment: Deployment) =>
    deployment.alerts().map(({ text }) => /^dedupe key +(\S+)$/m.exec(text)![1]);

  const say = (deployment: Deployment, more: { readonly note?: string; readonly until?: string }, person = 'Ann') => {
    const operation = { operation: 'acknowledge', monitor: PARCELS, incident: ID, newNormal: true, ...more } as const;
    return askAs(deployment.account, person, deployment.functionName('drift'), operation);
  };

  async function stored(deployment: Deployment, path: string) {
    return JSON.parse(Buffer.from(deployment.stored().get(`${PARCELS}/${path}`)!).toString());
  }

  /** The state but for which signatures it has seen. */
  async function stateOf(deployment: Deployment) {
    return { ...(await stored(deployment, 'state.json')), usedSignatures: [] };
  }

  it('ends the drift, with the permissions of the template; going back is drift again', async () => {
    await deployed(synthesized, { now: DEPLOYED_AT }, async (deployment) => {
      await openParcels(deployment, parcelFiles(DAYS));
      await checked(deployment, 3);
      expect(keysOf(deployment)).toEqual([`parcels/${ID}/opened/2001-02-03`]);

      const { error, result } = await say(deployment, { note: 'the heavy season' });

      expect(error).toBeUndefined();
      expect(result).toMatchObject({
        message: `${ID} is resolved by ${arnOf('Ann')} as the new normal; new normal since 2001-02-03: weight`,
      });
      await checked(deployment, 4);
      expect(keysOf(deployment)).toHaveLength(1);
      const heavier = await stored(deployment, 'checks/drift/2001-02-05/result.json');
      expect(heavier.verdict.dataMatches).toBe('yes');
      expect(heavier.newNormals).toMatchObject([
        { since: '2001-02-03', features: ['weight'], by: arnOf('Ann'), note: 'the heavy season' },
      ]);

      await checked(deployment, 5);
      expect(keysOf(deployment)[1]).toBe('parcels/drift-2001-02-06/opened/2001-02-06');
      expect(deployment.alerts()[1].text).toContain('lower in normal scores than in the new normal of 2001-02-03');
      expect(deployment.account.denied()).toEqual([]);
      expect(deployment.deadLetters()).toEqual([]);
    });
  });

  it('is refused together with a mute; repeated, it changes nothing', async () => {
    await deployed(synthesized, { now: DEPLOYED_AT }, async (deployment) => {
      await openParcels(deployment, parcelFiles(DAYS.slice(0, 4)));
      await checked(deployment, 3);
      const before = await stateOf(deployment);

      const muted = await say(deployment, { until: '2001-03-01T00:00:00Z' });
      expect(muted.error?.errorMessage).toContain('newNormal resolves the incident');
      expect(await stateOf(deployment)).toEqual(before);

      expect((await say(deployment, {})).error).toBeUndefined();
      const declared = await stateOf(deployment);
      expect((await say(deployment, {}, 'Bob')).result).toMatchObject({
        message: expect.stringContaining(`${ID} is resolved by ${arnOf('Ann')} as the new normal`),
      });
      expect(await stateOf(deployment)).toEqual(declared);
    });
  });
});
