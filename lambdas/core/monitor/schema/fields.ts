import * as z from 'zod';
import { parseDuration } from '../duration.ts';
import { InvalidValueError } from '../invalid-value.ts';

/** Kinds of values that several sections of the monitor file use. */

/** A text that a parser reads. Its InvalidValueError becomes a problem of the file. */
export function parsed<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      refuse(context, error);
      return z.NEVER;
    }
  });
}

/**
 * Turns a parser's InvalidValueError into an issue; rethrows other errors.
 *
 * @param path Of the parsed text within the value.
 */
export function refuse<T>(context: z.core.$RefinementCtx<T>, error: unknown, path: PropertyKey[] = []): void {
  if (!(error instanceof InvalidValueError)) throw error;
  const { message, accepted, suggestion } = error;
  context.addIssue({ code: 'custom', path, message, params: { accepted, suggestion } });
}

/**
 * A mapping whose names come from the data. It becomes a Map, because a feature may be called `__proto__`, which a plain object (and
 * zod's record) would lose.
 */
export function byName<T extends z.ZodType>(value: T) {
  const schema = z.preprocess(
    (given) =>
      given !== null && typeof given === 'object' && !Array.isArray(given) ? new Map(Object.entries(given)) : given,
    z.map(z.string(), value),
  );
  // For the types of monitor files: to zod, the input of a preprocessing step is unknown.
  return schema as unknown as z.ZodType<Map<string, z.output<T>>, Readonly<Record<string, z.input<T>>>>;
}

/** A list without repetitions. */
export function unique<T extends z.ZodType<string>>(item: T) {
  return z.array(item).superRefine((items, context) => {
    const seen = new Set<string>();
    items.forEach((text, i) => {
      if (seen.has(text)) {
        context.addIssue({
          code: 'custom',
          path: [i],
          message: 'is in the list twice',
          params: { accepted: 'each name once' },
        });
      }
      seen.add(text);
    });
  });
}

export const share = z.number().min(0).max(1);
export const count = z.int().min(1);
export const nonEmpty = z.string().min(1);

/** Milliseconds. */
export const duration = parsed(parseDuration);

/** A duration above zero, in milliseconds. */
export const positiveDuration = parsed((text) => {
  const milliseconds = parseDuration(text);
  if (milliseconds === 0) throw new InvalidValueError('is zero', 'a duration above zero, such as PT1H or P1D');
  return milliseconds;
});

const DAY = 86_400_000;

/** A number of days above zero, in milliseconds: for what S3 does after so many days. */
export const wholeDays = parsed((text) => {
  const milliseconds = parseDuration(text);
  if (milliseconds > 0 && milliseconds % DAY === 0) return milliseconds;
  throw new InvalidValueError('is not a number of days above zero', 'whole days, such as P30D');
});

/** A number of days, or none, in milliseconds: for what S3 does after so many days. */
export const daysOrNone = parsed((text) => {
  const milliseconds = parseDuration(text);
  if (milliseconds % DAY === 0) return milliseconds;
  throw new InvalidValueError('is not a number of days', 'whole days, such as P30D, or P0D');
});

/** The location of a value in a row or record. */
export const where = z.union([z.int().min(0), z.string()], {
  error: 'is neither a position (0, 1, …) nor the name of a column or key',
});

/** A value as a text: the numbers 1 and 1.0 are "1", booleans "true" and "false". Texts stay unchanged. */
export const categoryText = z
  .union([z.string(), z.number(), z.boolean()], { error: 'is not a text, number or boolean' })
  .transform((value) => (value === 0 ? '0' : String(value)));

/** A folder or object: `s3://bucket/prefix`, `file://…`, or a path relative to the monitor file. */
export const uri = parsed((text) => {
  const accepted = 's3://bucket/prefix, or the path of a folder or file relative to the monitor file';
  if (text.trim() === '') throw new InvalidValueError('is empty', accepted);
  if (text.includes('\0')) throw new InvalidValueError('contains a NUL character', accepted);
  // `s3:/labels` would be a folder on a laptop and nothing in an account.
  const half = /^(s3[an]?(?=:(?!\/\/))|[a-z][a-z0-9+.-]+(?=:\/(?!\/)))/i.exec(text)?.[0];
  if (half !== undefined) throw new InvalidValueError(`begins with ${half}: and not with ${half}://`, accepted);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme === undefined || scheme === 'file') return text;
  if (scheme !== 's3') throw new InvalidValueError(`has the scheme ${scheme}`, accepted);
  const bucket = text.slice('s3://'.length).split('/', 1)[0];
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new InvalidValueError('has no valid bucket name', accepted);
  }
  return text;
});
