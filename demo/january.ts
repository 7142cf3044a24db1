/** The training data: January's flights, split into days for training and held-out days. */
import { formatDay } from './calendar.ts';
import { isLate, SERVED } from './events.ts';
import { type Flights, rowsBetween } from './flights.ts';

/** January, half open. */
const JANUARY = { from: '2001-01-01', until: SERVED.from } as const;

/** January's rows and labels, and which of them the model never sees in training. */
export interface January {
  readonly rows: Int32Array;
  /** 1 is late, 0 is not. */
  readonly late: Uint8Array;
  /** 1 is held out. */
  readonly heldOut: Uint8Array;
}

/**
 * Holds out every fifth day of January (5th, 10th, …, 30th: six days, six different weekdays) as a whole. Flights of one
 * day share its weather, so holding out single flights would let the model see each day's weather and make the baseline's
 * metrics better than anything it can reach on days to come.
 */
export function splitJanuary(flights: Flights): January {
  const { first, end } = rowsBetween(flights, JANUARY.from, JANUARY.until);
  const rows = Int32Array.from({ length: end - first }, (_, index) => first + index);
  return {
    rows,
    late: Uint8Array.from(rows, (row) => isLate(flights.delay[row], JANUARY.from)),
    heldOut: Uint8Array.from(rows, (row) => (Number(formatDay(flights.time[row]).slice(8)) % 5 === 0 ? 1 : 0)),
  };
}
