import { describe, expect, it } from 'vitest';
import { answerDay, CAPTURE, every3rd, good } from './answers.ts';
import { writeLabels } from './fixtures.ts';
import { labelDay, openDepot, type Parcel, parcelId, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR } from './story-fixture.ts';

const BROKEN: [string, (parcel: Parcel, row: number) => string | null, RegExp][] = [
  [
    'not-a-number for everybody',
    () => '{"predictions": [{"score": NaN}]}',
    /^the model's answer score: 100 % are not a number, 0 % in the baseline$/,
  ],
  [
    'not-a-number for a third',
    every3rd('{"predictions": [{"score": NaN}]}'),
    /^the model's answer score: 33\.5 % are not a number, 0 % in the baseline$/,
  ],
  [
    'an error text in place of the number',
    every3rd('{"predictions": [{"score": "Internal error"}]}'),
    /^the model's answer score: 33\.5 % are of another type, 0 % in the baseline \(Internal error\)$/,
  ],
  [
    'an error document',
    every3rd('{"error": "out of memory"}'),
    /^the model's answer score: 33\.5 % are missing, 0 % in the baseline$/,
  ],
  ['null', every3rd('{"predictions": [{"score": null}]}'), /^the model's answer score: 33\.5 % are missing/],
  [
    'a list in place of the number',
    every3rd('{"predictions": [{"score": [0.1, 0.9]}]}'),
    /^the model's answer score: 33\.5 % are objects or lists/,
  ],
  ['infinity', every3rd('{"predictions": [{"score": 1e999}]}'), /^the model's answer score: 33\.5 % are infinite/],
  [
    'no response',
    every3rd(null),
    /^the model's answer score: 33\.5 % are missing, 0 % in the baseline; 134 records have no response$/,
  ],
  [
    'no response to anybody',
    () => null,
    /^the model's answer score: no record has it .*; 400 records have no response$/,
  ],
  [
    'percent in place of a probability',
    ({ score }) => JSON.stringify({ predictions: [{ score: 100 * score }] }),
    /^the model's answer score: 9\d(\.\d)? % are outside the baseline's range, and not between 0 and 1/,
  ],
];

describe('a model that answers', () => {
  it.each(BROKEN)('%s: the data is broken, and an alert is sent', async (_name, respond, reason) => {
    const fixture = await openDepot({ capture: CAPTURE });
    answerDay(fixture, respond);

    const { verdict, quality } = await fixture.checkDrift(0);

    expect(verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(verdict.reasons[0]).toMatch(reason);
    expect(quality[0]).toMatchObject({ subject: 'answer', feature: 'score', breached: true });
    expect(fixture.alertsSent()).toEqual([`data-quality open ${dayName(0)}`]);
  });

  it('not-a-number, where no baseline has answers', async () => {
    const fixture = await openDepot({ capture: CAPTURE, baseline: '{ uri: training.csv, label: late }' });
    answerDay(fixture, every3rd('{"predictions": [{"score": NaN}]}'));

    const { verdict } = await fixture.checkDrift(0);

    expect(verdict.reasons).toEqual(["the model's answer score: 33.5 % are not a number"]);
    expect(verdict.nextStep).toBe('fix-data');
  });

  it('an error in one of four hundred: no alert', async () => {
    const fixture = await openDepot({ capture: CAPTURE });
    const parcels = answerDay(fixture, (parcel, row) =>
      row === 7 ? '{"predictions": [{"score": NaN}]}' : good(parcel),
    );
    labelDay(fixture, 0, parcels, { wrong: 20 });

    const drift = await fixture.checkDrift(0);
    const accuracy = await fixture.checkAccuracy(0);

    expect(drift.verdict.nextStep).toBe('continue');
    expect(accuracy.verdict.nextStep).toBe('continue');
    expect(accuracy.verdict.performance).toMatchObject({ leftOut: '1 of 400 answers is not a number' });
  });
});

describe('one odd answer', () => {
  it('does not end the check', async () => {
    const fixture = await openDepot({
      capture: '{ uri: captures, features: [weight, distance, depot], prediction: { label: label } }',
      baseline: '{ uri: training.csv, label: late, predictedLabel: late }',
    });
    // Only positives, and one error: which class is positive the window alone does not say.
    const parcels = answerDay(fixture, (_parcel, row) =>
      row === 3 ? '{"predictions":[{"label":"error"}]}' : '{"predictions":[{"label":1}]}',
    );
    writeLabels(
      fixture,
      FIRST_DAY + 2 * DAY + HOUR,
      parcels.map((_, row) => ({ id: parcelId(0, row), values: [1] })),
    );

    const { verdict, performance } = await fixture.checkAccuracy(0);

    expect(performance!.rows).toBe(399);
    expect(verdict.performance.leftOut).toBe('1 of 400 answers is neither of the two classes such as "error"');
  });
});

it('a quiet day has no finding about the answers', async () => {
  const fixture = await openDepot();
  serveDay(fixture, 0);
  const { quality } = await fixture.checkDrift(0);
  expect(quality.filter(({ subject }) => subject === 'answer')).toEqual([]);
});
