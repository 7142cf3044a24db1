import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationServiceException, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import type { MonitorFile } from '../monitors.ts';
import { TAG } from '../names.ts';
import { type Session, SmokeError } from '../session.ts';

const outputsSchema = z.object({
  StateBucketName: z.string(),
  AlertTopicArn: z.string(),
  DeadLetterQueueUrl: z.string(),
  CheckDriftFunction: z.string(),
  CheckAccuracyFunction: z.string(),
  BuildBaselineFunction: z.string(),
  RetrainingFunction: z.string().optional(),
  RetrainingMachineArn: z.string().optional(),
});

/** The outputs of the deployed stack. */
export type Outputs = z.infer<typeof outputsSchema>;

/** A stack by its name; null when there is none, or only the plan of one that an interrupted CDK has left, which the next one replaces. */
export async function findStack({ clients }: Pick<Session, 'clients'>, StackName: string): Promise<Stack | null> {
  try {
    const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const [stack] = Stacks ?? [];
    return stack === undefined || stack.StackStatus === 'REVIEW_IN_PROGRESS' ? null : stack;
  } catch (error) {
    if (error instanceof CloudFormationServiceException && error.message.includes('does not exist')) return null;
    throw error;
  }
}

/** Value of the program's tag on a stack. */
export function runOf({ Tags }: Pick<Stack, 'Tags'>): string | undefined {
  return Tags?.find(({ Key }) => Key === TAG)?.Value;
}

/**
 * Deploys the monitor files, in a temporary folder, with the CDK of this project. An interruption ends the CDK, while CloudFormation
 * goes on.
 *
 * @throws SmokeError when a stack of the name exists, or the CDK fails
 */
export async function deployStack(
  session: Pick<Session, 'clients' | 'names' | 'options' | 'signal'>,
  files: readonly MonitorFile[],
): Promise<Outputs> {
  const { names, options, signal } = session;
  const existing = await findStack(session, names.stack);
  if (existing !== null)
    throw new SmokeError(
      `there is a stack ${names.stack} already${runOf(existing) === undefined ? ', which is not from this program' : ': delete it with --cleanup-only'}`,
    );
  const folder = mkdtempSync(join(tmpdir(), 'driftwarden-smoke-'));
  try {
    for (const { name, text } of files) writeFileSync(join(folder, `${name}.yaml`), text);
    await runCdk(cdkArguments(names.stack, names.run, folder), options.region, signal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const deployed = await findStack(session, names.stack);
  return readOutputs(deployed ?? {});
}

/** @throws SmokeError when an output is missing */
export function readOutputs({ Outputs: outputs = [] }: Pick<Stack, 'Outputs'>): Outputs {
  const values = Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
  const parsed = outputsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new SmokeError(`the stack lacks outputs: ${z.prettifyError(parsed.error)}`);
}

/** @param monitors Folder of the monitor files; the template is written there too. */
export function cdkArguments(stack: string, run: string, monitors: string): string[] {
  const context = { monitors, stackName: stack, tags: `${TAG}=${run}`, dashboards: 'false', logRetention: '1' };
  const settings = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const output = ['--output', join(monitors, 'cdk.out')];
  return ['cdk', 'deploy', stack, '--require-approval', 'never', ...output, ...settings];
}

async function runCdk(args: readonly string[], region: string, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn('npx', args, {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region },
    stdio: ['ignore', 'inherit', 'inherit'],
    ...(signal && { signal }),
  });
  child.on('error', reject);
  child.on('exit', (code) => {
    if (code === 0) resolve();
    else reject(new SmokeError(`npx cdk deploy ended with ${code}: its output is above`));
  });
  await promise;
}
