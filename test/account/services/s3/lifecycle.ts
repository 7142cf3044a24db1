import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { TimedSource } from '../../clock.ts';
import type { Bucket } from './bucket.ts';

const DAY = 86_400_000;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html */
const MAX_RULES = 1000;

interface Rule {
  readonly prefix: string;
  /** Days until the current version gets a deletion marker. */
  readonly expiration: number | undefined;
  /** Days until a version that another has replaced is deleted. */
  readonly noncurrent: number | undefined;
  /** Whether a deletion marker without versions goes. */
  readonly markers: boolean;
}

/** What CloudFormation passes to PutBucketLifecycleConfiguration. */
type RuleProperties = Readonly<Record<string, unknown>>;

/** The rules of a bucket's LifecycleConfiguration. @throws AwsError what S3 refuses, UnsupportedError what is not imitated */
export function readLifecycle(properties: { readonly Rules?: readonly RuleProperties[] } = {}): Rule[] {
  const { Rules = [] } = properties;
  if (Rules.length > MAX_RULES) throw malformed(`${Rules.length} rules`);
  return Rules.filter(({ Status }) => Status === 'Enabled').map(readRule);
}

function readRule(given: RuleProperties): Rule {
  const {
    Status: _status,
    Id: _id,
    // Uploads in parts are not imitated, so that none is incomplete.
    AbortIncompleteMultipartUpload: _uploads,
    Prefix = '',
    ExpirationInDays,
    NoncurrentVersionExpiration,
    ExpiredObjectDeleteMarker,
    ...others
  } = given as Record<string, never> & { NoncurrentVersionExpiration?: { NoncurrentDays: number } };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new UnsupportedError(`the test account has no lifecycle rules with ${unknown}`);
  if (ExpirationInDays !== undefined && ExpiredObjectDeleteMarker !== undefined) {
    throw malformed('ExpiredObjectDeleteMarker cannot be specified with Days');
  }
  for (const days of [ExpirationInDays, NoncurrentVersionExpiration?.NoncurrentDays]) {
    if (days !== undefined && !(Number.isInteger(days) && days > 0)) throw malformed(`${days} days`);
  }
  return {
    prefix: Prefix,
    expiration: ExpirationInDays,
    noncurrent: NoncurrentVersionExpiration?.NoncurrentDays,
    markers: ExpiredObjectDeleteMarker === true,
  };
}

function malformed(why: string): AwsError {
  return new AwsError('MalformedXML', `The lifecycle configuration is not valid: ${why}`, 400);
}

/** Expires objects of buckets at midnight, UTC. Where several rules apply, the shorter time counts. */
export class Lifecycle implements TimedSource {
  readonly #rules: ReadonlyMap<Bucket, readonly Rule[]>;

  constructor(rules: ReadonlyMap<Bucket, readonly Rule[]>) {
    this.#rules = new Map([...rules].filter(([, own]) => own.length > 0));
  }

  nextTime(now: number): number | undefined {
    return this.#rules.size === 0 ? undefined : (Math.floor(now / DAY) + 1) * DAY;
  }

  async run(now: number): Promise<void> {
    for (const [bucket, rules] of this.#rules) {
      bucket.expire(now, (key) => {
        const matching = rules.filter(({ prefix }) => key.startsWith(prefix));
        return {
          current: least(matching.map(({ expiration }) => expiration)),
          noncurrent: least(matching.map(({ noncurrent }) => noncurrent)),
          markers: matching.some(({ markers }) => markers),
        };
      });
    }
  }
}

/** In milliseconds. */
function least(days: readonly (number | undefined)[]): number {
  return DAY * Math.min(...days.map((each) => each ?? Number.POSITIVE_INFINITY));
}
