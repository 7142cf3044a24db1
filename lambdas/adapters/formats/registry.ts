import { chatMessage } from './chat.ts';
import { jsonMessage } from './json.ts';
import { pagerDutyMessage } from './pagerduty.ts';
import { smsMessage } from './sms.ts';
import { textMessage } from './text.ts';
import { webhookMessage } from './webhook.ts';

/**
 * The formats of messages, one file each. The first four are texts of an alert, for the subscribers of a topic. The others are bodies of
 * an event for a target outside AWS, which is also told what no alert says: acknowledgements, and ends without an alert.
 */
export const MESSAGES = {
  text: textMessage,
  sms: smsMessage,
  json: jsonMessage,
  chat: chatMessage,
  pagerDuty: pagerDutyMessage,
  webhook: webhookMessage,
} as const;
