import { chatMessage } from './chat.ts';
import { jsonMessage } from './json.ts';
import { pagerDutyMessage } from './pagerduty.ts';
import { smsMessage } from './sms.ts';
import { textMessage } from './text.ts';
import { webhookMessage } from './webhook.ts';

/**
 * The formats of messages, one file each. The first four are texts of an alert, for the subscribers of a topic. The others are bodies of
 * events for targets outside AWS. Events also report what no alert does: alarms, acknowledgements, and ends without an alert.
 */
export const MESSAGES = {
  text: textMessage,
  sms: smsMessage,
  json: jsonMessage,
  chat: chatMessage,
  pagerDuty: pagerDutyMessage,
  webhook: webhookMessage,
} as const;
