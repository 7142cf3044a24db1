import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { captureLine, csvFile, writeCaptureLines } from './fixtures.ts';
import { drawParcels, type Parcel, parcelMonitor, requestsOf } from './parcels.ts';
import { StoryFixture } from './story-fixture.ts';

describe('a class answer on held-out rows only', () => {
  it('is compared with the answers, not with the rows that have none', async () => {
    const fixture = StoryFixture.open(
      parcelMonitor({
        capture: '{ uri: captures, features: [weight, distance, depot], prediction: { label: 0 } }',
        baseline: '{ uri: training.csv, label: late, predictedLabel: said }',
      }),
    );
    const parcels = drawParcels(new SeededRandom(1), 2000);
    const said = ({ score }: Parcel) => (score >= 0.5 ? 'yes' : 'no');
    const rows = parcels.map((parcel, i) => [
      parcel.weight,
      parcel.distance,
      parcel.depot,
      said(parcel),
      i % 5 === 0 ? said(parcel) : null,
    ]);
    fixture.write('training.csv', csvFile(['weight', 'distance', 'depot', 'late', 'said'], rows));
    await expect(fixture.buildBaseline()).rejects.toThrow('which class is the positive one?');
  });

  it.each([
    ['1', '0'],
    ['true', 'false'],
  ])('of %s and %s is quiet on quiet days, and a missing answer is broken data', async (yes, no) => {
    const fixture = StoryFixture.open(
      parcelMonitor({
        capture: '{ uri: captures, features: [weight, distance, depot], prediction: { label: 0 } }',
        baseline: '{ uri: training.csv, label: late, predictedLabel: said }',
      }),
    );
    const said = ({ score }: Parcel) => (score >= 0.5 ? yes : no);
    const rows = drawParcels(new SeededRandom(1), 2000).map((parcel, i) => [
      parcel.weight,
      parcel.distance,
      parcel.depot,
      said(parcel),
      i % 5 === 0 ? said(parcel) : null,
    ]);
    fixture.write('training.csv', csvFile(['weight', 'distance', 'depot', 'late', 'said'], rows));
    const { baseline } = await fixture.buildBaseline();
    for (const day of [0, 1]) {
      const parcels = drawParcels(new SeededRandom(50 + day), 400);
      const lines = requestsOf(day, parcels).map((request, row) => {
        const answer = day === 1 && row % 4 === 0 ? 'null' : said(parcels[row]);
        const line = JSON.parse(captureLine(request));
        line.captureData.endpointOutput = { mode: 'OUTPUT', encoding: 'JSON', data: `[[${answer}]]` };
        return JSON.stringify(line);
      });
      writeCaptureLines(fixture, requestsOf(day, parcels)[0].time, lines);
    }

    const [quiet, broken] = [await fixture.checkDrift(0), await fixture.checkDrift(1)];

    expect(baseline.predictions!.rows).toBe(400);
    expect(quiet.verdict).toMatchObject({ dataMatches: 'yes', reasons: [] });
    expect(quiet.predictionDrift!.features[0].distance).toBeLessThan(0.05);
    expect(broken.verdict.reasons).toEqual(["the model's answer label: 25 % are missing, 0 % in the baseline"]);
    expect(broken.predictionDrift!.features[0]).toMatchObject({ drifted: false, windowMissingShare: 0.25 });
  });
});
