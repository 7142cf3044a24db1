import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { refang } from '../../lambdas/core/text/defang.ts';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import { findingsText } from '../doctor/finding.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import type { Finding, TopicDelivery } from '../output/doctor.ts';
import { explainAwsSettings } from './aws-settings-error.ts';
import { copiedCommands } from './copied-commands.ts';
import { EXIT } from './exit.ts';
import { CommandError, UsageError } from './explain.ts';
import { localContext } from './local-context.ts';
import { isInS3 } from './locations.ts';
import { type StoreOptions, showStoreOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

interface DoctorOptions extends StoreOptions {
  readonly stack: string;
  readonly endpoint?: string;
  readonly json?: boolean;
}

/** How long to look for CloudWatch's message, and milliseconds between two looks. */
const SECONDS = 90;
const PAUSE = 2000;
/** Characters of what AWS says. */
const QUOTED = 1000;

const HELP = `
With a monitor, looks whether its checks have what they need: whether its endpoint
serves and captures requests and answers where the monitor reads them, whether
data, labels and training data can be read and fit the file, whether there is a
baseline, and when the schedules run. Of what is in AWS also: credentials, this
machine's clock and KMS keys; with --store s3://BUCKET whether the recipients of
alerts have confirmed. Each failure comes with what mends it, and the exit code
is 1.

Without one, tests the alarms of a deployment.
Triggers one alarm of each topic, with the reason that it is a test, and resets it.
The topic's subscribers get the message of an alarm. Exits with 1 if CloudWatch
could not publish a message, or if a topic has no confirmed subscription.

It needs cloudwatch:DescribeAlarms, cloudwatch:SetAlarmState,
cloudwatch:DescribeAlarmHistory and sns:ListSubscriptionsByTopic; for the endpoint of
a monitor, sagemaker:DescribeEndpoint and sagemaker:DescribeEndpointConfig; for keys
kms:DescribeKey. docs/commands.md has all.

Examples:
  driftwarden doctor flight-delays
  AWS_REGION=eu-west-1 driftwarden doctor churn --store s3://BUCKET
  AWS_REGION=eu-west-1 driftwarden doctor
  driftwarden doctor --stack Driftwarden-team-b --json`;

export function addDoctorCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  showStoreOptions(program.command('doctor'))
    .argument('[monitor]', 'name or file of a monitor; default: the alarms of a deployment')
    .summary('find out why checks or alerts do not work')
    .description(
      'Looks whether a monitor has what its checks need, or whether the alarms of a deployment reach people.',
    )
    .option('--endpoint <name>', 'SageMaker endpoint of the monitor; default: by the path of its captures')
    .option('--stack <name>', 'name of the deployed stack', 'Driftwarden')
    .option('--json', 'print as a JSON array, one entry per finding or topic')
    .addHelpText('after', HELP)
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DoctorOptions>();
      const { json, stack } = options;
      if (name !== undefined) {
        const findings = await examine(name, options, terminal);
        terminal.out(json ? formatJson(findings) : refang(findingsText(findings)));
        if (findings.some(({ state }) => state === 'failed')) outcome.code = EXIT.failed;
        return;
      }
      const tests = await testDeployment(stack, terminal);
      terminal.out(json ? formatJson(tests) : tests.map(textOf).join('\n'));
      if (!tests.every(isSound)) outcome.code = EXIT.failed;
    });
}

async function examine(name: string, options: DoctorOptions, terminal: Terminal): Promise<Finding[]> {
  const monitor = readMonitor(findMonitorFile(name, options.monitors));
  const { examineMonitor } = await import('../doctor/examine-monitor.ts');
  const context = localContext(monitor, { ...options, dryRun: true }, terminal);
  const commands = copiedCommands(monitor, options);
  const account = await examineInAccount(monitor, options, terminal);
  if (account.some(isRefusal)) return account;
  return [
    ...account,
    ...(await examineCapture(monitor, options.endpoint)),
    ...(await examineMonitor(monitor, context, commands)),
  ];
}

