/** One day of the endpoint: the captured requests, the answers, and the true outcomes. */
import { addDays } from './calendar.ts';
import { isLate, SERVED, sendDistance } from './events.ts';
import { type FlightFeatures, type Flights, rowsBetween, takeFeatures } from './flights.ts';
import { type DelayModel, score } from './model/model.ts';
import { hash32, isSampled } from './random.ts';

/** Makes the drawn seconds independent of the sample with the same seed. */
const SECONDS_SEED = 0x73656373;

/** One day's captured requests, ordered by time. */
export interface CapturedDay {
  readonly day: string;
  /** Row of each request in the flights' file, from which its ids are made. */
  readonly rows: Int32Array;
  /** Inference time, whole seconds as milliseconds since the epoch. */
  readonly times: Float64Array;
  /** The features as the endpoint received them. */
  readonly features: FlightFeatures;
}

/** Picks the captured requests of a day: `percent` % of its flights, drawn flight by flight from `seed`. None outside the served days. */
export function captureRequests(flights: Flights, day: string, percent: number, seed: number): CapturedDay {
  const all =
    day >= SERVED.from && day < SERVED.until ? rowsBetween(flights, day, addDays(day, 1)) : { first: 0, end: 0 };
  const picked: number[] = [];
  for (let row = all.first; row < all.end; row++) if (isSampled(seed, row, percent)) picked.push(row);
  // The data has only minutes, so seconds are drawn at random, and requests are ordered by them.
  const times = new Map(picked.map((row) => [row, flights.time[row] + 1000 * (hash32(seed ^ SECONDS_SEED, row) % 60)]));
  picked.sort((a, b) => times.get(a)! - times.get(b)! || a - b);
  const rows = Int32Array.from(picked);
  const features = takeFeatures(flights, rows);
  return {
    day,
    rows,
    times: Float64Array.from(picked, (row) => times.get(row)!),
    features: { ...features, distance: Float64Array.from(features.distance, (miles) => sendDistance(miles, day)) },
  };
}

/** The endpoint's answers: probabilities with six decimals. */
export function answerRequests(model: DelayModel, features: FlightFeatures): Float64Array {
  return score(model, features).map((probability) => Math.round(probability * 1e6) / 1e6);
}

/** The true outcomes of captured requests: 1 is late by the definition of the flight's day. */
export function observeLabels(flights: Flights, captured: CapturedDay): Uint8Array {
  return Uint8Array.from(captured.rows, (row) => isLate(flights.delay[row], captured.day));
}
