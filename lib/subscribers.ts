import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { addCount } from '../lambdas/core/columns/counts.ts';
import { AlertTopic } from './alert-topic.ts';
import type { MonitorDefinition } from './monitor-definition.ts';

/**
 * Subscribes the e-mail addresses of the monitor files, each to the alerts of its monitors.
 *
 * Alarms have no attribute with the monitor, so a subscription with a filter would never receive one. If all addresses receive the
 * alerts of all monitors, alarms go to the topic of the alerts; otherwise to their own topic, to which all addresses are subscribed.
 *
 * @param key Encrypts the topic of alarms. @default - a key of its own
 * @returns The topic of the alarms.
 */
export function subscribeRecipients(
  scope: Construct,
  alerts: AlertTopic,
  deadLetters: IQueue,
  definitions: readonly MonitorDefinition[],
  key: IKey | undefined,
): AlertTopic {
  const monitors = new Map<string, number>();
  for (const { monitor } of definitions) {
    for (const address of new Set(monitor.alerts.email)) addCount(monitors, address);
  }
  const recipients = [...monitors].map(([address, count]) => ({ address, all: count === definitions.length }));
  for (const { address, all } of recipients) alerts.subscribe(address, all ? 'all' : 'own');
  if (recipients.every(({ all }) => all)) return alerts;
  const operations = new AlertTopic(scope, 'Operations', {
    displayName: 'Driftwarden operations',
    deadLetters,
    key,
  });
  for (const { address } of recipients) operations.subscribe(address, 'all');
  return operations;
}
