import type { CreateEndpointConfigInput, DescribeEndpointConfigOutput } from '@aws-sdk/client-sagemaker';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import {
  copyConfigRequest,
  endpointConfigRequest,
  restoreEndpointRequest,
  updateEndpointRequest,
} from '../../../../lambdas/core/retraining/requests/deployment.ts';
import { modelPackageRequest, packageGroupRequest } from '../../../../lambdas/core/retraining/requests/registration.ts';
import { DEPLOYMENT_CONFIG, planTraffic } from '../../../account/services/sagemaker/deployment.ts';
import {
  CREATE_MODEL_PACKAGE,
  CREATE_MODEL_PACKAGE_GROUP,
} from '../../../account/services/sagemaker/model-package-input.ts';

/** Every field that SageMaker answers and takes again; the type breaks the build when SageMaker's types get another. */
type CarriedOver = Required<
  Omit<
    DescribeEndpointConfigOutput,
    'EndpointConfigName' | 'EndpointConfigArn' | 'CreationTime' | 'ProductionVariants' | 'ShadowProductionVariants'
  >
>;
const CARRIED = {
  DataCaptureConfig: {
    EnableCapture: true,
    InitialSamplingPercentage: 20,
    DestinationS3Uri: 's3://c/',
    CaptureOptions: [{ CaptureMode: 'InputAndOutput' }],
  },
  KmsKeyId: 'key',
  AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://async/' } },
  ExplainerConfig: {},
  ExecutionRoleArn: 'arn:role',
  VpcConfig: { SecurityGroupIds: ['sg'], Subnets: ['s'] },
  EnableNetworkIsolation: true,
  MetricsConfig: { EnableEnhancedMetrics: true },
} satisfies CarriedOver;
const SHADOW = [{ VariantName: 'shadow', ModelName: 'other', InitialInstanceCount: 1 }];
const VARIANTS = [
  { VariantName: 'blue', ModelName: 'v1', InitialInstanceCount: 3, InstanceType: 'ml.m5.large', VolumeSizeInGB: 9 },
  { VariantName: 'green', ModelName: 'other', InitialInstanceCount: 1, InstanceType: 'ml.m5.large' },
];
const LIVE = {
  endpoint: { EndpointName: 'parcels', EndpointConfigName: 'old' },
  config: {
    EndpointConfigName: 'old',
    EndpointConfigArn: 'arn:old',
    CreationTime: '2026-01-01T00:00:00Z',
    ProductionVariants: VARIANTS,
    ShadowProductionVariants: SHADOW,
    ...CARRIED,
  },
};
const NEW = { name: 'new', model: 'v2', variant: 'blue', tags: [] };

function monitorOf(deploy: string, promote = '') {
  const file = `model: m
problem: binary-classification
capture: { uri: c, features: [x], prediction: { score: 0 } }
labels: { uri: l }
retraining:
  trainingJob: { image: train, instanceType: ml.m5.large }
  scoring: { environment: { THREADS: 2 } }
  promote: { ${promote} }
  deploy: { ${deploy} }
`;
  return parseMonitor(file, 'm.yaml');
}
const updateOf = (deploy: string, live: typeof LIVE | object = LIVE, alarms: string[] = ['errors']) =>
  updateEndpointRequest(monitorOf(deploy).retraining!, {
    live: live as typeof LIVE,
    endpointConfig: 'new',
    alarms,
  });

describe('CreateEndpointConfig', () => {
  it('has settings that SageMaker adds one day, and nothing that the SDK adds to an answer', () => {
    const config = { ...LIVE.config, FutureConfig: { Level: 3 }, OldConfig: null, $metadata: { httpStatusCode: 200 } };
    const request = endpointConfigRequest({ ...LIVE, config }, NEW);
    expect(request).toEqual({ ...endpointConfigRequest(LIVE, NEW), FutureConfig: { Level: 3 } });
  });

  it('is everything that serves, with one other model', () => {
    const request = endpointConfigRequest(LIVE, NEW);
    expect(request).toEqual({
      EndpointConfigName: 'new',
      ProductionVariants: [{ ...VARIANTS[0], ModelName: 'v2' }, VARIANTS[1]],
      ShadowProductionVariants: SHADOW,
      ...CARRIED,
    });
    const typed = request as unknown as CreateEndpointConfigInput;
    expect(typed.DataCaptureConfig).toEqual(CARRIED.DataCaptureConfig);
  });

  it('has no field without a value', () => {
    const config = { ProductionVariants: VARIANTS, ShadowProductionVariants: [], DataCaptureConfig: null };
    expect(Object.keys(endpointConfigRequest({ ...LIVE, config }, NEW))).toEqual([
      'EndpointConfigName',
      'ProductionVariants',
    ]);
  });

  it('has the tags of the deployment, with the candidate and as a copy', () => {
    const tags = [{ Key: 'team', Value: 'ml' }];
    expect(endpointConfigRequest(LIVE, { ...NEW, tags })).toEqual({ ...endpointConfigRequest(LIVE, NEW), Tags: tags });
    expect(copyConfigRequest(LIVE, { name: 'copy', tags })).toEqual({
      EndpointConfigName: 'copy',
      ProductionVariants: VARIANTS,
      ShadowProductionVariants: SHADOW,
      ...CARRIED,
      Tags: tags,
    });
  });

  it('leaves what serves as it is', () => {
    const before = structuredClone(LIVE);
    endpointConfigRequest(LIVE, NEW);
    expect(LIVE).toEqual(before);
  });
});

