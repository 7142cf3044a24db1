import { jobName } from '../../decision/retraining/names.ts';
import type { SageMakerRequest } from '../contract.ts';
import { tagged } from './tags.ts';
import type { Retraining } from './training-job.ts';

/**
 * CreateModel of the candidate, without the artifacts, which are known only after training. It is as isolated as the live model.
 *
 * @param live DescribeModel of the live model.
 */
export function modelRequest(
  { monitor, id, settings, tags }: Retraining,
  { VpcConfig, EnableNetworkIsolation }: SageMakerRequest = {},
): SageMakerRequest {
  const { scoring, trainingJob, role } = settings;
  const image = scoring.image ?? trainingJob?.image;
  return {
    ModelName: jobName(monitor.name, id),
    ...(role !== undefined && { ExecutionRoleArn: role }),
    PrimaryContainer: {
      ...(image !== undefined && { Image: image }),
      Environment: Object.fromEntries(scoring.environment),
    },
    ...(VpcConfig !== undefined && VpcConfig !== null && { VpcConfig }),
    ...(EnableNetworkIsolation === true && { EnableNetworkIsolation }),
    ...tagged(tags),
  };
}
