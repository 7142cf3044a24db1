import { HOUR_MS, isoWeekday, parseDay } from '../../demo/calendar.ts';
import type { Flights } from '../../demo/flights.ts';
import { hash32 } from '../../demo/random.ts';

export const AIRPORTS = ['ORD', 'ATL', 'LGA'];

/** Flights every `minutes` minutes from `from` up to, not including, `until`; delays from -30 to 69 minutes. */
export function makeFlights(from: string, until: string, minutes: number): Flights {
  const start = parseDay(from);
  const step = minutes * 60_000;
  const rows = Math.ceil((parseDay(until) - start) / step);
  const time = Float64Array.from({ length: rows }, (_, row) => start + row * step);
  const draw = (seed: number, below: number) => (_: unknown, row: number) => hash32(seed, row) % below;
  return {
    rows,
    time,
    hour: Uint8Array.from(time, (at) => Math.floor(at / HOUR_MS) % 24),
    weekday: Uint8Array.from(time, isoWeekday),
    delay: Int16Array.from({ length: rows }, draw(1, 100)).map((delay) => delay - 30),
    distance: Float64Array.from({ length: rows }, draw(2, 2500)).map((miles) => miles + 50),
    origin: { codes: Uint16Array.from({ length: rows }, draw(3, AIRPORTS.length)), dictionary: AIRPORTS },
    destination: { codes: Uint16Array.from({ length: rows }, draw(4, AIRPORTS.length)), dictionary: AIRPORTS },
  };
}
