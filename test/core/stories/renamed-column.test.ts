import { expect, it } from 'vitest';
import { csvFile } from './fixtures.ts';
import { openDepot, parcelId } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, type StoryFixture } from './story-fixture.ts';

const NAMES = ['at', 'id', 'weight', 'distance', 'depot', 'p'];
const FEATURES = 'features: [weight, distance, depot]';

const rowsOf = (day: number) =>
  Array.from({ length: 400 }, (_, i) => ({
    at: `${dayName(day)}T12:00:00Z`,
    id: parcelId(day, i),
    weight: 12 + (i % 17),
    distance: i / 4,
    depot: ['north', 'east', 'south', 'west'][i % 4],
    p: (i % 10) / 10,
  }));

async function messagesOf(fixture: StoryFixture, day: number): Promise<string[]> {
  const { quality } = await fixture.checkDrift(day);
  return quality.filter(({ breached, feature }) => breached && feature === 'weight').map(({ message }) => message);
}

it('a check of a table names the column that is new in the files that lack one', async () => {
  const fixture = await openDepot({
    capture: `{ uri: captures, format: csv, time: at, id: id, ${FEATURES}, prediction: { score: p } }`,
  });
  const cells = (day: number) => rowsOf(day).map((row) => Object.values(row));
  fixture.write('captures/0.csv', csvFile(NAMES, cells(0)));
  fixture.write(
    'captures/1.csv',
    csvFile(
      NAMES.map((name) => name.replace('weight', 'mass')),
      cells(1),
    ),
  );
  const message = 'weight: the column is missing; mass is new in the same files';
  expect(await messagesOf(fixture, 1)).toEqual([message]);
  // The second check reads what the first has kept.
  expect(await messagesOf(fixture, 1)).toEqual([message]);
});

it.each([
  [
    'in all rows of the window',
    0,
    'weight: the column is missing; they have weight_kg, which the monitor does not name',
  ],
  ['in the afternoon', 200, 'weight: 50 % missing, 0 % in the baseline; weight_kg is new in the same files'],
])('a check of captured JSON names the key that stands in place of one, %s', async (_name, from, message) => {
  const fixture = await openDepot({ capture: `{ uri: captures, ${FEATURES}, prediction: { score: score } }` });
  const side = (value: unknown, mode: string) => ({
    observedContentType: 'application/json',
    mode,
    data: JSON.stringify(value),
    encoding: 'JSON',
  });
  const lines = rowsOf(0).map(({ id, weight, distance, depot, p }, i) =>
    JSON.stringify({
      captureData: {
        endpointInput: side({ instances: [{ [i < from ? 'weight' : 'weight_kg']: weight, distance, depot }] }, 'INPUT'),
        endpointOutput: side({ predictions: [{ score: p }] }, 'OUTPUT'),
      },
      eventMetadata: { eventId: id, inferenceTime: new Date(FIRST_DAY + 12 * HOUR + i * 1000).toISOString() },
    }),
  );
  fixture.write(
    `captures/${new Date(FIRST_DAY + DAY / 2).toISOString().slice(0, 10).replaceAll('-', '/')}/12/00-00-000-a.jsonl`,
    `${lines.join('\n')}\n`,
  );
  expect(await messagesOf(fixture, 0)).toEqual([message]);
});
