import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { DescribeTrainingJobCommand, ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { RetrainingKeys } from '../../lambdas/core/decision/retraining/keys.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import { formatDuration } from '../duration.ts';
import type { Session } from '../session.ts';
import type { Deployed } from './deployed.ts';
import { executionArn, historyOf, type Operated } from './run-of-machine.ts';

/** Step Functions learns of a job's end within a minute or two. */
const SOON = 120_000;

/** What a retraining that has succeeded says about the assumptions. */
export async function checkEvidence(
  session: Session,
  { outputs }: Deployed,
  { machine, monitor }: Operated,
  { id, execution }: { readonly id: string; readonly execution: string },
): Promise<void> {
  await checkTransformOutput(session, outputs.StateBucketName, new RetrainingKeys(monitor, id));
  await startAgain(session, machine, execution);
  await checkEndOfTraining(session, executionArn(machine, execution));
  session.evidence.confirm(
    'bucket-policy',
    'the jobs read and wrote both buckets, unless the role has permissions on them of its own',
  );
  session.evidence.confirm('source-arn-of-machine', `Step Functions assumed the role of ${machine}`);
}

/** Each file of held-out requests has one file of answers, named after it. */
async function checkTransformOutput(session: Session, bucket: string, keys: RetrainingKeys): Promise<void> {
  const requests = await keysBelow(session, bucket, keys.heldOut());
  const answers = await keysBelow(session, bucket, keys.answers('candidate'));
  const lacking = requests.filter((key) => {
    const name = `/${key.split('/').at(-1)}.out`;
    return answers.filter((answer) => answer.endsWith(name)).length !== 1;
  });
  const note = `${countOf(requests.length, 'file')} of requests, answers in ${answers.join(', ')}`;
  session.evidence.decide('transform-output', requests.length > 0 && lacking.length === 0, note);
}

async function keysBelow({ clients }: Session, Bucket: string, Prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: clients.s3 }, { Bucket, Prefix }))
    found.push(...Contents.map(({ Key }) => Key!));
  return found;
}

/** An execution of a name that was used. If it were started, it would fail at once: the input names no monitor. */
async function startAgain({ clients, evidence }: Session, stateMachineArn: string, name: string): Promise<void> {
  try {
    await clients.stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name, input: '{}' }));
    evidence.refute('execution-name', `a second execution ${name} was started`);
  } catch (error) {
    const { name: code, message } = error as Error;
    evidence.decide('execution-name', code === 'ExecutionAlreadyExists', `${code}: ${message}`);
  }
}

/** Compares the end of the training job with the time at which the execution went on. */
async function checkEndOfTraining(session: Session, arn: string): Promise<void> {
  const { clients, evidence, names } = session;
  const events = await historyOf(session, arn);
  const wentOn = events.find((event) => event.stateExitedEventDetails?.name === 'Train')?.timestamp;
  const listed = await clients.sageMaker.send(
    new ListTrainingJobsCommand({ NameContains: `driftwarden-${names.monitors.live}`, StatusEquals: 'Completed' }),
  );
  const [job] = listed.TrainingJobSummaries ?? [];
  if (wentOn === undefined || job === undefined) {
    evidence.refute('managed-rule', 'the history has no end of Train, or there is no training job');
    return;
  }
  const { TrainingJobName } = job;
  const { TrainingEndTime } = await clients.sageMaker.send(new DescribeTrainingJobCommand({ TrainingJobName }));
  const after = wentOn.getTime() - (TrainingEndTime?.getTime() ?? Number.NaN);
  evidence.decide('managed-rule', after <= SOON, `the execution went on ${formatDuration(after)} after the job's end`);
}
