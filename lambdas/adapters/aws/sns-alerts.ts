import { type MessageAttributeValue, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Alert, AlertChannel } from '../../core/alerts.ts';
import { printable } from '../../core/text/printable.ts';
import { shortenLine } from '../../core/text/shorten.ts';
import { type AlertFormat, fitAlert } from './alert-message.ts';

export interface SnsAlertChannelOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
  /**
   * The format for HTTPS subscribers: the alert as JSON, or with `chat` the document that Amazon Q Developer shows in Slack and
   * Microsoft Teams.
   * @default json
   */
  readonly format?: AlertFormat | undefined;
  /**
   * The e-mail addresses of a monitor, for the attribute `email`.
   * @default - without that attribute
   */
  readonly emailOf?: ((monitor: string) => readonly string[]) | undefined;
}

/** SNS rejects subjects of 100 characters or more. */
const MAX_SUBJECT = 99;
/** The longest text of a message attribute; longer names are cut. */
const MAX_ATTRIBUTE = 256;
/** The largest message with its attributes, in bytes. */
const MAX_BYTES = 262_144;

/**
 * Sends alerts to an SNS topic, with a text for each kind of subscriber (`alert-message.ts`) and the message attributes
 * `monitor`, `model`, `kind`, `severity`, `state` and `email` for filter policies. A policy can have 150 values, fewer than one
 * address can have monitors, so an e-mail subscription filters on its own address instead. SNS may deliver a message twice, and a
 * retried run sends it again: subscribers drop duplicates by the `dedupeKey` in the JSON.
 *
 * `send` throws AlertTooLargeError and the errors of SNS.
 */
export class SnsAlertChannel implements AlertChannel {
  readonly #client: SNSClient;
  readonly #topicArn: string;
  readonly #format: AlertFormat;
  readonly #emailOf: (monitor: string) => readonly string[];

  constructor({ client, topicArn, format = 'json', emailOf = () => [] }: SnsAlertChannelOptions) {
    this.#client = client;
    this.#topicArn = topicArn;
    this.#format = format;
    this.#emailOf = emailOf;
  }

  async send(alert: Alert): Promise<void> {
    const { monitor, model, kind, severity, state } = alert;
    const attributes = Object.entries({ monitor, model, kind, severity, state }).map(([name, text]) => ({
      name,
      type: 'String',
      value: printable(text, MAX_ATTRIBUTE),
    }));
    const email = this.#emailOf(monitor);
    if (email.length > 0) attributes.push({ name: 'email', type: 'String.Array', value: JSON.stringify(email) });
    const Subject = shortenLine(alert.title, MAX_SUBJECT);
    const besides = attributes.reduce(
      (sum, { name, type, value }) => sum + name.length + type.length + Buffer.byteLength(value),
      Buffer.byteLength(Subject),
    );
    await this.#client.send(
      new PublishCommand({
        TopicArn: this.#topicArn,
        Subject,
        MessageStructure: 'json',
        Message: fitAlert(alert, this.#format, MAX_BYTES - besides),
        MessageAttributes: Object.fromEntries(
          attributes.map(({ name, type, value }): [string, MessageAttributeValue] => [
            name,
            { DataType: type, StringValue: value },
          ]),
        ),
      }),
    );
  }
}
