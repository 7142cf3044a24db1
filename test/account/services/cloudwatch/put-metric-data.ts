import { AwsError } from '../../aws-error.ts';
import type { Dimensions, Metrics, Sample } from './metrics.ts';

interface Datum {
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  /** Seconds since the epoch. */
  readonly Timestamp?: number;
  readonly Value?: unknown;
  readonly Values?: readonly unknown[];
  readonly Counts?: readonly unknown[];
  readonly StatisticValues?: { SampleCount: unknown; Sum: unknown; Minimum: unknown; Maximum: unknown };
  readonly Unit?: string;
}

export interface PutMetricData {
  readonly Namespace?: string;
  readonly MetricData?: readonly Datum[];
}

/** Documented limits of one call. */
const MAX_METRICS = 1000;
const MAX_BYTES = 1_048_576;
const MAX_DIMENSIONS = 30;
const MAX_VALUES = 150;
const MAX_AGE = 14 * 24 * 3_600_000;
const MAX_AHEAD = 2 * 3_600_000;
const MAX_MAGNITUDE = 2 ** 360;

const SCALES = ['', 'Kilo', 'Mega', 'Giga', 'Tera'];
const SIZES = SCALES.flatMap((scale) => (scale === '' ? ['Bytes', 'Bits'] : [`${scale}bytes`, `${scale}bits`]));
const UNITS = new Set([
  ...['None', 'Count', 'Percent', 'Seconds', 'Milliseconds', 'Microseconds', 'Count/Second'],
  ...SIZES,
  ...SIZES.map((size) => `${size}/Second`),
]);

/**
 * Takes the data of one call; a call with one broken datum is refused as a whole.
 *
 * @param bytes Size of the unpacked body.
 * @throws AwsError InvalidParameterValue and its kin
 */
export function putMetricData(
  { Namespace = '', MetricData = [] }: PutMetricData,
  bytes: number,
  now: number,
  to: Metrics,
) {
  if (!/^[^:][\x20-\x7e]{0,254}$/.test(Namespace)) throw invalid(`Namespace ${JSON.stringify(Namespace)}`);
  if (Namespace.startsWith('AWS/')) throw invalid(`Namespace ${Namespace}: AWS/ is reserved`);
  if (MetricData.length === 0) throw new AwsError('MissingParameter', 'MetricData is required');
  if (MetricData.length > MAX_METRICS)
    throw invalid(`MetricData has ${MetricData.length} entries, ${MAX_METRICS} allowed`);
  if (bytes > MAX_BYTES) throw new AwsError('RequestEntityTooLarge', `${bytes} bytes, ${MAX_BYTES} allowed`, 413);
  const accepted = MetricData.map((datum) => ({
    name: nameOf(datum),
    dimensions: dimensionsOf(datum),
    samples: samplesOf(datum, timeOf(datum, now)),
    unit: unitOf(datum),
  }));
  for (const { name, dimensions, samples, unit } of accepted) {
    for (const sample of samples) to.add({ namespace: Namespace, name, dimensions }, sample, unit);
  }
}

function nameOf({ MetricName = '' }: Datum): string {
  if (!isText(MetricName, 255)) throw invalid(`MetricName ${JSON.stringify(MetricName)}`);
  return MetricName;
}

function dimensionsOf({ MetricName, Dimensions: given = [] }: Datum): Dimensions {
  if (given.length > MAX_DIMENSIONS)
    throw invalid(`${MetricName} has ${given.length} dimensions, ${MAX_DIMENSIONS} allowed`);
  return given.map(({ Name, Value }) => {
    if (!isText(Name, 255) || Name.startsWith(':')) throw invalid(`dimension name ${JSON.stringify(Name)}`);
    if (!isText(Value, 1024)) throw invalid(`dimension ${Name} with the value ${JSON.stringify(Value)}`);
    return [Name, Value];
  });
}

function timeOf({ MetricName, Timestamp }: Datum, now: number): number {
  const time = Timestamp === undefined ? now : Timestamp * 1000;
  if (!(time >= now - MAX_AGE && time <= now + MAX_AHEAD))
    throw invalid(
      `${MetricName} is stamped ${new Date(time).toISOString()}: two weeks back and two hours ahead at most`,
    );
  return time;
}

function samplesOf({ MetricName, Value, Values, Counts, StatisticValues: set }: Datum, time: number): Sample[] {
  if (set !== undefined) {
    const [count, sum, minimum, maximum] = [set.SampleCount, set.Sum, set.Minimum, set.Maximum].map((value) =>
      numberOf(MetricName, value),
    );
    return [{ time, count, sum, minimum, maximum }];
  }
  const values = Values ?? [Value];
  if (values.length === 0 || values.length > MAX_VALUES) throw invalid(`${MetricName} has ${values.length} values`);
  if (Counts !== undefined && Counts.length !== values.length)
    throw invalid(`${MetricName}: Counts and Values differ in length`);
  return values.map((given, index) => {
    const value = numberOf(MetricName, given);
    const count = Counts === undefined ? 1 : numberOf(MetricName, Counts[index]);
    return { time, count, sum: value * count, minimum: value, maximum: value };
  });
}

/** The wire writes NaN and the infinities as texts; they are refused like every other value out of range. */
function numberOf(name: string | undefined, value: unknown): number {
  if (typeof value === 'number' && Math.abs(value) <= MAX_MAGNITUDE) return value;
  throw invalid(`${name} has the value ${JSON.stringify(value)}: finite numbers within 2^360 are allowed`);
}

function unitOf({ MetricName, Unit = 'None' }: Datum): string {
  if (!UNITS.has(Unit)) throw invalid(`${MetricName} has the unit ${Unit}`);
  return Unit;
}

/** ASCII with something other than blanks, no control characters. */
function isText(text: string, limit: number): boolean {
  return text.length <= limit && /^[\x20-\x7e]+$/.test(text) && text.trim() !== '';
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', `The parameter is invalid: ${message}`);
}
