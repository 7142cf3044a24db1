import type { Alert } from '../../core/alerts.ts';
import { truncate } from '../../core/text/truncate.ts';
import { MESSAGES } from '../formats/registry.ts';

/** Message formats for HTTPS subscribers of the topic. */
export const ALERT_FORMATS = ['json', 'chat'] as const;
export type AlertFormat = (typeof ALERT_FORMATS)[number];

/** An alert format that does not exist. */
class AlertFormatError extends Error {
  override readonly name = 'AlertFormatError';
  /** @param where Name of the setting, for the message. */
  constructor(where: string, given: string) {
    super(`${where}: ${JSON.stringify(given)} is not a format of alerts; accepted: ${ALERT_FORMATS.join(', ')}`);
  }
}

/** @throws AlertFormatError */
export function parseAlertFormat(text: string, where: string): AlertFormat {
  const format = ALERT_FORMATS.find((name) => name === text);
  if (format === undefined) throw new AlertFormatError(where, text);
  return format;
}

/** An alert that exceeds the size limit of SNS even without its text. */
export class AlertTooLargeError extends Error {
  override readonly name = 'AlertTooLargeError';
  readonly dedupeKey: string;
  constructor(dedupeKey: string, bytes: number, limit: number) {
    super(
      `the alert ${JSON.stringify(dedupeKey.slice(0, 200))} has ${bytes} bytes without its text; SNS accepts ${limit}`,
    );
    this.dedupeKey = dedupeKey;
  }
}

/**
 * The message of an alert for SNS's MessageStructure `json`: one text for each protocol. E-mail has the text, with the title as
 * the subject; SMS has the title; SQS, Lambda, HTTP and Firehose have the {@link Alert} as JSON.
 */
function alertMessage(alert: Alert, format: AlertFormat): string {
  const text = MESSAGES.text(alert);
  const json = MESSAGES.json(alert);
  return JSON.stringify({
    default: text,
    email: text,
    sms: MESSAGES.sms(alert),
    sqs: json,
    lambda: json,
    firehose: json,
    http: json,
    https: MESSAGES[format](alert),
  });
}

/**
 * The message of an alert in at most `limit` bytes. Only the alert's text is shortened, with a note that says so. The dedupe key
 * in particular stays complete.
 *
 * @throws AlertTooLargeError when it does not fit even without text
 */
export function fitAlert(alert: Alert, format: AlertFormat, limit: number): string {
  const whole = alertMessage(alert, format);
  if (Buffer.byteLength(whole) <= limit) return whole;
  // Finds the longest prefix that fits by bisection, because escapes make the size of a prefix depend on its content.
  let fits = 0;
  let tooLong = alert.text.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >>> 1;
    if (Buffer.byteLength(alertMessage(shorten(alert, middle), format)) <= limit) fits = middle;
    else tooLong = middle;
  }
  const message = alertMessage(shorten(alert, fits), format);
  const bytes = Buffer.byteLength(message);
  if (bytes > limit) throw new AlertTooLargeError(alert.dedupeKey, bytes, limit);
  return message;
}

/** The alert with the first `length` UTF-16 units of its text. */
function shorten(alert: Alert, length: number): Alert {
  const kept = truncate(alert.text, length);
  const note = `… (shortened: ${kept.length} of ${alert.text.length} characters; the rest is in ${alert.resultKey})`;
  return { ...alert, text: `${kept}\n${note}` };
}
