import * as z from 'zod';
import { AwsError, UnsupportedError } from '../../aws-error.ts';

/** Names of jobs, models, endpoints and packages. */
export const NAME = z
  .string()
  .max(63)
  .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/);
export const ROLE_ARN = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[a-zA-Z0-9+=,.@_/-]+$/);
/** ARN of a key, its id, or an alias. */
export const KMS_KEY = z.string().regex(/^[a-zA-Z0-9:/_-]{1,2048}$/);
export const S3_URI = z.string().regex(/^s3:\/\/[^/]+\/?.*$/s);
export const TAGS = z
  .array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
  .max(50)
  .optional();
export const ENVIRONMENT = z.record(z.string().regex(/^[a-zA-Z_]\w*$/), z.string()).optional();
export const POSITIVE = z.number().int().min(1);

export type Tag = NonNullable<z.infer<typeof TAGS>>[number];

/** A text of which only these values are imitated, though SageMaker may know more. */
export function imitated<const Value extends string>(...values: Value[]) {
  return z.custom<Value>((value) => values.includes(value as Value), {
    message: `the test account imitates ${values.join(', ')}`,
    params: { unsupported: true },
  });
}

/**
 * An action's input, checked.
 *
 * @param schema Of strict objects, so that a parameter that is not imitated is seen.
 * @throws UnsupportedError for parameters and values that are not imitated
 * @throws AwsError ValidationException
 */
export function readInput<Shape>(action: string, schema: z.ZodType<Shape>, input: unknown): Shape {
  const { data, error } = schema.safeParse(input);
  if (error === undefined) return data as Shape;
  for (const issue of error.issues) {
    const at = [action, ...issue.path].join('.');
    if (issue.code === 'unrecognized_keys')
      throw new UnsupportedError(`${at}: the test account does not imitate ${issue.keys.join(', ')}`);
    if (issue.code === 'custom' && issue.params?.['unsupported'] === true && valueAt(input, issue.path) !== undefined)
      throw new UnsupportedError(`${at} is ${JSON.stringify(valueAt(input, issue.path))}: ${issue.message}`);
  }
  const texts = error.issues.map(({ path, message }) => {
    const value = JSON.stringify(valueAt(input, path));
    return `Value ${value} at '${path.join('.')}' failed to satisfy constraint: ${message}`;
  });
  const count = `${texts.length} validation error${texts.length === 1 ? '' : 's'} detected`;
  throw invalid(`${count}: ${texts.join('; ')}`);
}

/** SageMaker's answer to nearly everything that is wrong. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return value;
}
