import { type CheckResult, checkResultSchema } from '../lambdas/core/result/schema.ts';

/** A text is no result of a check, or one of a version that this program does not know. */
export class CheckResultError extends Error {
  override readonly name = 'CheckResultError';
}

/**
 * Reads the result of a check: the `result.json` that it writes to the store or the state bucket.
 *
 * @throws CheckResultError
 */
export function parseCheckResult(text: string): CheckResult {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new CheckResultError('the result is not JSON', { cause });
  }
  const parsed = checkResultSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new CheckResultError(`this is no result of a check: ${path.join('.') || 'the document'}: ${message}`);
}
