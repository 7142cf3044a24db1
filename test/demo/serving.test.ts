import { describe, expect, it } from 'vitest';
import { train } from '../../demo/model/train.ts';
import { answerRequests, captureRequests, observeLabels } from '../../demo/serving.ts';
import { makeFlights } from './synthetic.ts';

const flights = makeFlights('2001-01-30', '2001-07-02', 10);

describe('captureRequests', () => {
  it.each([
    ['2001-01-31', 0],
    ['2001-02-01', 144],
    ['2001-06-30', 144],
    ['2001-07-01', 0],
  ])('captures on %s %i of 144 flights at 100 %%', (day, rows) => {
    const captured = captureRequests(flights, day, 100, 1);

    expect(captured.rows).toHaveLength(rows);
    expect(captured.features.rows).toBe(rows);
  });

  it('keeps every request inside its day, minute and second', () => {
    const { rows, times } = captureRequests(flights, '2001-02-10', 100, 1);

    rows.forEach((row, at) => {
      const second = (times[at] - flights.time[row]) / 1000;
      expect(Number.isInteger(second)).toBe(true);
      expect(second).toBeGreaterThanOrEqual(0);
      expect(second).toBeLessThan(60);
    });
    expect(new Set(rows).size).toBe(144);
  });

  it('draws the same sample for a seed, another for another', () => {
    const sample = captureRequests(flights, '2001-02-10', 20, 1).rows;

    expect(captureRequests(flights, '2001-02-10', 20, 1).rows).toEqual(sample);
    expect(captureRequests(flights, '2001-02-10', 20, 2).rows).not.toEqual(sample);
  });

  it('sends kilometres only while the bug lasts, and leaves the flights alone', () => {
    const { rows, features } = captureRequests(flights, '2001-03-20', 100, 1);
    const after = captureRequests(flights, '2001-03-26', 100, 1);

    expect(Array.from(features.distance)).toEqual(
      Array.from(rows, (row) => Math.round(flights.distance[row] * 1.609344)),
    );
    expect(Array.from(after.features.distance)).toEqual(Array.from(after.rows, (row) => flights.distance[row]));
  });
});

describe('answerRequests', () => {
  it('answers with probabilities of six decimals', () => {
    const captured = captureRequests(flights, '2001-02-10', 100, 1);
    const model = train(captured.features, observeLabels(flights, captured), { trees: 2 });

    for (const answer of answerRequests(model, captured.features)) {
      expect(String(answer)).toMatch(/^0\.\d{1,6}$/);
    }
  });
});

describe('observeLabels', () => {
  it('uses the definition of the day the flight departed', () => {
    const before = captureRequests(flights, '2001-05-14', 100, 1);
    const after = captureRequests(flights, '2001-05-15', 100, 1);

    expect(Array.from(observeLabels(flights, before))).toEqual(
      Array.from(before.rows, (row) => Number(flights.delay[row] > 15)),
    );
    expect(Array.from(observeLabels(flights, after))).toEqual(
      Array.from(after.rows, (row) => Number(Math.abs(flights.delay[row]) > 10)),
    );
  });
});
