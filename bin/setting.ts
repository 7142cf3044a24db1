/** A setting of the CDK app is not what it has to be. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** The whole ARN of a key: an alias is none. */
export const KEY_ARN =
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @throws SettingError with what is accepted */
export function readMatching(
  key: string,
  given: string | undefined,
  pattern: RegExp,
  accepted: string,
): string | undefined {
  if (given === undefined || pattern.test(given)) return given;
  throw new SettingError(`the setting ${key} is ${JSON.stringify(given)}: it has to be ${accepted}`);
}
