import { describe, expect, it } from 'vitest';
import type { LiveEndpoint } from '../../../../lambdas/core/retraining/contract.ts';
import { RetrainingError } from '../../../../lambdas/core/retraining/steps/context.ts';
import { manifestStep } from '../../../../lambdas/core/retraining/steps/write-manifest.ts';
import { LIVE, monitorFile, RetrainingStory } from './retraining-fixture.ts';

const ROLE = 'arn:aws:iam::111122223333:role/retraining';
const OTHER = 'arn:aws:iam::111122223333:role/live';
const CAPTURE = '{ uri: captures, features: [weight], prediction: { score: 0 } }';
const CAPTURED = { EnableCapture: true, DestinationS3Uri: 's3://captures/parcels' };

async function manifestOf({
  role = ROLE,
  more = '',
  capture = CAPTURED as object | null,
  live = OTHER as string | null,
}) {
  const section = `  role: ${role}\n  endpoint: parcels\n${more}`;
  const story = await RetrainingStory.open(monitorFile(section, CAPTURE));
  const endpoint: LiveEndpoint = {
    ...LIVE,
    config: { ...LIVE.config, ...(capture !== null && { DataCaptureConfig: capture }) },
    ...(live !== null && { model: { ExecutionRoleArn: live } }),
  };
  return manifestStep({ ...story.request('manifest'), live: endpoint }, story.context());
}

describe('a promoted model that might not be captured', () => {
  it.each([
    ['has another role than the live model', {}],
    ['has a role while nothing is known of that of the live model', { live: null }],
  ])('%s, and nothing is trained', async (_, given) => {
    const manifest = manifestOf(given);
    await expect(manifest).rejects.toThrow(RetrainingError);
    await expect(manifest).rejects.toThrow(
      /^retraining\.role is not the role of the live model \((arn:aws:iam::111122223333:role\/live|unknown)\), .* s3:\/\/captures\/parcels .* set retraining\.roleWritesCaptures: true$/,
    );
  });

  it('has the name of its destination printed, not interpreted', async () => {
    const capture = { EnableCapture: true, DestinationS3Uri: 's3://c/\u001b[31m' };
    await expect(manifestOf({ capture })).rejects.toThrow('s3://c/\\u{1b}[31m');
  });

  it.each([
    ['its role is that of the live model', { live: ROLE }],
    ['the file says that the role may', { more: '  roleWritesCaptures: true\n' }],
    ['the endpoint captures nothing', { capture: { EnableCapture: false } }],
    ['the endpoint has no data capture', { capture: null }],
  ])('is trained where %s', async (_, given) => {
    expect(await manifestOf(given)).toMatchObject({ enough: false, message: expect.stringContaining('labelled rows') });
  });
});
