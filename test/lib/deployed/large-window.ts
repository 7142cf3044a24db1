import { AwsError } from '../../account/aws-error.ts';
import type { Execution } from '../../account/services/states/execution.ts';
import type { Child } from '../../account/services/states/map-runs.ts';
import { FIRST_DAY } from '../../core/stories/story-fixture.ts';
import type { Deployment, Files } from './deployment.ts';
import { DATA, PARCELS, parcelFiles } from './parcels.ts';

/** Objects of the window, and records of each. */
export const OBJECTS = 500;
const RECORDS = 20;
/** Bytes that listings show of each object: sixteen are a part of 2^30 bytes. */
const LISTED = 64 * 2 ** 20;
/** Parts of the window; the last one has four objects. */
export const PARTS = 32;

export const WINDOW = new Date(FIRST_DAY).toISOString().slice(0, 10);

/** Training data, and a day of captures of parcels that are heavier, by key. */
export interface LargeDay {
  readonly training: Files;
  /** In the order of their keys. */
  readonly captures: readonly (readonly [key: string, bytes: Uint8Array])[];
}

/** The last object has the records of the first one once more. Has to be called inside a test. */
export function largeDay(objects = OBJECTS): LargeDay {
  const files = [...parcelFiles([{ wrong: 20, count: objects * RECORDS, heavier: true }])];
  const [[path, bytes]] = files.filter(([key]) => key.startsWith('captures/'));
  const lines = new TextDecoder().decode(bytes).trimEnd().split('\n');
  const folder = path.slice(0, path.lastIndexOf('/'));
  const captures = Array.from({ length: objects }, (_, object) => {
    const from = object === objects - 1 ? 0 : object * RECORDS;
    const text = lines.slice(from, from + RECORDS).join('\n');
    return [`${folder}/${String(object).padStart(4, '0')}.jsonl`, new TextEncoder().encode(`${text}\n`)] as const;
  });
  return { training: new Map(files.filter(([key]) => key === 'training.csv')), captures };
}

export interface Upload {
  /** Bytes that listings show of each object. @default a part has sixteen of them */
  readonly listedSize?: number;
  /** Called whenever an object is read, with its number. Reading fails with what it throws. */
  readonly onRead?: (object: number) => void;
}

/** Reading that fails. */
export class Failures {
  /** Numbers of the objects that have been read. */
  readonly read = new Set<number>();
  readonly #left: Map<number, number>;

  /** @param objects How often each object, by its number, cannot be read. */
  constructor(objects: readonly (readonly [object: number, times: number])[]) {
    this.#left = new Map(objects);
  }

  readonly onRead = (object: number): void => {
    const left = this.#left.get(object) ?? 0;
    this.#left.set(object, left - 1);
    if (left > 0) throw new AwsError('AccessDenied', 'Access Denied', 403);
    this.read.add(object);
  };

  /** From now on, everything can be read. */
  end(): void {
    this.#left.clear();
    this.read.clear();
  }
}

/** Puts the captures into their bucket. */
export function uploadCaptures(
  { account }: Deployment,
  { captures }: LargeDay,
  { listedSize = LISTED, onRead = () => {} }: Upload = {},
): void {
  captures.forEach(([key, bytes], object) => {
    const make = () => {
      onRead(object);
      return bytes;
    };
    account.s3.put(DATA, key, { size: bytes.length, listedSize, make });
  });
}

/** The training data and a baseline. @param bucket Options of the bucket of data */
export async function openLargeDay(
  deployment: Deployment,
  { training }: LargeDay,
  bucket: { readonly kmsKey?: string } = {},
): Promise<void> {
  deployment.account.s3.createBucket(DATA, bucket);
  deployment.upload(DATA, training);
  await deployment.buildBaseline(PARCELS);
}

/** The executions of the machine that reads windows. */
export function readings({ account, stack }: Deployment): Execution[] {
  return account.states.executions(machineName(stack));
}

/** The executions of its Maps. */
export function children({ account, stack }: Deployment): readonly Child[] {
  return account.states.children(machineName(stack));
}

function machineName({ platform }: Deployment['stack']): string {
  return platform.reading!.machine.stateMachineName;
}

/** Physical name of the function that reads parts. */
export function readerName(deployment: Deployment): string {
  return deployment.account.nameOf(deployment.idOf(deployment.stack.platform.reading!.function));
}

/** Times of the clock that runs while functions do, and the digest of the listing, in which each object has an ETag of its own. */
const VARYING = new Set(['checkedAt', 'createdAt', 'openedAt', 'notifiedAt', 'files']);

/** What the drift check has stored of the window, without what varies; undefined: nothing. */
export function storedResult({ account, stateBucket }: Deployment): { result: Result; profiles: object } | undefined {
  const read = (key: string) => {
    const text = account.s3.text(stateBucket, `${PARCELS}/${key}`);
    return text && JSON.parse(text, (name, value) => (VARYING.has(name) ? undefined : value));
  };
  const result = read(`checks/drift/${WINDOW}/result.json`);
  return result && { result, profiles: read(`profiles/${WINDOW}.json`) };
}

export interface Result {
  readonly data: {
    readonly objects: number;
    readonly rows: number;
    readonly repeats: number;
    readonly rejected: {
      readonly records: number;
      readonly byReason: readonly { readonly reason: string; readonly count: number }[];
      readonly samples: readonly { readonly uri: string }[];
    };
  };
  readonly verdict: { readonly dataMatches: string };
}
