import { StatesError } from '../../../../lambdas/states-language/errors.ts';
import { AwsError } from '../../aws-error.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { CloudWatchActions } from '../cloudwatch/actions.ts';

const INTEGRATION = /^aws-sdk:cloudwatch:([a-zA-Z]+)$/;

export function isCloudWatch(integration: string): boolean {
  return INTEGRATION.test(integration);
}

/** `aws-sdk:cloudwatch:…`, in the name of the machine's role. @throws StatesError named as the integration names it */
export async function callCloudWatch(
  integration: string,
  args: unknown,
  { cloudWatch, role }: { readonly cloudWatch: CloudWatchActions; readonly role: Principal },
): Promise<object> {
  const name = INTEGRATION.exec(integration)![1];
  try {
    return cloudWatch.call(name[0].toUpperCase() + name.slice(1), args, role);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const kind = error.code === 'ResourceNotFound' ? 'ResourceNotFoundException' : 'CloudWatchException';
    const cause = `${error.message} (Service: CloudWatch, Status Code: ${error.status})`;
    throw new StatesError(`CloudWatch.${kind}`, cause);
  }
}
