import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import type { TopicTest } from '../doctor/test-alarms.ts';
import { EXIT } from './exit.ts';
import { CommandError, UsageError } from './explain.ts';
import type { Terminal } from './terminal.ts';

interface DoctorOptions {
  readonly stack: string;
  readonly json?: boolean;
}

/** Milliseconds between two looks. */
const PAUSE = 2000;
/** Characters of what AWS says. */
const QUOTED = 1000;

const HELP = `
Sets one alarm of each topic off, with the reason that it is a test, and back. Its
subscribers get the message of an alarm. Exits with 1 when a message could not be
published, or when no subscription is confirmed.

Needs cloudwatch:DescribeAlarms, cloudwatch:SetAlarmState,
cloudwatch:DescribeAlarmHistory and sns:ListSubscriptionsByTopic.

Examples:
  AWS_REGION=eu-west-1 driftwarden doctor
  driftwarden doctor --stack Driftwarden-team-b --json`;

export function addDoctorCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  program
    .command('doctor')
    .summary('test whether the alarms of a deployment reach people')
    .description('Tests whether the alarms of a deployment reach people: sets one off, and looks what comes of it.')
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
async function testDeployment(stack: string): Promise<TopicTest[]> {
  const [{ CloudWatchClient }, { SNSClient }, { NoAlarmsError, testAlarms }] = await Promise.all([
    import('@aws-sdk/client-cloudwatch'),
    import('@aws-sdk/client-sns'),
    import('../doctor/test-alarms.ts'),
  ]);
  const [cloudWatch, sns] = [new CloudWatchClient({}), new SNSClient({})];
  try {
    return await testAlarms(stack, { cloudWatch, sns, wait: () => setTimeout(PAUSE) });
  } catch (error) {
    if (error instanceof NoAlarmsError) throw new UsageError(error.message);
    throw new CommandError(printable(errorMessage(error), QUOTED));
  } finally {
    cloudWatch.destroy();
    sns.destroy();
  }
}

function isSound({ isPublished, alarm, confirmed }: TopicTest): boolean {
  return confirmed.length > 0 && (isPublished || alarm === null);
}

function textOf(test: TopicTest): string {
  return [`${test.topic}`, `  ${describeSubscribers(test)}`, `  ${describeMessage(test)}`, ''].join('\n');
}

function describeSubscribers({ confirmed, pending }: TopicTest): string {
  const waiting =
    pending.length === 0
      ? ''
      : `; ${countOf(pending.length, 'subscription')} not confirmed yet: ${list(pending)} (the link is in the mail that SNS has sent)`;
  if (confirmed.length > 0) return `reaches ${list(confirmed)}${waiting}`;
  return `NOBODY IS REACHED: add alerts.email to the monitor files, or subscribe to the topic${waiting}`;
}

function describeMessage({ alarm, summary, isPublished }: TopicTest): string {
  if (alarm === null) return 'not tested: all of its alarms are on already';
  if (isPublished) {
    return `CloudWatch has published the alarm ${alarm}: a message with "ALARM" and this name has to arrive within minutes`;
  }
  const why = summary === null ? 'its history says nothing after a minute and a half' : printable(summary, QUOTED);
  return `NOT PUBLISHED: ${alarm}: ${why}. The policies of the topic and of its key have to let CloudWatch publish: docs/deploy.md`;
}

const list = (endpoints: readonly string[]) => endpoints.map((each) => printable(each, QUOTED)).join(', ');
