import { beforeEach, describe, expect, it } from 'vitest';
import { allow, refusal, type SageMakerAccount, startSageMaker } from '../../fixture/sagemaker.ts';
import { MINUTE, NOON } from '../../fixture/start.ts';

const PREFIX = 'arn:aws:sagemaker:us-east-1:123456789012';
const BASELINE = {
  ModelQuality: { Constraints: { ContentType: 'application/json', S3Uri: 's3://data/baseline/constraints.json' } },
};
const PACKAGE = {
  ModelPackageGroupName: 'flights',
  InferenceSpecification: { Containers: [{ Image: 'image', ModelDataUrl: 's3://data/models/m1.tar.gz' }] },
  ModelMetrics: { ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: 's3://data/m.json' } } },
  DriftCheckBaselines: BASELINE,
};
const GROUP = { ModelPackageGroupName: 'flights' };

let opened: SageMakerAccount;
let call: SageMakerAccount['call'];

beforeEach(async () => {
  opened = await startSageMaker();
  call = opened.call;
  await call('CreateModelPackageGroup', { ...GROUP, Tags: [{ Key: 'team', Value: 'a' }] });
});

describe('a model package', () => {
  it('is a version of its group, and waits for approval', async () => {
    const { ModelPackageArn: first } = await call('CreateModelPackage', PACKAGE);
    await opened.account.advanceTo(NOON + MINUTE);
    const { ModelPackageArn: second } = await call('CreateModelPackage', {
      ...PACKAGE,
      ModelApprovalStatus: 'Approved',
    });
    expect([first, second]).toEqual([`${PREFIX}:model-package/flights/1`, `${PREFIX}:model-package/flights/2`]);
    expect(await call('DescribeModelPackage', { ModelPackageName: first })).toMatchObject({
      ModelPackageVersion: 1,
      ModelApprovalStatus: 'PendingManualApproval',
      DriftCheckBaselines: BASELINE,
      CreationTime: NOON / 1000,
    });
    await call('UpdateModelPackage', {
      ModelPackageArn: first,
      ModelApprovalStatus: 'Rejected',
      ApprovalDescription: 'worse',
    });
    expect(await call('DescribeModelPackage', { ModelPackageName: first })).toMatchObject({
      ModelApprovalStatus: 'Rejected',
      ApprovalDescription: 'worse',
      LastModifiedTime: NOON / 1000 + 60,
    });
    const list = async (more: object) => {
      const answer = await call('ListModelPackages', { ...GROUP, ...more });
      return (answer['ModelPackageSummaryList'] as { ModelPackageArn: string }[]).map((each) => each.ModelPackageArn);
    };
    expect(await list({ SortOrder: 'Descending' })).toEqual([second, first]);
    expect(await list({ ModelApprovalStatus: 'Approved' })).toEqual([second]);
  });

  it('is made once under a client token', async () => {
    const create = (more: object) => call('CreateModelPackage', { ...PACKAGE, ClientToken: 'run-1', ...more });
    const first = await create({});
    expect(await create({})).toEqual(first);
    expect(opened.account.sagemaker.packages.versions('flights')).toHaveLength(1);
    expect(await refusal(create({ ModelApprovalStatus: 'Approved' }))).toMatch(/^ConflictException: /);
    await create({ ClientToken: 'run-2' });
    expect(opened.account.sagemaker.packages.versions('flights')).toHaveLength(2);
  });

  it('needs its group, and takes no tags', async () => {
    expect(await refusal(call('CreateModelPackage', { ...PACKAGE, ModelPackageGroupName: 'x' }))).toMatch(
      /^ValidationException: ModelPackageGroup .*\/x does not exist/,
    );
    const Tags = [{ Key: 'a', Value: 'b' }];
    expect(await refusal(call('CreateModelPackage', { ...PACKAGE, Tags }))).toMatch(/^ValidationException: Tags/);
    expect(await refusal(call('CreateModelPackageGroup', GROUP))).toMatch(/^ValidationException: .*already exists/);
    expect(await call('DescribeModelPackageGroup', GROUP)).toMatchObject({
      ModelPackageGroupArn: `${PREFIX}:model-package-group/flights`,
      ModelPackageGroupStatus: 'Completed',
    });
  });

  it.each([
    ['both', ['model-package-group/flights', 'model-package/flights/*'], true],
    ['the group only', ['model-package-group/flights'], false],
    ['the version only', ['model-package/flights/*'], false],
  ])('is created by a role with the permission on %s', async (_, resources, may) => {
    const operator = [
      allow('sagemaker:CreateModelPackageGroup'),
      allow(
        'sagemaker:CreateModelPackage',
        resources.map((resource) => `${PREFIX}:${resource}`),
      ),
    ];
    const own = await startSageMaker({ operator });
    await own.call('CreateModelPackageGroup', GROUP);
    const created = own.call('CreateModelPackage', PACKAGE);
    if (may) await created;
    else expect(await refusal(created)).toMatch(/^AccessDeniedException: /);
  });
});

describe('tags', () => {
  it('are added to what there is', async () => {
    const ResourceArn = `${PREFIX}:model-package-group/flights`;
    await call('AddTags', { ResourceArn, Tags: [{ Key: 'run', Value: '1' }] });
    expect(await call('ListTags', { ResourceArn })).toEqual({
      Tags: [
        { Key: 'team', Value: 'a' },
        { Key: 'run', Value: '1' },
      ],
    });
    expect(await refusal(call('ListTags', { ResourceArn: `${PREFIX}:model/none` }))).toMatch(/^ValidationException/);
  });
});
