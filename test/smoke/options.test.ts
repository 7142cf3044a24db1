import { describe, expect, it } from 'vitest';
import { readOptions } from '../../smoke/options.ts';

const ROLE = 'arn:aws:iam::123456789012:role/team/ml-training';
const read = (...args: string[]) => readOptions(args, { AWS_REGION: 'eu-west-1' });

describe('options', () => {
  it('need nothing but a region', () => {
    expect(read()).toEqual({
      region: 'eu-west-1',
      stack: 'DriftwardenSmoke',
      retraining: null,
      keep: false,
      dryRun: false,
      yes: false,
      cleanupOnly: false,
    });
    expect(readOptions([], { AWS_DEFAULT_REGION: 'us-east-2' })?.region).toBe('us-east-2');
    expect(read('--region', 'sa-east-1')?.region).toBe('sa-east-1');
    expect(read('--help')).toBeNull();
  });

  it('retrain with the XGBoost of the region, or with another image', () => {
    expect(read('--role', ROLE)?.retraining).toEqual({
      role: ROLE,
      image: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1',
      instanceType: 'ml.m5.large',
    });
    const own = read('--role', ROLE, '--image', 'own:1', '--instance-type', 'ml.c5.xlarge', '--region', 'af-south-1');
    expect(own?.retraining).toMatchObject({ image: 'own:1', instanceType: 'ml.c5.xlarge' });
  });

  it.each([
    [['--stack', 'Driftwarden'], /has to begin with DriftwardenSmoke/],
    [['--stack', 'DriftwardenSmoke_2'], /has to begin with/],
    [['--stack', `DriftwardenSmoke${'x'.repeat(60)}`], /has to begin with/],
    [['--region', 'Ireland'], /is not a region/],
    [['--role', 'ml-training'], /is not the ARN of an IAM role/],
    [['--role', ROLE, '--instance-type', 'ml.p5.48xlarge'], /no known price; accepted: ml\.m5\.large/],
    [['--role', ROLE, '--region', 'af-south-1'], /give --image/],
    [['--image', 'own:1'], /take effect with --role only/],
    [['--keep', '--cleanup-only'], /contradict/],
    [['--everything'], /'--everything'/],
    [['deploy'], /'deploy'/],
  ])('refuse %j', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });

  it('refuse a missing region', () => {
    expect(() => readOptions([], {})).toThrow('give --region or set AWS_REGION');
  });
});
