import { parseArgs } from 'node:util';
import { errorMessage } from '../lambdas/core/text/error-message.ts';
import { INSTANCE_PRICES } from './cost/prices.ts';
import { xgboostImage } from './image.ts';

/** What `npm run smoke:aws` is to do. */
export interface Options {
  readonly region: string;
  /** Name of the stack that is deployed and deleted again. */
  readonly stack: string;
  /** What the retraining needs; null: that part is skipped. */
  readonly retraining: RetrainingOptions | null;
  /** Leaves everything in place. */
  readonly keep: boolean;
  /** Prints the plan and calls nothing. */
  readonly dryRun: boolean;
  /** Does not ask before it creates or deletes anything. */
  readonly yes: boolean;
  /** Only deletes what earlier runs have left. */
  readonly cleanupOnly: boolean;
}

export interface RetrainingOptions {
  /** ARN of the role of jobs and models. */
  readonly role: string;
  /** The container that trains and serves. */
  readonly image: string;
  /** Of training, transform jobs and the endpoint. */
  readonly instanceType: string;
}

/** The command line has an option that is unknown, missing or invalid. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

export const USAGE = `Usage: npm run smoke:aws -- [options]

Deploys Driftwarden to a real account, checks generated captures, sees the alerts,
and deletes everything again. With --role it also trains, deploys and rolls back a
model. Needs AWS credentials and an account that "npx cdk bootstrap" has prepared.

  --region REGION         default: AWS_REGION
  --stack NAME            default: DriftwardenSmoke; has to begin with it
  --role ARN              role of SageMaker's jobs and models; without it, nothing is trained
  --image URI             training and serving container; default: SageMaker's XGBoost
  --instance-type TYPE    of jobs and endpoint: ${[...INSTANCE_PRICES.keys()].join(', ')}; default: ml.m5.large
  --keep                  delete nothing at the end
  --dry-run               print the steps, the names and the expected cost
  --yes                   do not ask
  --cleanup-only          only delete what earlier runs have left
`;

const DEFAULT_STACK = 'DriftwardenSmoke';
/** The program deletes the stack, so no other one can be given by mistake. */
const STACK = /^DriftwardenSmoke[A-Za-z0-9-]*$/;
/** CloudFormation adds to it in the names of resources. */
const MAX_STACK = 60;
const ROLE = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const REGION = /^[a-z]{2}-[a-z]+-\d$/;
const DEFAULT_INSTANCE_TYPE = 'ml.m5.large';

/**
 * @param args Without the program's name.
 * @param env For the region.
 * @returns null for `--help`.
 * @throws OptionError with what is accepted
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options | null {
  const values = parse(args);
  if (values.help === true) return null;
  const region = values.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (region === undefined) throw new OptionError('there is no region: give --region or set AWS_REGION');
  if (!REGION.test(region)) throw new OptionError(`--region ${region} is not a region, such as eu-west-1`);
  const { stack = DEFAULT_STACK, keep = false, yes = false } = values;
  if (!STACK.test(stack) || stack.length > MAX_STACK)
    throw new OptionError(`--stack ${stack} has to begin with ${DEFAULT_STACK}: the program deletes this stack`);
  const cleanupOnly = values['cleanup-only'] ?? false;
  if (cleanupOnly && keep) throw new OptionError('--keep and --cleanup-only contradict each other');
  return {
    region,
    stack,
    retraining: readRetraining(values, region),
    keep,
    dryRun: values['dry-run'] ?? false,
    yes,
    cleanupOnly,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        region: text,
        stack: text,
        role: text,
        image: text,
        'instance-type': text,
        keep: flag,
        'dry-run': flag,
        yes: flag,
        'cleanup-only': flag,
        help: flag,
      },
    }).values;
  } catch (cause) {
    throw new OptionError(errorMessage(cause), { cause });
  }
}

function readRetraining(
  values: { readonly role?: string; readonly image?: string; readonly 'instance-type'?: string },
  region: string,
): RetrainingOptions | null {
  const { role, image, 'instance-type': instanceType = DEFAULT_INSTANCE_TYPE } = values;
  if (role === undefined) {
    if (image === undefined && values['instance-type'] === undefined) return null;
    throw new OptionError('--image and --instance-type take effect with --role only');
  }
  if (!ROLE.test(role)) throw new OptionError(`--role ${role} is not the ARN of an IAM role`);
  if (!INSTANCE_PRICES.has(instanceType)) {
    const known = [...INSTANCE_PRICES.keys()].join(', ');
    throw new OptionError(`--instance-type ${instanceType} has no known price; accepted: ${known}`);
  }
  const container = image ?? xgboostImage(region);
  if (container === null)
    throw new OptionError(`the account of SageMaker's XGBoost image in ${region} is not known: give --image`);
  return { role, image: container, instanceType };
}
