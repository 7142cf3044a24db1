import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricPoint, MetricSink } from '../../core/ports.ts';
import { isName, toMetricDatum } from './metric-datum.ts';

export interface CloudWatchMetricSinkOptions {
  readonly client: CloudWatchClient;
  /**
   * Namespace of the metrics in CloudWatch.
   * @default Driftwarden
   */
  readonly namespace?: string | undefined;
  /** The time of this run, milliseconds since the epoch, UTC. CloudWatch accepts points of the last two weeks. */
  readonly now: number;
  /**
   * Called with points that are too old to be published, which a run that died weeks ago may leave behind.
   * @default - no callback
   */
  readonly onTooOld?: ((points: readonly MetricPoint[]) => void) | undefined;
}

/** CloudWatch rejects points older than two weeks; an hour less leaves time for the call. Milliseconds. */
const MAX_AGE = (14 * 24 - 1) * 3_600_000;

/** Limits of one PutMetricData call: metrics, and bytes of its body before compression. */
const MAX_METRICS = 1000;
const MAX_BYTES = 1_000_000;
/** Bytes of a body besides the metrics: the namespace and the frame of the JSON document. */
const FRAME_BYTES = 1000;

/**
 * Publishes metric points to CloudWatch, in as few calls as its limits allow. `core/report/metric-points.ts` makes the points. All
 * points are checked before the first call, so an invalid point holds back the others. Points older than two weeks are left out
 * instead, because they would otherwise block the alerts queued behind them. Publishing again after a failure can count points of
 * earlier calls twice.
 *
 * `publish` throws InvalidMetricError for a point that CloudWatch does not accept.
 */
export class CloudWatchMetricSink implements MetricSink {
  readonly #client: CloudWatchClient;
  readonly #namespace: string;
  readonly #oldest: number;
  readonly #onTooOld: (points: readonly MetricPoint[]) => void;

  constructor({ client, namespace = 'Driftwarden', now, onTooOld = () => {} }: CloudWatchMetricSinkOptions) {
    if (!isName(namespace) || namespace.startsWith('AWS/')) {
      throw new Error(
        `${JSON.stringify(namespace)} is not a CloudWatch namespace: 1 to 255 printable ASCII characters that do not start with ":" or "AWS/"`,
      );
    }
    this.#client = client;
    this.#namespace = namespace;
    this.#oldest = now - MAX_AGE;
    this.#onTooOld = onTooOld;
  }

  async publish(points: readonly MetricPoint[]): Promise<void> {
    const tooOld = points.filter((point) => point.time < this.#oldest);
    if (tooOld.length > 0) this.#onTooOld(tooOld);
    const data = points.filter((point) => !(point.time < this.#oldest)).map(toMetricDatum);
    for (const MetricData of batches(data)) {
      await this.#client.send(new PutMetricDataCommand({ Namespace: this.#namespace, MetricData }));
    }
  }
}

/** Splits the data, in order, into batches that fit into one call each. */
function* batches(data: readonly MetricDatum[]): Generator<MetricDatum[]> {
  let batch: MetricDatum[] = [];
  let bytes = FRAME_BYTES;
  for (const datum of data) {
    const size = sizeOf(datum);
    if (batch.length === MAX_METRICS || bytes + size > MAX_BYTES) {
      yield batch;
      batch = [];
      bytes = FRAME_BYTES;
    }
    batch.push(datum);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Bytes of a datum in the body, with its comma. All of it is ASCII. The time here is longer than as it is sent. */
function sizeOf(datum: MetricDatum): number {
  return JSON.stringify(datum).length + 1;
}
