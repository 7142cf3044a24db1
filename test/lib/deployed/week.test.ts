import { describe, expect, it } from 'vitest';
import { DAY, FIRST_DAY } from '../../core/stories/world.ts';
import { deployed, synthesizeStack } from './deployment.ts';
import { DEPLOYED_AT, openParcels, PARCELS, parcelDefinition, parcelFiles } from './parcels.ts';

describe('the deployed stack, in a test account', () => {
  const synthesized = synthesizeStack([parcelDefinition()]);

  it('watches, alerts once, says when it is over, and needs no permission that it lacks', async () => {
    const quiet = { wrong: 20 };
    const files = parcelFiles([quiet, quiet, { ...quiet, heavier: true }, { ...quiet, heavier: true }, quiet, quiet]);
    await deployed(synthesized, { now: DEPLOYED_AT }, async (deployment) => {
      const { account } = deployment;
      await openParcels(deployment, files);
      await account.advanceTo(FIRST_DAY + 7 * DAY);

      expect(account.denied()).toEqual([]);
      expect(account.lambda.runs.map(({ error }) => error).filter(Boolean)).toEqual([]);
      expect(deployment.deadLetters()).toEqual([]);
      expect(deployment.alerts().map(({ subject }) => subject)).toEqual([
        expect.stringMatching(/^\[OPEN\] parcels: weight drifted/),
        expect.stringMatching(/^\[RECOVERED\] parcels: drift/),
      ]);
      // Nothing is watched before the first runs; after them the alarms end and are not raised again.
      expect(deployment.alarmMails().map(({ subject }) => subject.split(':')[0])).toEqual([
        'ALARM',
        'ALARM',
        'OK',
        'OK',
      ]);
      const runs = (kind: 'drift' | 'accuracy' | 'baseline') => deployment.values(PARCELS, 'SuccessfulRuns', kind);
      expect([runs('drift'), runs('accuracy'), runs('baseline')].map(({ length }) => length)).toEqual([6, 6, 1]);
    });
  });
});
