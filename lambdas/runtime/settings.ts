/** Names of the environment variables of every function; the constructs that create what they name set them. */
export const VARIABLES = {
  stateBucket: 'STATE_BUCKET',
  alertTopic: 'ALERT_TOPIC_ARN',
  metricNamespace: 'METRIC_NAMESPACE',
} as const;

export type Settings = Readonly<Record<keyof typeof VARIABLES, string>>;

/** The function was deployed without something it needs. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError for a variable that is missing or empty */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const entries = Object.entries(VARIABLES).map(([key, variable]) => {
    const value = environment[variable];
    if (!value) throw new SettingsError(`the environment variable ${variable} is not set: deploy the function with it`);
    return [key, value];
  });
  return Object.fromEntries(entries) as Settings;
}
