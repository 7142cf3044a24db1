import { Evidence } from '../../smoke/assumptions.ts';
import { bucketPolicy, putFiles } from '../../smoke/aws/bucket.ts';
import { clientsOf } from '../../smoke/aws/clients.ts';
import { Inbox } from '../../smoke/aws/inbox.ts';
import { queuePolicy } from '../../smoke/aws/queue.ts';
import type { Outputs } from '../../smoke/aws/stack.ts';
import { Meter } from '../../smoke/cost/meter.ts';
import { type Generated, generate } from '../../smoke/data/generated.ts';
import { monitorFiles } from '../../smoke/monitors.ts';
import { namesOf } from '../../smoke/names.ts';
import type { RetrainingOptions } from '../../smoke/options.ts';
import type { Session } from '../../smoke/session.ts';
import { checkStory } from '../../smoke/steps/check-story.ts';
import type { Deployed } from '../../smoke/steps/deployed.ts';
import { Steps } from '../../smoke/steps/runner.ts';
import { allow, trust } from '../account/fixture/sagemaker.ts';
import type { Template } from '../account/template/assembly.ts';
import { define } from '../lib/definitions.ts';
import { Deployment, type Synthesized, synthesizeStack } from '../lib/deployed/deployment.ts';
import { documentedRights } from '../lib/deployed/retraining-account.ts';
import { learn, modelBytes, predict } from '../lib/deployed/retraining-parcels.ts';

/** Twenty seconds after a window of five minutes has begun. */
const NOW = Date.UTC(2026, 0, 10, 8, 0, 20);
const ACCOUNT = '123456789012';
const REGION = 'us-east-1';
/** The fixture's stack. */
const NAMES = namesOf('Driftwarden', NOW);
const BUCKET = NAMES.bucket(ACCOUNT, REGION);
export const SETTINGS: RetrainingOptions = {
  role: `arn:aws:iam::${ACCOUNT}:role/Jobs`,
  image: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
  instanceType: 'ml.m5.large',
};

/** The monitors of a run, synthesized once for a file of tests. */
export function synthesizeSmoke(retraining: RetrainingOptions | null): Synthesized {
  const files = monitorFiles(NAMES, BUCKET, retraining, NOW);
  return synthesizeStack(
    files.map(({ name, text }) => define(text, name)),
    { dashboards: false },
  );
}

/** A test account in which the program finds what its first steps create, and the session of a run there. */
export class SmokeAccount {
  readonly deployment: Deployment;
  readonly session: Session;
  readonly steps: Steps;
  readonly deployed: Deployed;
  readonly generated: Generated;
  /** What the program has printed. */
  readonly lines: string[];

  private constructor(deployment: Deployment, retraining: RetrainingOptions | null) {
    const { account } = deployment;
    this.deployment = deployment;
    const person = account.access.addRole('Person', { trust: trust('states.amazonaws.com'), identity: [allowAll()] });
    const credentials = account.access.assumeRole(person, 'states.amazonaws.com', new Map(), 'ann');
    // One attempt: the SDK takes the virtual clock for a wrong one of its own and would try again.
    const clients = clientsOf({ endpoint: account.endpoint, region: REGION, credentials, maxAttempts: 1 });
    // STS refuses a wrong time.
    Object.defineProperty(clients.sts.config, 'systemClockOffset', {
      get: () => account.now - Date.now(),
      set: () => {},
    });
    const time = {
      now: () => account.now,
      sleep: (milliseconds: number) => account.advanceTo(account.now + milliseconds),
    };
    this.lines = [];
    this.session = {
      options: { region: REGION, retraining },
      names: NAMES,
      account: ACCOUNT,
      clients,
      time,
      evidence: new Evidence(),
      meter: new Meter(),
      say: (line) => void this.lines.push(line),
    };
    this.steps = new Steps(this.session);
    const outputs = outputsOf(deployment, retraining !== null);
    const queue = account.sqs.queue(account.nameOf(QUEUE));
    account.access.addResourcePolicy(queue.arn, queuePolicy(queue.arn, outputs.AlertTopicArn));
    account.sns.subscribe({ topicArn: outputs.AlertTopicArn, protocol: 'sqs', endpoint: queue.arn });
    account.s3.createBucket(BUCKET);
    this.deployed = { outputs, bucket: BUCKET, inbox: new Inbox(this.session, account.nameOf(QUEUE)) };
    this.generated = generate(NOW);
  }

  static async start(
    synthesized: Synthesized,
    retraining: RetrainingOptions | null,
    change: (template: Template) => void = () => {},
  ): Promise<SmokeAccount> {
    const deployment = await Deployment.start(synthesized, {
      now: NOW,
      watchdog: true,
      change: (template) => {
        template.Resources[QUEUE] = { Type: 'AWS::SQS::Queue', Properties: {} };
        change(template);
      },
    });
    return new SmokeAccount(deployment, retraining);
  }

  /** A role with what docs/retraining.md lists but for the captures, which the bucket's policy allows, and a container that learns. */
  addContainer(): void {
    const { account } = this.deployment;
    const [, ...rights] = documentedRights('');
    const role = account.access.addRole('Jobs', {
      trust: trust('sagemaker.amazonaws.com'),
      identity: [{ Statement: rights }],
    });
    account.access.addResourcePolicy(`arn:aws:s3:::${BUCKET}`, bucketPolicy(BUCKET, role));
    const { training, transform, endpoints } = account.sagemaker;
    training.trainer = (_, files) => modelBytes(learn(files));
    transform.predictor = predict;
    endpoints.serving.predictor = predict;
  }

  /** Runs the steps that need no SageMaker. */
  async runChecks(): Promise<void> {
    const { session, steps, deployed, generated } = this;
    await putFiles(session, deployed.bucket, generated.files);
    await checkStory(session, steps, deployed, generated.windows);
  }

  async close(): Promise<void> {
    for (const client of Object.values(this.session.clients)) client.destroy();
    await this.deployment.account.stop();
  }
}

const QUEUE = 'SmokeQueue';

function allowAll(): object {
  return { Statement: [allow('*', '*')] };
}

/** What the outputs of the stack say. */
function outputsOf(deployment: Deployment, retraining: boolean): Outputs {
  const { account, stack } = deployment;
  const { platform, shared } = stack;
  const nameOf = (construct: Parameters<Deployment['idOf']>[0]) => account.nameOf(deployment.idOf(construct));
  return {
    StateBucketName: deployment.stateBucket,
    AlertTopicArn: nameOf(shared.alerts.topic),
    DeadLetterQueueUrl: nameOf(shared.deadLetters.queue),
    CheckDriftFunction: deployment.functionName('drift'),
    CheckAccuracyFunction: deployment.functionName('accuracy'),
    BuildBaselineFunction: deployment.functionName('baseline'),
    ...(retraining && {
      RetrainingFunction: nameOf(platform.retraining!.operations),
      RetrainingMachineArn: nameOf(platform.retraining!.machine.machine),
    }),
  };
}
