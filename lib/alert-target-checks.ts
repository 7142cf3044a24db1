import { Token } from 'aws-cdk-lib';
import { isHttpsAddress } from '../lambdas/adapters/http/https-address.ts';
import type { AlertTargets } from './shared-settings.ts';

/** What an address of a webhook has to be. */
export const WEBHOOK_ADDRESS = 'an https address without a user name and a password';
/** What the name of a target's secret has to be. */
export const SECRET_NAME = 'the name or ARN of a secret of Secrets Manager, not the secret itself';

/** A name, or a whole ARN, which ends in six characters that Secrets Manager has added. */
const NAME_OR_ARN =
  /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}|(?!arn:)[\w/+=.@-]{1,512})$/;
/** Integration keys of PagerDuty, and secrets of Standard Webhooks. */
const SECRET_ITSELF = /^whsec_|^[A-Za-z0-9]{32}$/;

/** Targets of alerts are not what they have to be. The message quotes nothing of them: it may be a secret. */
export class AlertTargetError extends Error {
  override readonly name = 'AlertTargetError';
}

/** Whether webhooks can be sent to an address. One that is known only when the stack is deployed is checked when it is used. */
export function isWebhookAddress(address: string): boolean {
  return Token.isUnresolved(address) || isHttpsAddress(address);
}

/** Whether a text names a secret. A secret itself would be readable in the template. */
export function isSecretName(text: string): boolean {
  return NAME_OR_ARN.test(text) && !SECRET_ITSELF.test(text);
}

/** @throws AlertTargetError */
export function requireTargets({ pagerDuty, webhook }: AlertTargets): void {
  if (webhook && !isWebhookAddress(webhook.url)) throw new AlertTargetError(`webhook.url has to be ${WEBHOOK_ADDRESS}`);
  for (const [name, target] of Object.entries({ pagerDuty, webhook })) {
    if (typeof target?.secret !== 'string') continue;
    // Whether it is a name or an ARN, on which the permission depends, is not known.
    if (Token.isUnresolved(target.secret))
      throw new AlertTargetError(
        `${name}.secret is known only when the stack is deployed: give the secret's construct`,
      );
    if (!isSecretName(target.secret)) throw new AlertTargetError(`${name}.secret has to be ${SECRET_NAME}`);
  }
}
