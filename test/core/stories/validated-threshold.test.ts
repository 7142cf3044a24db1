import { describe, expect, it } from 'vitest';
import { validateData } from '../../../lambdas/core/validate/validate-data.ts';
import { openDepot, serveDay } from './parcels.ts';

const captureWith = (prediction: string) => ({
  capture: `{ uri: captures, features: [weight, distance, depot], prediction: { ${prediction} } }`,
});

/** The problems of a monitor whose captured scores are multiplied by `factor`; by 1, they are probabilities. */
async function problemsOf(prediction: string, factor = 1): Promise<readonly string[]> {
  const fixture = await openDepot(captureWith(prediction));
  serveDay(fixture, 0, (parcel) => ({ ...parcel, score: parcel.score * factor }));
  const { problems } = await validateData(fixture.monitor, fixture.at(0));
  return problems;
}

describe('a threshold of probabilities', () => {
  it.each([
    [1.5, 'no row is'],
    [0, 'every row is'],
    [-1, 'every row is'],
  ])('is refused where it gives every row one class: %s', async (threshold, which) => {
    expect(await problemsOf(`score: 0, threshold: ${threshold}`)).toEqual([
      `capture.prediction.threshold: the scores are probabilities, so with ${threshold} ${which} predicted positive; accepted: a number above 0, at most 1`,
    ]);
  });

  it.each([0.001, 0.5, 1])('is accepted from above 0 to 1: %s', async (threshold) => {
    expect(await problemsOf(`score: 0, threshold: ${threshold}`)).toEqual([]);
  });

  it('may be any number where scores are no probabilities', async () => {
    expect(await problemsOf('score: 0, threshold: 1.5', 3)).toEqual([]);
  });
});
