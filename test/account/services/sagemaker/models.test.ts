import { expect, it } from 'vitest';
import { createModel, JOBS, OPERATOR, refusal, startSageMaker } from '../../fixture/sagemaker.ts';
import { NOON } from '../../fixture/start.ts';

const named = { ModelName: 'm1' };

it('a model is made once, described, and deleted', async () => {
  const opened = await startSageMaker();
  const { call, role } = opened;
  await createModel(opened, 'm1');
  expect(await call('DescribeModel', named)).toEqual({
    ModelName: 'm1',
    ModelArn: 'arn:aws:sagemaker:us-east-1:123456789012:model/m1',
    ExecutionRoleArn: role,
    PrimaryContainer: { Image: 'image', ModelDataUrl: 's3://data/models/m1.tar.gz' },
    CreationTime: NOON / 1000,
  });
  expect(await refusal(createModel(opened, 'm1'))).toMatch(
    /^ValidationException: Cannot create already existing model ".*:model\/m1"/,
  );
  await call('DeleteModel', named);
  expect(await refusal(call('DescribeModel', named))).toMatch(/^ValidationException: Could not find model/);
  await createModel(opened, 'm1');
});

it('of two that make the same model at once, one wins', async () => {
  const opened = await startSageMaker();
  const outcomes = await Promise.allSettled([createModel(opened, 'm1'), createModel(opened, 'm1')]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it.each([
  ['whose role may not read its data', { jobs: JOBS.slice(0, 1) }, /^ValidationException: Could not access model data/],
  ['whose role SageMaker cannot assume', { trusts: 'x.amazonaws.com' }, /^ValidationException: Could not assume role/],
  ['whose role the caller may not pass', { operator: OPERATOR.slice(0, 1) }, /^AccessDeniedException: .*iam:PassRole/],
])('a model %s is refused', async (_, roles, message) => {
  const opened = await startSageMaker(roles);
  expect(await refusal(createModel(opened, 'm1'))).toMatch(message);
  expect(opened.account.sagemaker.models.names).toEqual([]);
});
