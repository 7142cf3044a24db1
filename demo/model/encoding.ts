/** Converts features into small integers ("bins"), the input of the trees. */
import type { FlightFeatures, TextColumn } from '../flights.ts';

/**
 * The features the trees may use, in the order of their bins. A request also carries the weekday, which is left out: a month
 * has four or five of each, so a tree learns the weather of those days. On the held-out days of January the log loss is 0.479
 * without it and 0.485 with it.
 */
export const FEATURES = ['hour', 'distance', 'origin', 'destination'] as const;

/** At most this many bins a feature, so that a bin is a byte and a histogram stays in the cache. */
const MAX_BINS = 64;

/** An airport seen `n` times weighs n / (n + this) against the average of all flights. */
const AIRPORT_PRIOR_ROWS = 200;

/** The bins of each feature. Bin b of a number holds the values in (edges[b-1], edges[b]]. */
export interface Encoding {
  readonly hour: { readonly edges: readonly number[] };
  readonly distance: { readonly edges: readonly number[] };
  readonly origin: AirportEncoding;
  readonly destination: AirportEncoding;
}

/** Airports as the smoothed share of positives among their training flights; unknown ones get `other`. */
interface AirportEncoding {
  readonly rates: readonly (readonly [airport: string, rate: number])[];
  readonly other: number;
  readonly edges: readonly number[];
}

/** Learns the bins from training flights and their labels (0 or 1). */
export function learnEncoding(flights: FlightFeatures, labels: ArrayLike<number>): Encoding {
  return {
    hour: { edges: quantileEdges(flights.hour) },
    distance: { edges: quantileEdges(flights.distance) },
    origin: learnAirports(flights.origin, labels),
    destination: learnAirports(flights.destination, labels),
  };
}

/** Bins of every row, row-major: `bins[row * FEATURES.length + feature]`. */
export function binFeatures(encoding: Encoding, flights: FlightFeatures): Uint8Array {
  const bins = new Uint8Array(flights.rows * FEATURES.length);
  binNumbers(flights.hour, encoding.hour.edges, bins, 0);
  binNumbers(flights.distance, encoding.distance.edges, bins, 1);
  binAirports(flights.origin, encoding.origin, bins, 2);
  binAirports(flights.destination, encoding.destination, bins, 3);
  return bins;
}

function binNumbers(values: ArrayLike<number>, edges: readonly number[], bins: Uint8Array, feature: number): void {
  const sorted = Float64Array.from(edges);
  for (let row = 0, at = feature; row < values.length; row++, at += FEATURES.length)
    bins[at] = binOf(values[row], sorted);
}

function binAirports(column: TextColumn, encoding: AirportEncoding, bins: Uint8Array, feature: number): void {
  const rates = new Map(encoding.rates);
  const edges = Float64Array.from(encoding.edges);
  const binOfCode = column.dictionary.map((airport) => binOf(rates.get(airport) ?? encoding.other, edges));
  const { codes } = column;
  for (let row = 0, at = feature; row < codes.length; row++, at += FEATURES.length) bins[at] = binOfCode[codes[row]];
}

/** The first bin whose upper edge is not below `value`; the last bin is open. */
function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function learnAirports(column: TextColumn, labels: ArrayLike<number>): AirportEncoding {
  const { codes, dictionary } = column;
  const rows = new Float64Array(dictionary.length);
  const positives = new Float64Array(dictionary.length);
  let all = 0;
  for (let row = 0; row < codes.length; row++) {
    rows[codes[row]]++;
    positives[codes[row]] += labels[row];
    all += labels[row];
  }
  const other = all / codes.length;
  const rateOfCode = Array.from(
    rows,
    (n, code) => (positives[code] + AIRPORT_PRIOR_ROWS * other) / (n + AIRPORT_PRIOR_ROWS),
  );
  const seen = dictionary
    .map((airport, code) => [airport, rateOfCode[code]] as const)
    .filter((_, code) => rows[code] > 0);
  return { rates: seen, other, edges: quantileEdges(Float64Array.from(codes, (code) => rateOfCode[code])) };
}

/** Upper edges of bins that hold about equally many values; with few distinct values, one bin a value. The last bin has no edge. */
function quantileEdges(values: ArrayLike<number>): number[] {
  const sorted = Float64Array.from(values).sort();
  const edges: number[] = [];
  const distinct = distinctUpTo(sorted, MAX_BINS);
  if (distinct !== null) return distinct.slice(0, -1);
  for (let bin = 1; bin < MAX_BINS; bin++) {
    const edge = sorted[Math.floor((bin * (sorted.length - 1)) / MAX_BINS)];
    if (edge !== edges.at(-1) && edge !== sorted[sorted.length - 1]) edges.push(edge);
  }
  return edges;
}

/** The distinct values in ascending order, or null when there are more than `most`. */
function distinctUpTo(sorted: Float64Array, most: number): number[] | null {
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    if (distinct.length === most) return null;
    distinct.push(sorted[i]);
  }
  return distinct;
}
