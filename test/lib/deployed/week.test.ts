import { describe, expect, it } from 'vitest';
import { DAY, FIRST_DAY } from '../../core/stories/story-fixture.ts';
import { deployed, synthesizeStack } from './deployment.ts';
import { DEPLOYED_AT, openParcels, PARCELS, parcelDefinition, parcelFiles } from './parcels.ts';

function linkIn(text: string, name: string): URL {
  return new URL(new RegExp(`^${name} +(https://\\S+)$`, 'm').exec(text)![1]);
}

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
        expect.stringMatching(/^\[OPEN warning\] parcels: weight drifted/),
        expect.stringMatching(/^\[RECOVERED\] parcels: drift has ended after 2 days$/),
      ]);
      const [{ text }] = deployment.alerts();
      const [report, dashboard] = ['report', 'dashboard'].map((name) => linkIn(text, name));
      expect(report.pathname).toBe(`/s3/object/${deployment.stateBucket}`);
      expect(account.s3.text(deployment.stateBucket, report.searchParams.get('prefix')!)).toContain(
        'weight <strong class="bad">DRIFTED',
      );
      const named = deployment.idOf(deployment.stack.monitors[0].dashboard!);
      expect(dashboard.hash).toBe(`#dashboards/dashboard/${account.nameOf(named)}`);
      expect(deployment.alarmMails()).toEqual([]);
      const runs = (kind: 'drift' | 'accuracy' | 'baseline') => deployment.values(PARCELS, 'SuccessfulRuns', kind);
      expect([runs('drift'), runs('accuracy'), runs('baseline')].map(({ length }) => length)).toEqual([6, 6, 1]);
    });
  });
});
