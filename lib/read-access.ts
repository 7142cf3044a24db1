import type { S3Place } from '../lambdas/adapters/aws/s3-uri.ts';

/** Keys of one bucket for one statement of a policy. */
export interface ReadableKeys {
  readonly bucket: string;
  /** Patterns of keys, also used as prefixes of listings. */
  readonly keys: readonly string[];
}

/** The longest ARN besides those of the monitors' data, in characters: log group, queue, keys of the state. */
const LONGEST_OTHER_ARN = 150;
/** The longest statement, in characters. Short statements fill the policies that they are spread over. */
const MAX_STATEMENT = 1500;
/** Length of the longest prefix of an S3 ARN, which depends on the partition. */
const ARN_START = 'arn:aws-us-gov:s3:::'.length;
/** Characters of the two statements about keys, without keys and bucket: effects, actions, the condition. */
const FRAMES = 160;
/** Characters of JSON around an item of a list. */
const QUOTES = '"",'.length;

/** Patterns for a folder and an object of the same name, because the URI can mean either. */
function keysOf({ path }: S3Place): string[] {
  const isFolder = path === '' || path.endsWith('/');
  return isFolder ? [`${path}*`] : [path, `${path}/*`];
}

/** The readable keys, grouped by bucket, each key once. */
export function readableKeys(places: readonly S3Place[]): ReadableKeys[] {
  const maxKeys = Math.max(1, Math.floor(MAX_STATEMENT / (longestArn(places) + QUOTES)));
  const buckets = new Map<string, Set<string>>();
  for (const place of places) {
    const keys = buckets.get(place.bucket) ?? new Set<string>();
    for (const key of keysOf(place)) keys.add(key);
    buckets.set(place.bucket, keys);
  }
  return [...buckets].flatMap(([bucket, keys]) =>
    Array.from({ length: Math.ceil(keys.size / maxKeys) }, (_, i) => ({
      bucket,
      keys: [...keys].slice(i * maxKeys, (i + 1) * maxKeys),
    })),
  );
}

/** The longest ARN in the policies of a function that reads these locations, in characters. */
export function longestArn(places: readonly S3Place[]): number {
  const lengths = places.map(({ bucket, path }) => ARN_START + bucket.length + path.length + '//*'.length);
  return lengths.reduce((longest, length) => Math.max(longest, length), LONGEST_OTHER_ARN);
}

/** Characters of the statements with which a function may read these locations: the CDK's estimate, an upper bound. */
export function readAccessSize(places: readonly S3Place[]): number {
  const arn = longestArn(places);
  return readableKeys(places).reduce(
    (sum, { keys }) => sum + FRAMES + keys.reduce((size, key) => size + arn + key.length + 2 * QUOTES, arn),
    0,
  );
}
