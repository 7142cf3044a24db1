import { describe, expect, it } from 'vitest';
import { type FlightFeatures, takeFeatures } from '../../../demo/flights.ts';
import { formatModel, ModelFormatError, parseModel, score } from '../../../demo/model/model.ts';
import { TrainingDataError, train } from '../../../demo/model/train.ts';
import { hash32 } from '../../../demo/random.ts';
import { makeFlights } from '../synthetic.ts';

/** 0.7 in the evening from the first airport, 0.3 at other times from it, 0.1 elsewhere. */
function trueProbability(flights: FlightFeatures, row: number): number {
  if (flights.origin.codes[row] !== 0) return 0.1;
  return flights.hour[row] >= 18 ? 0.7 : 0.3;
}

function drawLabels(flights: FlightFeatures): Uint8Array {
  return Uint8Array.from({ length: flights.rows }, (_, row) => {
    return hash32(99, row) < trueProbability(flights, row) * 0x1_0000_0000 ? 1 : 0;
  });
}

const flights = makeFlights('2001-01-01', '2001-01-31', 1);
const labels = drawLabels(flights);

describe('train', () => {
  it('learns a known interaction of hour and airport', () => {
    const model = train(flights, labels);

    const scores = score(model, flights);

    // The smallest of the three groups has 3,600 rows: five standard errors of a rate are at most 5 · sqrt(0.7 · 0.3 / 3600) = 0.038.
    const groups = new Map<number, { sum: number; rows: number }>();
    for (let row = 0; row < flights.rows; row++) {
      const key = trueProbability(flights, row);
      const group = groups.get(key) ?? { sum: 0, rows: 0 };
      groups.set(key, { sum: group.sum + scores[row], rows: group.rows + 1 });
    }
    expect(groups.size).toBe(3);
    for (const [probability, { sum, rows }] of groups) {
      expect(Math.abs(sum / rows - probability)).toBeLessThan(0.038);
    }
  });

  it('gives the same model for the same seed, another for another', () => {
    const options = { seed: 5, trees: 3 };

    const model = formatModel(train(flights, labels, options));

    expect(formatModel(train(flights, labels, options))).toBe(model);
    expect(formatModel(train(flights, labels, { ...options, seed: 6 }))).not.toBe(model);
  });

  it('does not use the weekday', () => {
    const model = train(flights, labels, { trees: 3 });
    const onSundays = { ...flights, weekday: new Uint8Array(flights.rows).fill(7) };

    expect(score(model, onSundays)).toEqual(score(model, flights));
  });

  it('reports each tree', () => {
    const done: number[] = [];

    train(flights, labels, { trees: 3, onProgress: (tree, all) => done.push(tree, all) });

    expect(done).toEqual([1, 3, 2, 3, 3, 3]);
  });

  it.each([
    ['no rows', [], []],
    ['one class only', [0, 1], [1, 1]],
    ['more labels than rows', [0], [0, 1]],
    ['a label that is neither 0 nor 1', [0, 1], [0, 2]],
  ])('refuses %s', (_, rows, given) => {
    expect(() => train(takeFeatures(flights, rows), given)).toThrow(TrainingDataError);
  });
});

describe('score', () => {
  const model = train(flights, labels, { trees: 5 });

  it('gives an airport it never saw the average airport, whatever its name', () => {
    const strangers = ['__proto__', 'constructor', 'ZZZ'];
    const unknown = { ...takeFeatures(flights, [0, 1, 2]), origin: { codes: [0, 1, 2], dictionary: strangers } };
    const alike = {
      ...unknown,
      hour: [9, 9, 9],
      distance: [500, 500, 500],
      destination: { codes: [0, 0, 0], dictionary: ['ORD'] },
    };

    const [first, ...others] = score(model, alike);

    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(1);
    expect(others).toEqual([first, first]);
  });

  it('is the same after writing and reading the model', () => {
    expect(score(parseModel(formatModel(model)), flights)).toEqual(score(model, flights));
  });

  it('finds airports by name, not by their place in the dictionary', () => {
    const [ord, atl, lga] = [2, 0, 1];
    const reordered = {
      ...flights,
      origin: { codes: flights.origin.codes.map((code) => [ord, atl, lga][code]), dictionary: ['ATL', 'LGA', 'ORD'] },
    };

    expect(score(model, reordered)).toEqual(score(model, flights));
  });
});

describe('parseModel', () => {
  it.each(['', 'null', '{}', '{"version":2}'])('refuses %j', (text) => {
    expect(() => parseModel(text)).toThrow(ModelFormatError);
  });
});
