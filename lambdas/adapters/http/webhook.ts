import { type DeliveryEvent, type Target, TargetError } from '../../core/delivery/event.ts';
import { MESSAGES } from '../formats/registry.ts';
import { secretsOf } from './https-address.ts';
import { postJson } from './post-json.ts';
import { signWebhook, WebhookSecretError } from './sign-webhook.ts';

interface WebhookTargetOptions {
  readonly url: string;
  /** One or more `whsec_…`. */
  secret(): Promise<string>;
  /** Milliseconds since the epoch. */
  clock(): number;
}

/** A receiver of signed webhooks. It can drop repetitions by the header `webhook-id`. */
export class WebhookTarget implements Target {
  readonly name = 'webhook';
  readonly #options: WebhookTargetOptions;

  constructor(options: WebhookTargetOptions) {
    this.#options = options;
  }

  async send(event: DeliveryEvent): Promise<void> {
    const { url, clock } = this.#options;
    const secret = await this.#options.secret();
    const body = MESSAGES.webhook(event);
    const headers = this.#sign(event.id, body, secret, clock());
    const secrets = [...secretsOf(url), ...secret.trim().split(/\s+/)];
    await postJson({ receiver: 'the webhook', url, body, headers, secrets });
  }

  #sign(id: string, body: string, secret: string, now: number): Record<string, string> {
    try {
      return signWebhook(id, body, secret, now);
    } catch (error) {
      if (!(error instanceof WebhookSecretError)) throw error;
      throw new TargetError(error.message, { refused: false });
    }
  }
}
