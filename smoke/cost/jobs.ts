import {
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  paginateListTrainingJobs,
  paginateListTransformJobs,
} from '@aws-sdk/client-sagemaker';
import type { Session } from '../session.ts';
import type { Usage } from './cost.ts';

/** The run's training and transform jobs, with the time that SageMaker bills. */
export async function jobUsages({ clients, names }: Pick<Session, 'clients' | 'names'>): Promise<Usage[]> {
  const { sageMaker: client } = clients;
  const wanted = { NameContains: names.prefix };
  const usages: Usage[] = [];
  for await (const { TrainingJobSummaries = [] } of paginateListTrainingJobs({ client }, wanted)) {
    for (const { TrainingJobName } of TrainingJobSummaries) {
      const job = await client.send(new DescribeTrainingJobCommand({ TrainingJobName }));
      const { BillableTimeInSeconds = 0, ResourceConfig } = job;
      const instanceType = ResourceConfig?.InstanceType ?? '';
      usages.push({ what: `training ${TrainingJobName}`, instanceType, duration: BillableTimeInSeconds * 1000 });
    }
  }
  for await (const { TransformJobSummaries = [] } of paginateListTransformJobs({ client }, wanted)) {
    for (const { TransformJobName } of TransformJobSummaries) {
      const job = await client.send(new DescribeTransformJobCommand({ TransformJobName }));
      const { TransformStartTime, TransformEndTime, TransformResources } = job;
      const duration = (TransformEndTime?.getTime() ?? Number.NaN) - (TransformStartTime?.getTime() ?? Number.NaN);
      const instanceType = TransformResources?.InstanceType ?? '';
      usages.push({ what: `scoring ${TransformJobName}`, instanceType, duration: duration || 0 });
    }
  }
  return usages;
}
