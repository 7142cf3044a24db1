import type { Monitor } from '../monitor/monitor.ts';
import { listNames } from '../text/name-list.ts';
import type { Deliveries } from './context.ts';
import { MEMORY_KEY } from './memory.ts';
import type { Problem } from './problem.ts';

/** People need time to confirm a subscription after a deployment. */
const TIME_TO_CONFIRM = 3_600_000;

const REMEDY =
  'Confirm the subscription in the mail that SNS has sent. It expires after a few days: then subscribe the address to the topic again.';

/**
 * Finds monitors whose alerts reach nobody, and alarms that reach nobody. A subscriber that no monitor file names counts as a
 * receiver of all alerts.
 */
export async function findMute(monitors: readonly Monitor[], deliveries: Deliveries): Promise<Problem[]> {
  const [alerts, operations] = await Promise.all([
    deliveries.confirmedSubscribers('alerts'),
    deliveries.confirmedSubscribers('operations'),
  ]);
  const addresses = new Set(monitors.flatMap((monitor) => monitor.alerts.email));
  const hearsAll = alerts.some((subscriber) => !addresses.has(subscriber));
  const mute = hearsAll ? [] : monitors.filter(({ alerts: { email } }) => !isHeard(email, alerts));
  const common = { monitor: '*', grace: TIME_TO_CONFIRM, resultKey: MEMORY_KEY };
  const problems: Problem[] = [];
  if (mute.length > 0) {
    const missing = [...new Set(mute.flatMap((monitor) => monitor.alerts.email))];
    problems.push({
      ...common,
      id: '*/no-receiver-of-alerts',
      title: `nobody receives the alerts of ${listNames(
        mute.map(({ name }) => name),
        3,
      )}`,
      end: 'every monitor has a receiver of its alerts again',
      details: [
        `The topic of alerts has no confirmed subscriber for ${listNames(mute.map(({ name }) => name))}.`,
        missing.length > 0 ? `Not confirmed: ${listNames(missing)}. ${REMEDY}` : 'Their files name no alerts.email.',
      ],
    });
  }
  if (operations.length === 0) {
    problems.push({
      ...common,
      id: '*/no-receiver-of-alarms',
      title: 'nobody receives the alarms of this deployment',
      end: 'the alarms of this deployment have a receiver again',
      details: [`The topic of alarms has no confirmed subscriber. ${REMEDY}`],
    });
  }
  return problems;
}

/** A monitor without addresses is heard by anybody who is subscribed. */
function isHeard(addresses: readonly string[], subscribers: readonly string[]): boolean {
  if (addresses.length === 0) return subscribers.length > 0;
  return addresses.some((address) => subscribers.includes(address));
}
