import { describe, expect, it } from 'vitest';
import { rowsBetween, takeFeatures } from '../../demo/flights.ts';
import { AIRPORTS, makeFlights } from './synthetic.ts';

describe('rowsBetween', () => {
  const flights = makeFlights('2001-02-01', '2001-02-04', 60);

  it('starts with the midnight of the first day and ends before that of the last', () => {
    const { first, end } = rowsBetween(flights, '2001-02-02', '2001-02-03');

    expect([first, end]).toEqual([24, 48]);
    expect(new Date(flights.time[first]).toISOString()).toBe('2001-02-02T00:00:00.000Z');
    expect(new Date(flights.time[end - 1]).toISOString()).toBe('2001-02-02T23:00:00.000Z');
  });

  it('is empty outside the data', () => {
    expect(rowsBetween(flights, '2001-01-01', '2001-01-31')).toEqual({ first: 0, end: 0 });
    expect(rowsBetween(flights, '2001-02-04', '2001-02-09')).toEqual({ first: 72, end: 72 });
  });
});

describe('takeFeatures', () => {
  it('takes rows in the given order, repeats included', () => {
    const flights = makeFlights('2001-02-01', '2001-02-02', 60);

    const taken = takeFeatures(flights, [5, 2, 5]);

    expect(taken.rows).toBe(3);
    expect(Array.from(taken.hour)).toEqual([5, 2, 5]);
    expect(Array.from(taken.distance)).toEqual([flights.distance[5], flights.distance[2], flights.distance[5]]);
    expect(taken.origin.dictionary).toBe(AIRPORTS);
    expect(Array.from(taken.origin.codes)).toEqual([5, 2, 5].map((row) => flights.origin.codes[row]));
  });
});
