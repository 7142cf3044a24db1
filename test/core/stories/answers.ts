import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { captureLine, writeCaptureLines } from './fixtures.ts';
import { drawParcels, type Parcel, requestsOf } from './parcels.ts';
import type { StoryFixture } from './story-fixture.ts';

/** Serves a day of good requests whose responses are `respond`'s: a JSON text, or null for none. */
export function answerDay(fixture: StoryFixture, respond: (parcel: Parcel, row: number) => string | null): Parcel[] {
  const parcels = drawParcels(new SeededRandom(1000), 400);
  const requests = requestsOf(0, parcels);
  const lines = requests.map((request, row) => {
    const line = JSON.parse(captureLine(request));
    const data = respond(parcels[row], row);
    if (data === null) delete line.captureData.endpointOutput;
    else
      line.captureData.endpointOutput = {
        observedContentType: 'application/json',
        mode: 'OUTPUT',
        data,
        encoding: 'JSON',
      };
    return JSON.stringify(line);
  });
  writeCaptureLines(fixture, requests[0].time, lines);
  return parcels;
}

/** The section `capture` of a monitor whose answers are {@link good}. */
export const CAPTURE =
  '{ uri: captures, features: [weight, distance, depot], prediction: { score: score, threshold: 0.5 } }';
export const good = ({ score }: Parcel) => JSON.stringify({ predictions: [{ score }] });
export const every3rd = (answer: string | null) => (parcel: Parcel, row: number) =>
  row % 3 === 0 ? answer : good(parcel);
