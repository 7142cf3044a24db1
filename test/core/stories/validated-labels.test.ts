import { describe, expect, it } from 'vitest';
import { validateData } from '../../../lambdas/core/validate/validate-data.ts';
import { writeLabels } from './fixtures.ts';
import { labelDay, openDepot, parcelId, serveDay } from './parcels.ts';
import { DAY, FIRST_DAY, HOUR, type StoryFixture } from './story-fixture.ts';

const capturedOn = (fixture: StoryFixture) => serveDay(fixture, 0);
const saying = async (fixture: StoryFixture) => await validateData(fixture.monitor, fixture.at(FIRST_DAY + 20 * DAY));

/** Lines of ground truth that arrived two days after the first. */
function writeLines(
  fixture: StoryFixture,
  lines: readonly string[],
  path = 'labels/2001/02/03/01/00-00-a.jsonl',
): void {
  fixture.write(path, `${lines.join('\n')}\n`);
}

const truth = (id: string, data: unknown) =>
  JSON.stringify({ groundTruthData: { data: String(data), encoding: 'CSV' }, eventMetadata: { eventId: id } });

const CSV_LABELS = '{ uri: labels, format: csv, id: order, label: outcome }';

describe('labels that a monitor names', () => {
  it('that fit are described: form, ids, classes and times', async () => {
    const fixture = await openDepot();
    const parcels = capturedOn(fixture);
    labelDay(fixture, 0, parcels, { wrong: 0, to: 150 });
    labelDay(fixture, 0, parcels, { wrong: 0, from: 150, to: 200, arrival: FIRST_DAY + 5 * DAY });
    // Labels of predictions from before the first capture.
    writeLabels(fixture, FIRST_DAY - DAY, [{ id: 'old', values: ['odd'] }]);
    const late = parcels.slice(0, 200).filter(({ score }) => score >= 0.5).length;

    const { problems, notes } = await saying(fixture);

    const counts = [`"0" (${200 - late} rows)`, `"1" (${late} rows)`];
    if (late > 100) counts.reverse();
    expect(problems).toEqual([]);
    expect(notes.slice(2)).toEqual([
      'labels: sagemaker-ground-truth, checked 200 label records of 2 files at labels, arrived in the hours from 2001-02-03T01Z to 2001-02-06T00Z',
      'labels: 200 of 200 labels match a captured request',
      `labels: the classes are ${counts.join(', ')}`,
    ]);
  });

  it('that fit only in part are counted, and unread captures are not judged', async () => {
    const fixture = await openDepot();
    const parcels = capturedOn(fixture);
    labelDay(fixture, 0, parcels, { wrong: 0, to: 150 });
    writeLabels(fixture, FIRST_DAY + 3 * DAY, [{ id: 'foreign', values: [1] }]);

    const { problems, notes } = await saying(fixture);

    expect(problems).toEqual([]);
    expect(notes).toContain('labels: 150 of 151 labels match a captured request; the others match none');
  });

  it('that are not there yet are a note', async () => {
    const fixture = await openDepot();
    capturedOn(fixture);
    const { problems, notes } = await saying(fixture);
    expect(problems).toEqual([]);
    expect(notes.at(-1)).toBe('labels.uri: there is no file at labels yet that arrived after the first capture');
  });

  it('in a place that does not exist are a problem', async () => {
    const fixture = await openDepot({ labels: '{ uri: Labels }' });
    capturedOn(fixture);
    const { problems } = await saying(fixture);
    expect(problems).toEqual([expect.stringMatching(/^labels: .*Labels: there is no file or folder .*did you mean/)]);
  });

  it.each<
    [string, labels: string, write: (fixture: StoryFixture) => void, problem: RegExp, others?: readonly unknown[]]
  >([
    [
      'not JSON',
      '{ uri: labels }',
      (fixture) => writeLines(fixture, ['late', 'in time', 'late']),
      /^labels: 100 % of the records cannot be read: not JSON at line 1 of labels\/2001/,
    ],
    [
      'JSON of another form',
      '{ uri: labels }',
      (fixture) => writeLines(fixture, ['{"id":"parcel-0-0","late":1}']),
      /^labels: 100 % of the records cannot be read: the line is not a ground-truth record: it has no object "eventMetadata"/,
    ],
    [
      'two fields where one is named',
      '{ uri: labels }',
      (fixture) => writeLines(fixture, [truth('parcel-0-0', '1,0')]),
      /^labels: 100 % of the records cannot be read: the label has 2 fields/,
    ],
    [
      'a table without the column',
      CSV_LABELS,
      (fixture) => fixture.write('labels/a.csv', 'order,result\nparcel-0-0,1\n'),
      /^labels: 100 % of the records cannot be read: .*outcome/,
    ],
    [
      'no table at all',
      '{ uri: labels, format: parquet }',
      (fixture) => fixture.write('labels/a.parquet', 'order,result\nparcel-0-0,1\n'),
      /^labels: 100 % of the records cannot be read: /,
    ],
    [
      'files without hours',
      '{ uri: labels }',
      (fixture) => writeLines(fixture, [truth('parcel-0-0', 1)], 'labels/a.jsonl'),
      /^labels: 1 file below labels, but none in folders of hours, yyyy\/mm\/dd\/hh$/,
    ],
    [
      'other ids',
      '{ uri: labels }',
      (fixture) => writeLines(fixture, [truth('order-1\u001b[31m', 1), truth('order-2', 0)]),
      /^labels: none of 2 labels has the id of a captured request: labels such as "order-1\\u\{1b\}\[31m", captures such as "parcel-0-0"$/,
    ],
    [
      'other classes',
      '{ uri: labels }',
      (fixture) => writeLines(fixture, [truth('parcel-0-0', 'late'), truth('parcel-0-1', 'in time')]),
      /^labels: which class is the positive one\? .*"late", "in time"/,
      [expect.stringMatching(/^labels: no class in common with the training data/)],
    ],
  ])('are refused: %s', async (_name, labels, write, problem, others = []) => {
    const fixture = await openDepot({ labels });
    capturedOn(fixture);
    write(fixture);
    const { problems } = await saying(fixture);
    expect(problems).toEqual([expect.stringMatching(problem), ...others]);
  });

  it('without the positive class are refused where all were read', async () => {
    const fixture = await openDepot({ positive: '1' });
    capturedOn(fixture);
    writeLines(fixture, [truth('parcel-0-0', 0), truth('parcel-0-1', 0)]);
    const { problems } = await saying(fixture);
    expect(problems).toEqual(['labels: positive: no label is of the class "1"; labels has "0" (2 rows)']);
  });

  it('that are ids are refused, however few of them were read', async () => {
    const fixture = await openDepot({ labels: CSV_LABELS });
    const rows = Array.from({ length: 50_100 }, (_, i) => `${parcelId(0, i)},${i % 1500}`);
    fixture.write('labels/all.csv', `order,outcome\n${rows.join('\n')}\n`);

    const { problems } = await saying(fixture);

    expect(problems).toEqual([
      'labels: labels has more than 1,000 different labels, and a binary problem has two classes: name the column with the true outcome',
    ]);
  });

  it('are no problem with a few unreadable ones, and rows without a label yet', async () => {
    const fixture = await openDepot({ labels: CSV_LABELS });
    capturedOn(fixture);
    const rows = Array.from({ length: 300 }, (_, i) => `parcel-0-${i},${i < 200 ? i % 2 : ''}\n`);
    fixture.write('labels/a.csv', `order,outcome\n${rows.join('')},1\n`);
    const { problems, notes } = await saying(fixture);
    expect(problems).toEqual([]);
    expect(notes).toContain('labels: 100 rows without a label yet');
    expect(notes).toContain('labels: 200 of 200 labels match a captured request');
  });

  it('are read to the first 50,000 records, and what is rare is a note', async () => {
    const fixture = await openDepot({ positive: '1', labels: CSV_LABELS });
    capturedOn(fixture);
    const rows = Array.from({ length: 120_000 }, (_, i) => `other-${i},${i > 100_000 ? 1 : 0}\n`);
    fixture.write('labels/a.csv', `order,outcome\n${rows.join('')}`);
    const { problems, notes } = await saying(fixture);
    expect(problems).toEqual([
      'labels: none of 120,000 labels has the id of a captured request: labels such as "other-0", captures such as "parcel-0-0"',
    ]);
    expect(notes.slice(2)).toEqual([
      'labels: csv, checked the first 50,000 label records of 1 file at labels',
      'labels: the classes are "0" (50,000 rows)',
      'labels: positive: no label is of the class "1"; labels has "0" (50,000 rows)',
    ]);
  });

  it('are read in the first 20 files, and the hours are those of files that were read', async () => {
    const fixture = await openDepot();
    const parcels = capturedOn(fixture);
    const firstArrival = FIRST_DAY + 2 * DAY;
    for (let file = 0; file < 22; file++) {
      labelDay(fixture, 0, parcels, { wrong: 0, from: file, to: file + 1, arrival: firstArrival + file * HOUR });
    }
    const { notes } = await saying(fixture);
    expect(notes[2]).toBe(
      'labels: sagemaker-ground-truth, checked the first 20 label records of 20 files at labels, arrived in the hours from 2001-02-03T00Z to 2001-02-03T19Z',
    );
  });

  it('of a regression are numbers', async () => {
    const fixture = await openDepot({
      problem: 'regression',
      capture: '{ uri: captures, features: [weight, distance, depot], prediction: { value: 0 } }',
      baseline: '{ uri: training.csv, label: late, value: p }',
    });
    capturedOn(fixture);
    writeLines(fixture, [truth('parcel-0-0', '"1,234.50"'), truth('parcel-0-1', 3), truth('parcel-0-2', '€ 5')]);
    const { problems } = await saying(fixture);
    expect(problems).toEqual(['labels: 2 of 3 labels are not numbers, such as "1,234.50"']);
  });
});
