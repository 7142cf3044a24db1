import { chatMessage } from './chat.ts';
import { jsonMessage } from './json.ts';
import { smsMessage } from './sms.ts';
import { textMessage } from './text.ts';

/** The formats of an alert, one file each. */
export const MESSAGES = {
  text: textMessage,
  sms: smsMessage,
  json: jsonMessage,
  chat: chatMessage,
} as const;
