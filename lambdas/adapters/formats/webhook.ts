import type { DeliveryEvent } from '../../core/delivery/event.ts';
import { isoTime } from '../../core/text/times.ts';

/**
 * The body of a webhook, with the fields that Standard Webhooks recommends: `type`, `timestamp`, `data`. The data of an alert is the alert
 * as other programs get it.
 */
export function webhookMessage({ id, action, problem, time, content }: DeliveryEvent): string {
  return JSON.stringify({
    type: `driftwarden.${content.type}`,
    timestamp: isoTime(time),
    id,
    action,
    problem,
    data: dataOf(content),
  });
}

function dataOf(content: DeliveryEvent['content']): object {
  if (content.type === 'alert') return content.alert;
  if (content.type === 'alarm') return content.alarm;
  const { type: _, ...data } = content;
  return data;
}
