import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type CfnElement } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { afterAll, describe, expect, it } from 'vitest';
import { MonitoringStack } from '../../lib/monitoring-stack.ts';
import { TestAccount } from '../account/account.ts';
import { labelDay, openDepot, type Parcel, parcelMonitor, serveDay } from '../core/stories/parcels.ts';
import { DAY, FIRST_DAY, HOUR } from '../core/stories/world.ts';
import { define } from './definitions.ts';

const cdkOut = mkdtempSync(join(tmpdir(), 'deployed-'));
afterAll(() => rmSync(cdkOut, { recursive: true, force: true }));

const monitor = parcelMonitor({
  capture: '{ uri: s3://data/captures, features: [weight, distance, depot], prediction: { score: 0, threshold: 0.5 } }',
  labels: '{ uri: s3://data/labels, lag: P1D, maxAge: P14D }',
  baseline: '{ uri: s3://data/training.csv, label: late, score: p }',
  schedule: '{ timeZone: UTC }',
  alerts: '{ email: [oncall@example.com], repeatEvery: P7D }',
});
const heavier = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });

/**
 * Two quiet days, two with heavier parcels, two quiet ones: training data, captures and labels in a bucket. Deployed at noon
 * of the first day, so that this is the first day to be checked.
 */
async function deploy() {
  const app = new App({ outdir: cdkOut });
  const stack = new MonitoringStack(app, 'Driftwarden', { definitions: [define(monitor, 'parcels')] });
  app.synth();
  const account = await TestAccount.start({ cdkOut, now: FIRST_DAY + 12 * HOUR });
  account.s3.createBucket('data');
  const story = await openDepot();
  for (let day = 0; day < 6; day++) {
    labelDay(story, day, serveDay(story, day, day === 2 || day === 3 ? heavier : undefined), { wrong: 20 });
  }
  for (const file of readdirSync(story.folder, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    if (file.isFile()) account.s3.put('data', path.slice(story.folder.length + 1), readFileSync(path));
  }
  const idOf = (construct: IConstruct) => stack.getLogicalId(construct.node.defaultChild as CfnElement);
  return { account, platform: stack.platform, monitors: stack.monitors, idOf };
}

function linkIn(text: string, name: string): URL {
  return new URL(new RegExp(`^${name} +(https://\\S+)$`, 'm').exec(text)![1]);
}

describe('the deployed stack, in a test account', () => {
  it('watches, alerts once, says when it is over, and needs no permission that it lacks', async () => {
    const { account, platform, monitors, idOf } = await deploy();
    try {
      const built = await account.invoke(idOf(platform.functions.baseline), { monitor: 'parcels' });
      expect(built.error).toBeUndefined();
      await account.advanceTo(FIRST_DAY + 7 * DAY);

      expect(account.denied()).toEqual([]);
      expect(account.lambda.runs.map(({ error }) => error).filter(Boolean)).toEqual([]);
      expect(account.messages(idOf(platform.deadLetters.queue))).toEqual([]);
      const mails = account.inbox(undefined, 'email').map(({ subject }) => subject ?? '');
      expect(mails.filter((subject) => subject.startsWith('['))).toEqual([
        expect.stringMatching(/^\[OPEN warning\] parcels: weight drifted/),
        expect.stringMatching(/^\[RECOVERED\] parcels: drift is back to normal after 2 days$/),
      ]);
      const [{ text }] = account.inbox(undefined, 'email').filter(({ subject }) => subject?.startsWith('[OPEN'));
      const [report, dashboard] = ['report', 'dashboard'].map((name) => linkIn(text, name));
      const bucket = account.nameOf(idOf(platform.state.bucket));
      expect(report.pathname).toBe(`/s3/object/${bucket}`);
      expect(account.s3.text(bucket, report.searchParams.get('prefix')!)).toContain(
        'weight <strong class="bad">DRIFTED',
      );
      expect(dashboard.hash).toBe(`#dashboards/dashboard/${account.nameOf(idOf(monitors[0].dashboard!))}`);
      // Nothing is watched before the first runs; after them the alarms end and are not raised again.
      expect(mails.filter((subject) => /^(ALARM|OK)/.test(subject)).map((subject) => subject.split(':')[0])).toEqual([
        'ALARM',
        'ALARM',
        'OK',
        'OK',
      ]);
      const runs = (kind: string) =>
        account.metrics({ name: 'SuccessfulRuns', dimensions: { Monitor: 'parcels', Kind: kind } }).length;
      expect([runs('drift'), runs('accuracy'), runs('baseline')]).toEqual([1, 1, 1]);
    } finally {
      await account.stop();
    }
  });
});
