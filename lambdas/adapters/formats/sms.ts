import type { Alert } from '../../core/alerts.ts';
import { shortenLine } from '../../core/text/shorten.ts';

/** The longest SMS, in characters. */
const MAX_SMS = 140;

/** An alert as an SMS: its title. */
export function smsMessage({ title }: Alert): string {
  return shortenLine(title, MAX_SMS);
}
