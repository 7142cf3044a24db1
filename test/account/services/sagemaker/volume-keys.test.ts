import { describe, expect, it } from 'vitest';
import { configRequest } from '../../fixture/endpoint.ts';
import { allow, createModel, OPERATOR, refusal, startSageMaker, trainingRequest } from '../../fixture/sagemaker.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/volumes';
const GRANT = allow('kms:CreateGrant', KEY, { Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
const DESCRIBE = allow('kms:DescribeKey', KEY);

async function open(operator: readonly object[]) {
  const opened = await startSageMaker({ operator: [...OPERATOR, ...operator] });
  opened.account.keys.createKey(KEY);
  opened.account.s3.put('data', 'train/1.csv', '1,2\n');
  await createModel(opened, 'm1');
  return opened;
}

type Opened = Awaited<ReturnType<typeof open>>;

const ResourceConfig = { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10, VolumeKmsKeyId: KEY };
const REQUESTS: readonly [string, (opened: Opened, more?: object) => Promise<unknown>][] = [
  [
    'a training job',
    ({ call, role }, more) =>
      call('CreateTrainingJob', trainingRequest(role, { ResourceConfig: { ...ResourceConfig, ...more } })),
  ],
  [
    'a transform job',
    ({ call }, more) =>
      call('CreateTransformJob', {
        TransformJobName: 'transform-1',
        ModelName: 'm1',
        TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/train/' } } },
        TransformOutput: { S3OutputPath: 's3://data/answers' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeKmsKeyId: KEY, ...more },
      }),
  ],
];
const CONFIG = [
  'an endpoint configuration',
  ({ call }: Opened) => call('CreateEndpointConfig', { ...configRequest('c1', 'm1'), KmsKeyId: KEY }),
] as const;

describe.each([...REQUESTS, CONFIG])('the key of the disks of %s', (_, request) => {
  it('is used by a caller that may create a grant on it', async () => {
    const opened = await open([GRANT, DESCRIBE]);
    await request(opened);
    expect(opened.account.denied()).toEqual([]);
  });

  it.each([
    ['may not look at it', [GRANT], 'kms:DescribeKey'],
    ['may not have a grant made', [DESCRIBE], 'kms:CreateGrant'],
    [
      'may make grants for others only',
      [DESCRIBE, { ...GRANT, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'false' } } }],
      'kms:CreateGrant',
    ],
    ['may use another key', [DESCRIBE, { ...GRANT, Resource: `${KEY}-2` }], 'kms:CreateGrant'],
  ])('is refused to a caller that %s', async (_, operator, missing) => {
    expect(await refusal(request(await open(operator)))).toMatch(new RegExp(`^AccessDeniedException: .*${missing}`));
  });

  it('has to let the account in', async () => {
    const opened = await open([allow('kms:*')]);
    opened.account.access.addResourcePolicy(KEY, {
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'kms:CreateGrant', Resource: '*' }],
    });
    expect(await refusal(request(opened))).toMatch(/^AccessDeniedException: .*kms:CreateGrant/);
  });
});

it.each(REQUESTS)('instances with local disks take no key in %s', async (_, request) => {
  const opened = await open([GRANT, DESCRIBE]);
  const refused = await refusal(request(opened, { InstanceType: 'ml.g5.xlarge' }));
  expect(refused).toMatch(/^ValidationException: VolumeKmsKeyId is not supported for instance type ml.g5.xlarge/);
});

it('an endpoint needs the permission for the key of its configuration too', async () => {
  const { account, call } = await open([GRANT, DESCRIBE]);
  await call('CreateEndpointConfig', { ...configRequest('c1', 'm1'), KmsKeyId: KEY });
  expect(await call('DescribeEndpointConfig', { EndpointConfigName: 'c1' })).toMatchObject({ KmsKeyId: KEY });
  await call('CreateEndpoint', { EndpointName: 'e', EndpointConfigName: 'c1' });
  await account.advanceTo(account.now + 600_000);
  account.access.addResourcePolicy(KEY, {
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 'kms:CreateGrant', Resource: '*' }],
  });
  for (const [action, name] of [
    ['CreateEndpoint', 'other'],
    ['UpdateEndpoint', 'e'],
  ]) {
    const request = call(action, { EndpointName: name, EndpointConfigName: 'c1' });
    expect(await refusal(request)).toMatch(/^AccessDeniedException: .*kms:CreateGrant/);
  }
});
