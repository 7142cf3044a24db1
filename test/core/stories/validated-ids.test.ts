import { describe, expect, it } from 'vitest';
import { validateData } from '../../../lambdas/core/validate/validate-data.ts';
import { openDepot, parcelId, serveDay } from './parcels.ts';
import { DAY, FIRST_DAY, type StoryFixture } from './story-fixture.ts';

const CSV_LABELS = '{ uri: labels, format: csv, id: order, label: outcome, lag: P1D }';
const LATER = FIRST_DAY + 40 * DAY;

/** Captures of 25 days, and labels of 25 files, more than are read at first. */
async function openMonth(idOf: (day: number, row: number) => string): Promise<StoryFixture> {
  const fixture = await openDepot({ labels: CSV_LABELS });
  for (let day = 0; day < 25; day++) serveDay(fixture, day, (parcel) => parcel, 20);
  for (let day = 0; day < 25; day++) {
    const rows = Array.from({ length: 20 }, (_, i) => `${idOf(day, i)},${i % 2}\n`);
    fixture.write(`labels/${String(day).padStart(2, '0')}.csv`, `order,outcome\n${rows.join('')}`);
  }
  return fixture;
}

const validate = (fixture: StoryFixture, now = LATER) => validateData(fixture.monitor, fixture.at(now));

describe('labels of which none has the id of a captured request', () => {
  it.each<[string, (id: string) => string, string]>([
    ['by case', (id) => id.toUpperCase(), '; they differ in upper and lower case only: write them alike'],
    ['by white space', (id) => `${id} `, '; they differ in white space only: write them alike'],
    ['by a prefix', (id) => `urn:uuid:${id}`, '; those of the labels have "urn:uuid:" before them: write them alike'],
    ['by a suffix', (id) => `${id}.0`, '; those of the labels have ".0" after them: write them alike'],
    ['by braces', (id) => `{${id}}`, '; those of the labels have "{" before them and "}" after them: write them alike'],
    ['by what is cut off', (id) => id.slice(7), '; those of the captures have "parcel-" before them: write them alike'],
    ['in no one way', (id) => `R${[...id].reverse().join('')}`, ''],
  ])('are a problem, with how they differ: %s', async (_name, change, hint) => {
    const fixture = await openMonth((day, row) => change(parcelId(day, row)));
    const { problems } = await validate(fixture);
    expect(problems).toEqual([
      expect.stringMatching(/^labels: none of 500 labels has the id of a captured request: labels such as /),
    ]);
    const [, rest] = problems[0].split(', captures such as "parcel-0-0"');
    expect(rest).toBe(hint);
  });

  it('are a warning while the labels of the first captures are not due', async () => {
    const fixture = await openMonth((day, row) => `old-${day}-${row}`);
    const { problems, warnings } = await validate(fixture, FIRST_DAY + 12 * 3_600_000);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^labels: none of 500 labels .* get their labels later, by labels\.lag$/),
    ]);
  });
});

it('labels whose first files are older than all captures are found in later files', async () => {
  const fixture = await openMonth((day, row) => (day < 22 ? `old-${day}-${row}` : parcelId(day - 22, row)));
  const { problems, notes } = await validate(fixture);
  expect(problems).toEqual([]);
  expect(notes).toContain(
    'labels: none of the first 400 labels matches a captured request that was read; of 500 labels from files of all times, 60 do',
  );
});
