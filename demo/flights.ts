/** Flights as columns: the requests to the endpoint, and the outcome of each flight. */
import { parseDay } from './calendar.ts';

/** Texts of a column: `dictionary[codes[row]]`. */
export interface TextColumn {
  readonly codes: ArrayLike<number>;
  readonly dictionary: readonly string[];
}

/** Requests to the endpoint: the five features of flights, column by column. */
export interface FlightFeatures {
  readonly rows: number;
  /** Hour of departure, 0 to 23. */
  readonly hour: ArrayLike<number>;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: ArrayLike<number>;
  /** Great-circle distance in miles. */
  readonly distance: ArrayLike<number>;
  /** Airport codes of three capitals. */
  readonly origin: TextColumn;
  readonly destination: TextColumn;
}

/** All flights in order of departure. */
export interface Flights extends FlightFeatures {
  /** Departure, milliseconds since the epoch. */
  readonly time: Float64Array;
  /** Minutes the flight arrived after (below zero: before) its scheduled time. */
  readonly delay: Int16Array;
  readonly hour: Uint8Array;
  readonly weekday: Uint8Array;
  readonly distance: Float64Array;
  readonly origin: { readonly codes: Uint16Array; readonly dictionary: readonly string[] };
  readonly destination: { readonly codes: Uint16Array; readonly dictionary: readonly string[] };
}

/** Rows [first, end) of the flights that depart in [from, until), both days such as `2001-02-03`. */
export function rowsBetween(flights: Flights, from: string, until: string): { first: number; end: number } {
  return { first: firstRowAt(flights.time, parseDay(from)), end: firstRowAt(flights.time, parseDay(until)) };
}

/** The features of some rows, in the order of `rows`. */
export function takeFeatures(flights: FlightFeatures, rows: ArrayLike<number>): FlightFeatures {
  return {
    rows: rows.length,
    hour: Uint8Array.from(rows, (row) => flights.hour[row]),
    weekday: Uint8Array.from(rows, (row) => flights.weekday[row]),
    distance: Float64Array.from(rows, (row) => flights.distance[row]),
    origin: takeTexts(flights.origin, rows),
    destination: takeTexts(flights.destination, rows),
  };
}

function takeTexts(column: TextColumn, rows: ArrayLike<number>): TextColumn {
  return { codes: Uint16Array.from(rows, (row) => column.codes[row]), dictionary: column.dictionary };
}

function firstRowAt(time: Float64Array, from: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