/** Credentials, clock, keys and recipients of a monitor that has something in AWS. */
async function examineInAccount(
  monitor: Monitor,
  { store, stack }: DoctorOptions,
  terminal: Terminal,
): Promise<Finding[]> {
  const places = [store, monitor.capture.uri, monitor.labels?.uri ?? '', monitor.baseline?.uri ?? ''];
  if (!places.some(isInS3)) return [];
  const { examineAccount, examineCredentials } = await import('../doctor/examine-account.ts');
  terminal.progress(`${monitor.name}: looking at the account`);
  const { arn: caller, findings } = await examineCredentials();
  return findings.some(isRefusal)
    ? [...findings]
    : [...findings, ...(await examineAccount(monitor, store, { stack, caller }))];
}

/** Without credentials, nothing else in AWS can be looked at. */
const isRefusal = ({ name, state }: Finding) => name === 'credentials' && state === 'failed';

/** The endpoint of SageMaker captures in S3. */
async function examineCapture({ capture }: Monitor, endpoint: string | undefined): Promise<Finding[]> {
  if (capture.format !== 'sagemaker-data-capture' || !isInS3(capture.uri)) {
    if (endpoint !== undefined) throw new UsageError('--endpoint is for monitors of SageMaker data capture in S3');
    return [];
  }
  const [{ SageMakerClient }, { endpointOf, examineEndpoint }] = await Promise.all([
    import('@aws-sdk/client-sagemaker'),
    import('../doctor/captured-endpoint.ts'),
  ]);
  const found = endpointOf(capture.uri);
  if (found === null) return [];
  const client = new SageMakerClient({});
  try {
    return await examineEndpoint({ ...found, ...(endpoint !== undefined && { endpoint }) }, client);
  } finally {
    client.destroy();
  }
}

/** The AWS SDK is loaded only here, because other commands do not need it. */
async function testDeployment(stack: string, terminal: Terminal): Promise<TopicDelivery[]> {
  const [{ CloudWatchClient }, { SNSClient }, { NoAlarmsError, testAlarmDelivery }] = await Promise.all([
    import('@aws-sdk/client-cloudwatch'),
    import('@aws-sdk/client-sns'),
    import('../doctor/alarm-delivery.ts'),
  ]);
  const [cloudWatch, sns] = [new CloudWatchClient({}), new SNSClient({})];
  try {
    return await testAlarmDelivery(stack, {
      cloudWatch,
      sns,
      looks: (1000 * SECONDS) / PAUSE,
      wait: () => {
        terminal.progress('waiting for what CloudWatch says of its message');
        return setTimeout(PAUSE);
      },
    });
  } catch (error) {
    if (error instanceof NoAlarmsError) throw new UsageError(error.message);
    throw new CommandError(explainAwsSettings(error) ?? printable(errorMessage(error), QUOTED));
  } finally {
    cloudWatch.destroy();
    sns.destroy();
  }
}

function isSound({ isPublished, alarm, confirmed }: TopicDelivery): boolean {
  return confirmed.length > 0 && (isPublished || alarm === null);
}

function textOf(test: TopicDelivery): string {
  return [printable(test.topic, QUOTED), `  ${describeSubscribers(test)}`, `  ${describeMessage(test)}`, ''].join('\n');
}

function describeSubscribers({ confirmed, pending }: TopicDelivery): string {
  const waiting =
    pending.length === 0
      ? ''
      : `; ${countOf(pending.length, 'subscription')} not confirmed yet: ${list(pending)} (the link is in the mail that SNS has sent)`;
  if (confirmed.length > 0) return `reaches ${list(confirmed)}${waiting}`;
  return `NOBODY IS REACHED: add alerts.email to the monitor files, or subscribe to the topic${waiting}`;
}

function describeMessage({ alarm, summary, isPublished }: TopicDelivery): string {
  if (alarm === null) return 'not tested: all of its alarms are in ALARM already';
  if (isPublished) {
    return `CloudWatch has published the alarm ${printable(alarm, QUOTED)}: a message with "ALARM" and this name has to arrive within minutes`;
  }
  const why = summary === null ? `its history says nothing after ${SECONDS} seconds` : printable(summary, QUOTED);
  return `NOT PUBLISHED: ${printable(alarm, QUOTED)}: ${why}. The policies of the topic and of its key have to let CloudWatch publish: docs/deploy.md`;
}

const list = (endpoints: readonly string[]) => endpoints.map((each) => printable(each, QUOTED)).join(', ');
