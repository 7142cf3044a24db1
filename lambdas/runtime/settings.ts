import { type AlertFormat, parseAlertFormat } from '../adapters/aws/alert-message.ts';

/** Names of the environment variables of every function; the constructs that create what they name set them. */
export const VARIABLES = {
  stateBucket: 'STATE_BUCKET',
  alertTopic: 'ALERT_TOPIC_ARN',
  metricNamespace: 'METRIC_NAMESPACE',
} as const;

/** Name of an environment variable that can be left out. @default json */
export const ALERT_FORMAT_VARIABLE = 'ALERT_FORMAT';

export interface Settings extends Readonly<Record<keyof typeof VARIABLES, string>> {
  readonly alertFormat: AlertFormat;
}

/** The function was deployed without something it needs. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError for a variable that is missing or empty, AlertFormatError */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const entries = Object.entries(VARIABLES).map(([key, variable]) => {
    const value = environment[variable];
    if (!value) throw new SettingsError(`the environment variable ${variable} is not set: deploy the function with it`);
    return [key, value];
  });
  const alertFormat = parseAlertFormat(environment[ALERT_FORMAT_VARIABLE] || 'json', ALERT_FORMAT_VARIABLE);
  return { ...(Object.fromEntries(entries) as Record<keyof typeof VARIABLES, string>), alertFormat };
}
