import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricPoint, MetricSink } from '../../core/ports.ts';
import { isName, toMetricDatum } from './metric-datum.ts';

export interface CloudWatchMetricSinkOptions {
  readonly client: CloudWatchClient;
  /**
   * Groups the metrics in CloudWatch.
   * @default Driftwarden
   */
  readonly namespace?: string | undefined;
  /** When this run happens, milliseconds since the epoch, UTC: CloudWatch takes points of the last two weeks. */
  readonly now: number;
  /**
   * Called with the points that are too old to be published: what a run left behind that died weeks ago.
   * @default - no callback
   */
  readonly onTooOld?: ((points: readonly MetricPoint[]) => void) | undefined;
}

/** CloudWatch refuses older points; an hour less, for the time until the call arrives. Milliseconds. */
const MAX_AGE = (14 * 24 - 1) * 3_600_000;

/** Limits of one PutMetricData call: metrics, and bytes of its body before compression. */
const MAX_METRICS = 1000;
const MAX_BYTES = 1_000_000;
/** What a body holds besides the metrics: the namespace and the frame of the JSON document. */
const FRAME_BYTES = 1000;

/**
 * Publishes metric points to CloudWatch, in as few calls as its limits allow. The points and their names are those of
 * `core/report/metric-points.ts`. All points are checked before the first call, so a point that cannot be published keeps
 * back the others; points older than two weeks are left out instead, for they would hold up the alerts queued after them.
 * Publishing again after a failure can count points of the calls before it twice.
 *
 * `publish` throws InvalidMetricError for a point that CloudWatch does not take.
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

/** Cuts the data, in order, into pieces that fit into one call each. */
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

/** Bytes of a datum in the body, where everything is ASCII, with its comma. The time is longer here than it is sent. */
function sizeOf(datum: MetricDatum): number {
  return JSON.stringify(datum).length + 1;
}
