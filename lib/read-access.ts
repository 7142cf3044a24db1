import type { S3Place } from './monitor-definition.ts';

/** Keys of one bucket, few enough for one statement of a policy. */
export interface ReadableKeys {
  readonly bucket: string;
  /** Patterns of keys; as prefixes of listings they say the same. */
  readonly keys: readonly string[];
}

/** Longest ARN of what a function uses besides the monitors' data, characters: its log group, the queue, the state's keys. */
const LONGEST_OTHER_ARN = 150;
/** Statements are at most this long, characters, so that they fill the policies they are spread over. */
const MAX_STATEMENT = 1500;
/** Longest beginning of an ARN of S3: the partitions differ. */
const ARN_START = 'arn:aws-us-gov:s3:::'.length;
/** What the two statements about some keys hold besides these and the bucket: effects, actions, the condition. */
const FRAMES = 160;
/** What JSON needs for an item of a list. */
const QUOTES = '"",'.length;

/** A folder and an object of the same name: the URI does not say which of them there is. */
function keysOf({ path }: S3Place): string[] {
  const isFolder = path === '' || path.endsWith('/');
  return isFolder ? [`${path}*`] : [path, `${path}/*`];
}

/** What may be read, bucket by bucket, each key once. */
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

/** Longest ARN in the policies of a function that reads these places, characters. */
export function longestArn(places: readonly S3Place[]): number {
  const lengths = places.map(({ bucket, path }) => ARN_START + bucket.length + path.length + '//*'.length);
  return lengths.reduce((longest, length) => Math.max(longest, length), LONGEST_OTHER_ARN);
}

/** Characters of the statements that let a function read these places, as the CDK estimates them: rather too many. */
export function readAccessSize(places: readonly S3Place[]): number {
  const arn = longestArn(places);
  return readableKeys(places).reduce(
    (sum, { keys }) => sum + FRAMES + keys.reduce((size, key) => size + arn + key.length + 2 * QUOTES, arn),
    0,
  );
}
