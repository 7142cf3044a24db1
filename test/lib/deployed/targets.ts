import { onTestFinished } from 'vitest';
import { DELIVERY_VARIABLES } from '../../../lambdas/runtime/settings.ts';
import type { Template } from '../../account/template/assembly.ts';
import { CERTIFICATE, Receiver } from '../../receiver/receiver.ts';
import { type DeployedOptions, Deployment, type Synthesized } from './deployment.ts';

/** Integration key of a service, and the secret that signs webhooks. */
export const ROUTING_KEY = 'e93facc04764012d7bfb002500d5d1a6';
export const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** Settings of a deployment with both targets. */
export const TARGETS = {
  pagerDuty: { secret: 'oncall/pagerduty' },
  webhook: { url: 'https://example.com/driftwarden', secret: 'oncall/webhook' },
} as const;

/** A deployment with receivers in place of PagerDuty and of a team's own. Ends with the test. */
export class Targeted {
  readonly deployment: Deployment;
  readonly pagerDuty: Receiver;
  readonly webhook: Receiver;

  private constructor(deployment: Deployment, pagerDuty: Receiver, webhook: Receiver) {
    this.deployment = deployment;
    this.pagerDuty = pagerDuty;
    this.webhook = webhook;
  }

  static async open(synthesized: Synthesized, { change, ...options }: DeployedOptions): Promise<Targeted> {
    const [pagerDuty, webhook] = await Promise.all(['/v2/enqueue', '/driftwarden'].map((path) => Receiver.open(path)));
    for (const receiver of [pagerDuty, webhook]) onTestFinished(() => receiver.close());
    const deployment = await Deployment.start(synthesized, {
      ...options,
      change: (template) => {
        pointAt(template, pagerDuty.url, webhook.url);
        change?.(template);
      },
    });
    onTestFinished(() => deployment.account.stop());
    deployment.account.secrets.put(TARGETS.pagerDuty.secret, ROUTING_KEY);
    deployment.account.secrets.put(TARGETS.webhook.secret, SIGNING_SECRET);
    return new Targeted(deployment, pagerDuty, webhook);
  }

  /** Physical name of the function that delivers. */
  get functionName(): string {
    const { account, stack } = this.deployment;
    return account.nameOf(this.deployment.idOf(stack.shared.delivery!.function));
  }

  /** What PagerDuty got: `trigger parcels/drift-2001-02-03`. */
  get paged(): string[] {
    return this.pagerDuty.bodies.map(({ event_action, dedup_key }) => `${event_action} ${dedup_key}`);
  }

  /** What the webhook got: `driftwarden.alert trigger`. */
  get hooked(): string[] {
    return this.webhook.bodies.map(({ type, action }) => `${type} ${action}`);
  }

  /** The document of deliveries. */
  get deliveries() {
    const { account, stateBucket } = this.deployment;
    return JSON.parse(account.s3.text(stateBucket, 'deliveries.json')!);
  }
}

function pointAt({ Resources }: Template, pagerDuty: string, webhook: string): void {
  for (const { Type, Properties } of Object.values(Resources)) {
    const { Variables } = (Properties?.['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
    if (Type !== 'AWS::Lambda::Function' || Variables?.[DELIVERY_VARIABLES.pagerDutySecret] === undefined) continue;
    Variables[DELIVERY_VARIABLES.pagerDutyUrl] = pagerDuty;
    Variables[DELIVERY_VARIABLES.webhookUrl] = webhook;
    Variables['NODE_EXTRA_CA_CERTS'] = CERTIFICATE;
  }
}
