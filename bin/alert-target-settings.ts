import type { PagerDutyRegion } from '../lambdas/adapters/http/pagerduty.ts';
import { isSecretName, isWebhookAddress, SECRET_NAME, WEBHOOK_ADDRESS } from '../lib/alert-target-checks.ts';
import type { AlertTargets } from '../lib/shared-settings.ts';
import { KEY_ARN, readMatching, SettingError } from './setting.ts';

/**
 * Where alerts are sent beside the topic.
 *
 * @param text reads a setting
 */
export function readTargets(text: (key: string) => string | undefined): AlertTargets {
  const [pagerDuty, webhookSecret] = ['pagerDuty', 'webhookSecret'].map((key) => readSecretName(key, text(key)));
  const region = readMatching('pagerDutyRegion', text('pagerDutyRegion'), /^(?:us|eu)$/, 'us or eu');
  const url = text('webhook');
  const secretsKey = readMatching('secretsKey', text('secretsKey'), KEY_ARN, 'the ARN of a KMS key');
  if (url !== undefined && !isWebhookAddress(url))
    throw new SettingError(`the setting webhook has to be ${WEBHOOK_ADDRESS}`);
  if ((url === undefined) !== (webhookSecret === undefined))
    throw new SettingError('the settings webhook and webhookSecret belong together: give both or none');
  if (region !== undefined && pagerDuty === undefined)
    throw new SettingError('the setting pagerDutyRegion belongs to pagerDuty: give both');
  if (secretsKey !== undefined && pagerDuty === undefined && url === undefined)
    throw new SettingError(
      'the setting secretsKey is the key of the secrets of pagerDuty or webhook: give one of them',
    );
  return {
    ...(pagerDuty !== undefined && {
      pagerDuty: { secret: pagerDuty, ...(region && { region: region as PagerDutyRegion }) },
    }),
    ...(url !== undefined && webhookSecret !== undefined && { webhook: { url, secret: webhookSecret } }),
    ...(secretsKey !== undefined && { secretsKey }),
  };
}

/** Never quotes what is given: it may be the secret itself. */
function readSecretName(key: string, given: string | undefined): string | undefined {
  if (given === undefined || isSecretName(given)) return given;
  throw new SettingError(`the setting ${key} has to be ${SECRET_NAME}`);
}
