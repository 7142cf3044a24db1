import * as z from 'zod';

/**
 * The outside world as the core sees it: stored objects, data, metrics, the retraining machine. `alerts.ts` has the alert
 * channel. Every interface is as small as possible; adapters implement them for a folder (`lambdas/adapters/local`) and for AWS.
 */

/** A stored object as a listing shows it. */
export interface StoredObject {
  /** Key below the store's root, `/`-separated, never starting with `/`. */
  readonly key: string;
  /** Size in bytes. */
  readonly size: number;
  /** Changes whenever the content does. Opaque. */
  readonly etag: string;
}

/**
 * When a write may happen: `{ ifNoneMatch: '*' }` only if the key does not exist, `{ ifMatch: etag }` only if the stored
 * object still has that etag. The contract is that of S3 conditional writes.
 */
export type WriteCondition = { readonly ifNoneMatch: '*' } | { readonly ifMatch: string };

/** Keeps objects under keys: a folder or an S3 bucket. */
export interface ObjectStore {
  /** Objects whose key starts with `prefix`, in ascending key order (code-unit order), one page in memory at a time. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /**
   * Names of the folders directly below `prefix`, up to the next `/`, in ascending order, at most a thousand.
   *
   * @param prefix Empty, or ending in `/`.
   */
  folders(prefix: string): Promise<readonly string[]>;
  /** The whole object, or null when there is none. */
  get(key: string): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | null>;
  /** The object's bytes from the start, in pieces. Throws {@link ObjectNotFoundError}. */
  stream(key: string): AsyncIterable<Uint8Array>;
  /** Bytes [start, end). Throws {@link ObjectNotFoundError}. */
  slice(key: string, start: number, end: number): Promise<Uint8Array>;
  /** Writes the whole object atomically and returns its etag. Throws {@link PreconditionFailedError} when `condition` does not hold. */
  put(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<{ readonly etag: string }>;
}

/** A conditional write failed because another writer was first. The caller reads again and decides again. */
export class PreconditionFailedError extends Error {
  override readonly name = 'PreconditionFailedError';
  readonly key: string;
  constructor(key: string, options?: ErrorOptions) {
    super(`the object ${JSON.stringify(key)} was changed by another writer in the meantime`, options);
    this.key = key;
  }
}

/** There is no object under this key. */
export class ObjectNotFoundError extends Error {
  override readonly name = 'ObjectNotFoundError';
  readonly key: string;
  constructor(key: string, options?: ErrorOptions) {
    super(`there is no object ${JSON.stringify(key)}`, options);
    this.key = key;
  }
}

/** A column and its value in every row below a folder such as `dt=2026-01-02/`. */
export interface Partition {
  readonly name: string;
  /** null: no value. */
  readonly value: string | null;
}

/**
 * One object to read data from: a file, an S3 object, bytes in a test. `uri` names it in messages and results.
 * `slice` and `size` are hyparquet's AsyncBuffer; `stream` serves the line formats.
 */
export interface DataSource {
  readonly uri: string;
  /** Size in bytes. */
  readonly size: number;
  /** Changes whenever the content does; absent: the data does not come from a listing. */
  readonly etag?: string | undefined;
  /** Columns that come from the names of a table's folders; absent: none. */
  readonly partitions?: readonly Partition[] | undefined;
  stream(): AsyncIterable<Uint8Array>;
  /** Bytes [start, end). */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** Reads parts of data beside this thread. `Part` is what reading one gives, and `Known` what has to be known before. */
export interface PartReaders<Part, Known> {
  /** How many parts may be asked for before the first is done, so that no reader waits. */
  readonly ahead: number;
  /** Rejects with the error of a source as it is, with any other one under the name of the file. */
  read(sources: readonly DataSource[], known: Known | null): Promise<Part>;
  /** Ends the readers, whatever they do. */
  close(): Promise<void>;
}

/** Threads that can be started to read. */
export interface Readers {
  /** Megabytes of memory that they take, at the most. */
  readonly megabytes: number;
  /** @param plan What they do, as plain data. */
  start<Part, Known>(plan: unknown): PartReaders<Part, Known>;
}

/** CloudWatch accepts values from minus this to plus this. */
export const LARGEST_METRIC_VALUE = 2 ** 360;

/** One point of one metric. Values are finite: a sink rejects NaN and infinities. */
export const metricPointSchema = z.object({
  name: z.string(),
  value: z.number(),
  /** CloudWatch's unit names. */
  unit: z.enum(['None', 'Count', 'Percent', 'Seconds', 'Milliseconds']),
  dimensions: z.record(z.string(), z.string()).readonly(),
  /** When the check ran, milliseconds since the epoch, UTC. */
  time: z.number(),
});
export type MetricPoint = Readonly<z.infer<typeof metricPointSchema>>;

/** Where metrics go: CloudWatch or a JSON Lines file. */
export interface MetricSink {
  publish(points: readonly MetricPoint[]): Promise<void>;
}

/** The input of an execution of the retraining machine. */
export const retrainingInputSchema = z.object({
  monitor: z.string(),
  /** Id of the retraining. */
  id: z.string(),
  action: z.enum(['retrain', 'rollback']),
  /** Why it was requested: one printable line. */
  reason: z.string(),
});
export type RetrainingInput = Readonly<z.infer<typeof retrainingInputSchema>>;

/** The input of an execution of the machine that reads a large window. */
export interface ReadingInput {
  readonly monitor: string;
  /** Name of the window. */
  readonly window: string;
  /** Prefix of the keys of this reading in the store of results; ends in `/`. */
  readonly run: string;
  /** The event of the check that follows. */
  readonly check: object;
}

/** Runs the machine that reads large windows: Step Functions. */
export interface ReadingMachine {
  /** Starts an execution. A second call with the same name is harmless, even after the first execution has ended. */
  start(name: string, input: ReadingInput): Promise<void>;
}

/** Runs the retraining machine: Step Functions, or its interpreter on a laptop. */
export interface Workflow {
  /** Starts an execution. A second call with the same name is harmless, even after the first execution has ended. */
  start(name: string, input: RetrainingInput): Promise<void>;
  /**
   * Answers an execution that waits for approval.
   *
   * @param token The task token of the pending approval.
   * @throws NoPendingApprovalError
   */
  answer(token: string, answer: ApprovalAnswer): Promise<void>;
}

/** The error that a waiting task of the machine fails with when the approver rejects the candidate. */
export const REJECTED = 'Rejected';

/** An approver's answer about a candidate. */
export interface ApprovalAnswer {
  readonly approved: boolean;
  /** The approver and the reason: one printable line. */
  readonly note: string;
}

/** No approval is pending: it was already answered or has expired. */
export class NoPendingApprovalError extends Error {
  override readonly name = 'NoPendingApprovalError';

  constructor(message = 'no approval is pending: it was already answered or has expired', options?: ErrorOptions) {
    super(message, options);
  }
}
