import { type DeliveryEvent, type Target, TargetError } from '../../core/delivery/event.ts';
import { MESSAGES } from '../formats/registry.ts';
import { postJson } from './post-json.ts';

/** Where PagerDuty takes events, by service region. */
export const PAGERDUTY_URLS = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
} as const;
export type PagerDutyRegion = keyof typeof PAGERDUTY_URLS;

interface PagerDutyTargetOptions {
  readonly url: string;
  /** The integration key of the service. */
  routingKey(): Promise<string>;
}

/** PagerDuty's Events API v2. It takes the same event any number of times. */
export class PagerDutyTarget implements Target {
  readonly name = 'PagerDuty';
  readonly #url: string;
  readonly #routingKey: () => Promise<string>;

  constructor({ url, routingKey }: PagerDutyTargetOptions) {
    this.#url = url;
    this.#routingKey = routingKey;
  }

  async send(event: DeliveryEvent): Promise<void> {
    const key = (await this.#routingKey()).trim();
    if (!/^\w{32}$/.test(key)) {
      const message =
        'PagerDuty: the secret is not an integration key of the Events API v2, which has 32 letters and digits';
      throw new TargetError(message, { refused: false });
    }
    const post = (each: DeliveryEvent) =>
      postJson({ receiver: this.name, url: this.#url, body: MESSAGES.pagerDuty(each, key), secrets: [key] });
    // PagerDuty notifies nobody of a trigger while its incident is acknowledged. Once resolved, the same key opens a new one.
    if (event.content.type === 'alert' && event.content.alert.newFindings !== undefined) {
      await post({ ...event, action: 'resolve' });
    }
    await post(event);
  }
}
