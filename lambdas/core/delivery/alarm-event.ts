import * as z from 'zod';
import { isoTime } from '../text/times.ts';
import type { DeliveryEvent } from './event.ts';

/** What CloudWatch publishes: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html. */
const notificationSchema = z.object({
  AlarmName: z.string(),
  AlarmArn: z.string(),
  AlarmDescription: z.string().nullish(),
  NewStateValue: z.string(),
  NewStateReason: z.string().nullish(),
  StateChangeTime: z.string(),
  Region: z.string().nullish(),
});

/** The event of an alarm's notification; null: it is another message. */
export function alarmEvent(notification: unknown): DeliveryEvent | null {
  const { data } = notificationSchema.safeParse(notification);
  // `2026-03-02T06:30:00.123+0000`
  const time = Date.parse(data?.StateChangeTime.replace(/\+0000$/, 'Z') ?? '');
  if (data === undefined || Number.isNaN(time)) return null;
  const { AlarmArn: arn, NewStateValue: state } = data;
  return {
    id: `${arn}/${state}/${isoTime(time)}`,
    // An alarm publishes `INSUFFICIENT_DATA` only if it was set up to do so, so that triggers too.
    action: state === 'OK' ? 'resolve' : 'trigger',
    problem: arn,
    time,
    content: {
      type: 'alarm',
      alarm: {
        name: data.AlarmName,
        arn,
        state,
        reason: data.NewStateReason ?? '',
        description: data.AlarmDescription ?? '',
        region: data.Region ?? '',
      },
    },
  };
}
