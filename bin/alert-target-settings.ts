import type { PagerDutyRegion } from '../lambdas/adapters/http/pagerduty.ts';
import type { AlertTargets } from '../lib/shared-settings.ts';
import { KEY_ARN, readMatching, SettingError } from './setting.ts';

/** The name of a secret, or its whole ARN, which ends in six characters that Secrets Manager has added. */
const SECRET =
  /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}|(?!arn:)[\w/+=.@-]{1,512})$/;
const A_SECRET = 'the name or ARN of a secret of Secrets Manager';

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
  if (url !== undefined && !isHttps(url))
    throw new SettingError('the setting webhook has to be an https address without a user name');
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

/** What PagerDuty's routing keys and the secrets of Standard Webhooks look like. */
const LOOKS_SECRET = /^whsec_|^[A-Za-z0-9]{32}$/;

/** Never quotes what is given: it may be the secret itself. */
function readSecretName(key: string, given: string | undefined): string | undefined {
  if (given === undefined || (SECRET.test(given) && !LOOKS_SECRET.test(given))) return given;
  throw new SettingError(`the setting ${key} has to be ${A_SECRET}, not the secret itself`);
}

function isHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}
