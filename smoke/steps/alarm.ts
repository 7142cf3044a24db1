import { type MetricAlarm, paginateDescribeAlarms, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { expect, type Session } from '../session.ts';
import type { Deployed } from './deployed.ts';
import type { Done } from './runner.ts';

/** Sets one of the stack's alarms off. CloudWatch has to use the key of the alert topic for its message. */
export async function setAlarmOff(session: Session, { outputs, inbox }: Deployed): Promise<Done> {
  const { clients, evidence, names } = session;
  const alarm = await findAlarm(session, outputs.AlertTopicArn);
  const reason = `${names.prefix}: a test`;
  // Only a change of the state sends a message.
  for (const StateValue of ['OK', 'ALARM'] as const) {
    const request = { AlarmName: alarm, StateValue, StateReason: reason };
    await clients.cloudWatch.send(new SetAlarmStateCommand(request));
  }
  try {
    await inbox.wait(
      `the message of ${alarm}`,
      (message) =>
        message.kind === 'alarm' &&
        message.name === alarm &&
        message.state === 'ALARM' &&
        message.reason.includes(reason),
    );
  } catch (error) {
    evidence.refute('alarm-key', `the message of ${alarm} did not arrive`);
    throw error;
  }
  evidence.confirm('alarm-key', `the message of ${alarm} arrived through the encrypted topic`);
  return { note: `the queue got the message of ${alarm}` };
}

/** An alarm that tells the topic when it goes off, and is not on. */
async function findAlarm({ clients, names }: Session, topic: string): Promise<string> {
  const found: MetricAlarm[] = [];
  const pages = paginateDescribeAlarms({ client: clients.cloudWatch }, { AlarmNamePrefix: names.stack });
  for await (const { MetricAlarms = [] } of pages) found.push(...MetricAlarms);
  const alarm = found.find(({ AlarmActions, StateValue }) => AlarmActions?.includes(topic) && StateValue !== 'ALARM');
  expect(alarm !== undefined, `none of the ${found.length} alarms of ${names.stack} is off and tells the topic`);
  return alarm.AlarmName!;
}
