/** A setting of the CDK app is not what it has to be. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

/**
 * A whole number among the settings of the CDK app (`-c key=value`); undefined if it is not given.
 *
 * @throws ContextError with the range, for anything else
 */
export function contextNumber(
  key: string,
  given: string | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given.trim() !== '' && Number.isInteger(value) && value >= from && value <= to) return value;
  throw new ContextError(
    `the setting ${key} is ${JSON.stringify(given)}: it has to be a whole number from ${from} to ${to}`,
  );
}
