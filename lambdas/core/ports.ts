/**
 * The outside world as the core sees it. Every interface is the smallest one that works; adapters implement them for a
 * folder (`lambdas/adapters/local`) and for AWS.
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
   * The folders directly below `prefix`: what stands between it and the next `/`, in ascending order, at most a thousand.
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

/** A conditional write lost: somebody else wrote first. The caller re-reads and decides again. */
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

/** What a folder such as `dt=2026-01-02/` says of every row below it. */
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
  /** Changes whenever the content does; not given: the data does not come from a listing. */
  readonly etag?: string | undefined;
  /** Columns that the folders of a table name; not given: none. */
  readonly partitions?: readonly Partition[] | undefined;
  stream(): AsyncIterable<Uint8Array>;
  /** Bytes [start, end). */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** CloudWatch's range is from minus this to this. */
export const LARGEST_METRIC_VALUE = 2 ** 360;

/** One point of one metric. Values are finite: a sink refuses NaN and infinities. */
export interface MetricPoint {
  readonly name: string;
  readonly value: number;
  /** CloudWatch's unit names. */
  readonly unit: 'None' | 'Count' | 'Percent' | 'Seconds' | 'Milliseconds';
  readonly dimensions: Readonly<Record<string, string>>;
  /** When the check ran, milliseconds since the epoch, UTC. */
  readonly time: number;
}

/** Where metrics go: CloudWatch or a JSON Lines file. */
export interface MetricSink {
  publish(points: readonly MetricPoint[]): Promise<void>;
}

/**
 * What an incident is about. `no-data`: a window without captured rows where there should have been some. `no-labels`: no
 * label has been joined to a window's predictions, and none is waited for any more.
 */
export type IncidentKind = 'data-quality' | 'drift' | 'performance' | 'no-data' | 'no-labels';

/** Where to look: addresses that people open; in a folder, paths. */
export interface AlertLinks {
  /** The check's report; without {@link Links} its key in the store. */
  readonly report: string;
  readonly dashboard?: string | undefined;
  readonly runbook?: string | undefined;
}

/** Knows where people open what a check leaves behind. */
export interface Links {
  /** Of the report under this key of the store. */
  report(key: string): string;
  /** The dashboard of the monitor that is checked, where there is one. */
  readonly dashboard?: string | undefined;
}

/** A check as the command lines of a message name it. */
export interface NamedCheck {
  readonly monitor: string;
  /** `end` as ISO 8601, UTC. */
  readonly window: { readonly name: string; readonly end: string };
  readonly kind: 'drift' | 'accuracy';
  /** Key of its result in the store. */
  readonly resultKey: string;
}

/** Command lines that messages print to be copied into a shell: they run as printed. */
export interface Commands {
  /** Shows what a check has found. */
  lookAt(check: NamedCheck): string;
  /** Checks a window again and keeps what comes of it, where {@link lookAt} does not look at the data again. */
  checkAgain?(check: NamedCheck): string;
  /** Mutes an incident. */
  acknowledge(monitor: string, incident: string): string;
  /** Ends a drift: its columns are normal as they are now. */
  newNormal(monitor: string, incident: string): string;
  /** @param recordKey Key of the retraining's record in the store. */
  lookAtRetraining(monitor: string, recordKey: string): string;
  /** Goes back to the previous model; null where it is not known how. */
  rollback(monitor: string): string | null;
}

/** What a message is about: an incident, or a retraining that waits for an answer or has ended. */
export type AlertKind = IncidentKind | 'retraining';

/** A message to people about one incident or retraining. All texts are printable: no control characters whatever the data holds. */
export interface Alert {
  /** Receivers drop a second alert with the same key. */
  readonly dedupeKey: string;
  readonly monitor: string;
  readonly model: string;
  readonly kind: AlertKind;
  /** `waiting` and `ended` are those of a retraining. */
  readonly state: 'open' | 'still open' | 'recovered' | 'waiting' | 'ended';
  readonly severity: 'critical' | 'warning' | 'info';
  /** At most 99 characters, one line. */
  readonly title: string;
  /** Lines separated by `\n`. */
  readonly text: string;
  /** Name of the window that caused the message, and of the first window of the incident. */
  readonly window: string;
  readonly since: string;
  /** Key of the check's result, or of the retraining's record, in the store. */
  readonly resultKey: string;
  readonly links: AlertLinks;
}

/** Where alerts go: SNS, the terminal, a file. Sending the same alert twice must be harmless to receivers. */
export interface AlertChannel {
  send(alert: Alert): Promise<void>;
}

/** What an execution of the retraining machine is started with. */
export interface RetrainingInput {
  readonly monitor: string;
  /** Id of the retraining. */
  readonly id: string;
  readonly action: 'retrain' | 'rollback';
  /** What asked for it: one printable line. */
  readonly reason: string;
}

/** Runs the retraining machine: Step Functions, or its interpreter on a laptop. */
export interface Workflow {
  /** Starts an execution. A name starts once: a second call is harmless, whatever has become of the first. */
  start(name: string, input: RetrainingInput): Promise<void>;
  /**
   * Answers an execution that waits for a person.
   *
   * @param token What it gave the person to answer with.
   * @throws NoPendingApprovalError
   */
  answer(token: string, answer: ApprovalAnswer): Promise<void>;
}

/** The error that a waiting task of the machine fails with when the approver rejects the candidate. */
export const REJECTED = 'Rejected';

/** What a person says about a candidate. */
export interface ApprovalAnswer {
  readonly approved: boolean;
  /** Who, and why: one printable line. */
  readonly note: string;
}

/** No approval is pending: it was already answered or has expired. */
export class NoPendingApprovalError extends Error {
  override readonly name = 'NoPendingApprovalError';

  constructor(message = 'no approval is pending: it was already answered or has expired', options?: ErrorOptions) {
    super(message, options);
  }
}
