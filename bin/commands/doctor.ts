import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import type { TopicDelivery } from '../doctor/alarm-delivery.ts';
import { explainAwsSettings } from './aws-settings-error.ts';
import { EXIT } from './exit.ts';
import { CommandError, UsageError } from './explain.ts';
import type { Terminal } from './terminal.ts';

interface DoctorOptions {
  readonly stack: string;
  readonly json?: boolean;
}

/** How long to look for CloudWatch's message, and milliseconds between two looks. */
const SECONDS = 90;
const PAUSE = 2000;
/** Characters of what AWS says. */
const QUOTED = 1000;

const HELP = `
Triggers one alarm of each topic, with the reason that it is a test, and resets it.
The topic's subscribers get the message of an alarm. Exits with 1 if CloudWatch
could not publish a message, or if a topic has no confirmed subscription.

Needs cloudwatch:DescribeAlarms, cloudwatch:SetAlarmState,
cloudwatch:DescribeAlarmHistory and sns:ListSubscriptionsByTopic.

Examples:
  AWS_REGION=eu-west-1 driftwarden doctor
  driftwarden doctor --stack Driftwarden-team-b --json`;

export function addDoctorCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  program
    .command('doctor')
    .summary('test whether the alarms of a deployment reach people')
    .description(
      'Tests whether the alarms of a deployment reach people: triggers one of each topic, and shows what became of its message.',
    )
    .option('--stack <name>', 'name of the deployed stack', 'Driftwarden')
    .option('--json', 'print as a JSON array, one entry per topic')
    .addHelpText('after', HELP)
    .action(async ({ stack, json }: DoctorOptions) => {
      const tests = await testDeployment(stack);
      terminal.out(json ? formatJson(tests) : tests.map(textOf).join('\n'));
      if (!tests.every(isSound)) outcome.code = EXIT.failed;
    });
}

/** The AWS SDK is loaded only here, because other commands do not need it. */
async function testDeployment(stack: string): Promise<TopicDelivery[]> {
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
      wait: () => setTimeout(PAUSE),
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
  return [`${test.topic}`, `  ${describeSubscribers(test)}`, `  ${describeMessage(test)}`, ''].join('\n');
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
    return `CloudWatch has published the alarm ${alarm}: a message with "ALARM" and this name has to arrive within minutes`;
  }
  const why = summary === null ? `its history says nothing after ${SECONDS} seconds` : printable(summary, QUOTED);
  return `NOT PUBLISHED: ${alarm}: ${why}. The policies of the topic and of its key have to let CloudWatch publish: docs/deploy.md`;
}

const list = (endpoints: readonly string[]) => endpoints.map((each) => printable(each, QUOTED)).join(', ');