describe('UpdateEndpoint', () => {
  it('moves a tenth first and watches the alarms', () => {
    expect(updateOf('')).toEqual({
      EndpointName: 'parcels',
      EndpointConfigName: 'new',
      RetainAllVariantProperties: true,
      DeploymentConfig: {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: {
            Type: 'CANARY',
            CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 },
            WaitIntervalInSeconds: 600,
          },
          MaximumExecutionTimeoutInSeconds: 8400,
        },
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
      },
    });
  });

  it('has no rollback without alarms, and no traffic to move without instances', () => {
    expect(updateOf('', LIVE, [])['DeploymentConfig']).not.toHaveProperty('AutoRollbackConfiguration');
    const serverless = { ...LIVE, config: { ProductionVariants: [{ VariantName: 'blue', ServerlessConfig: {} }] } };
    expect(updateOf('', serverless)).not.toHaveProperty('DeploymentConfig');
  });

  it('is taken by SageMaker with every deployment that the monitor file takes', () => {
    const deploy = fc.record({
      strategy: fc.constantFrom('canary', 'linear', 'all-at-once'),
      percent: fc.integer({ min: 1, max: 50 }),
      bake: fc.integer({ min: 0, max: 90 }),
    });
    let taken = 0;
    fc.assert(
      fc.property(deploy, ({ strategy, percent, bake }) => {
        let request: ReturnType<typeof updateOf>;
        try {
          request = updateOf(`strategy: ${strategy}, percent: ${percent}, bake: PT${bake}M`);
        } catch {
          expect(bake > 60 || (strategy === 'linear' && (percent < 10 || bake > 36))).toBe(true);
          return;
        }
        taken++;
        expect(() => planTraffic(DEPLOYMENT_CONFIG.parse(request['DeploymentConfig']), 4)).not.toThrow();
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('goes back at once, with the instances that serve', () => {
    expect(restoreEndpointRequest(LIVE, 'old')).toEqual({
      EndpointName: 'parcels',
      EndpointConfigName: 'old',
      RetainAllVariantProperties: true,
    });
  });
});

describe('CreateModelPackage', () => {
  const REGISTERED = {
    id: 'retraining-2026-03-02',
    artifacts: 's3://state/m/model.tar.gz',
    comparison: 's3://state/m/comparison.json',
    baseline: 's3://state/m/baseline.json',
    reason: `accuracy ${'x'.repeat(3000)}`,
  };
  const requestOf = (promote = '', registered = REGISTERED, monitor = monitorOf('', promote)) =>
    modelPackageRequest(monitor, monitor.retraining!, registered);

  it('is taken by SageMaker, with what the model was compared and is to be compared with', () => {
    const request = CREATE_MODEL_PACKAGE.parse(requestOf());
    expect(request.InferenceSpecification?.Containers).toEqual([
      { Image: 'train', ModelDataUrl: REGISTERED.artifacts, Environment: { THREADS: '2' } },
    ]);
    expect(request.ModelMetrics?.ModelQuality?.Statistics?.S3Uri).toBe(REGISTERED.comparison);
    expect(request.DriftCheckBaselines?.ModelDataQuality?.Statistics?.S3Uri).toBe(REGISTERED.baseline);
    expect(() => CREATE_MODEL_PACKAGE_GROUP.parse(packageGroupRequest(monitorOf(''), []))).not.toThrow();
  });

  it.each([
    ['', 'Approved'],
    ['approval: manual', 'PendingManualApproval'],
    ['approval: never', 'PendingManualApproval'],
  ])('with %j is %s', (promote, status) => {
    expect(requestOf(promote)['ModelApprovalStatus']).toBe(status);
  });

  it('has a token of its retraining and monitor', () => {
    const token = (id: string) => requestOf('', { ...REGISTERED, id })['ClientToken'];
    expect(token('a')).toBe(token('a'));
    expect(token('a')).not.toBe(token('b'));
  });
});
