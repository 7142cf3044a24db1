import { describe, expect, it } from 'vitest';
import { validateData } from '../../../lambdas/core/validate/validate-data.ts';
import { writeLabels } from './fixtures.ts';
import { openDepot, parcelId, serveDay } from './parcels.ts';
import { DAY, FIRST_DAY, type StoryFixture } from './story-fixture.ts';

const LATER = FIRST_DAY + 20 * DAY;
const validate = (fixture: StoryFixture) => validateData(fixture.monitor, fixture.at(LATER));
const WITH_LABEL = {
  capture:
    '{ uri: captures, format: csv, time: at, id: id, features: [weight], prediction: { score: p, label: verdict } }',
};

/** A table of 200 answers with these predicted classes, and labels 0 and 1. */
async function openAnswers(verdict: (i: number) => unknown): Promise<StoryFixture> {
  const fixture = await openDepot(WITH_LABEL);
  const rows = Array.from({ length: 200 }, (_, i) => `2001-02-01T12:00:00Z,${parcelId(0, i)},20,0.5,${verdict(i)}\n`);
  fixture.write('captures/0.csv', `at,id,weight,p,verdict\n${rows.join('')}`);
  writeLabels(
    fixture,
    FIRST_DAY + 2 * DAY,
    Array.from({ length: 200 }, (_, i) => ({ id: parcelId(0, i), values: [i % 4 === 0 ? 1 : 0] })),
  );
  return fixture;
}

describe('predicted classes', () => {
  it('that no label has are a problem', async () => {
    const { problems } = await validate(await openAnswers(() => 'v3'));
    expect(problems).toEqual([
      'capture.prediction.label: no answer is a class of the labels: the answers are of the classes "v3" (200 rows), the labels of "0" (150 rows), "1" (50 rows): name the predicted class, or leave the key out if there is only a score',
    ]);
  });

  it('of which some are no class of the labels are a warning', async () => {
    const { problems, warnings } = await validate(await openAnswers((i) => (i < 10 ? 'unknown' : i % 2)));
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^capture\.prediction\.label: 5 % of the answers are no class of the labels that were read: /,
      ),
    ]);
  });

  it('that are one and the same are a warning', async () => {
    const { problems, warnings } = await validate(await openAnswers(() => 0));
    expect(problems).toEqual([]);
    expect(warnings).toEqual(['capture.prediction.label: every answer is of the class "0" (200 rows)']);
  });

  it.each<[string, (i: number) => unknown]>([
    ['0 and 1', (i) => i % 2],
    ['true and false', (i) => (i % 2 === 0 ? 'True' : 'FALSE')],
    ['1.0 and 0.0', (i) => `${i % 2}.0`],
  ])('in any spelling of the labels fit: %s', async (_name, verdict) => {
    const { problems, warnings } = await validate(await openAnswers(verdict));
    expect([problems, warnings]).toEqual([[], []]);
  });
});

it('labels without a class in common with the training data are a problem that says what to do', async () => {
  const fixture = await openDepot({ labels: '{ uri: labels, format: csv, id: order, label: outcome }' });
  serveDay(fixture, 0);
  const rows = Array.from({ length: 200 }, (_, i) => `${parcelId(0, i)},${i % 4 === 0 ? 'late' : 'in time'}\n`);
  fixture.write('labels/a.csv', `order,outcome\n${rows.join('')}`);
  const { problems } = await validate(fixture);
  expect(problems).toContainEqual(
    expect.stringMatching(
      /^labels: no class in common with the training data: the label files have "in time" \(150 rows\), "late" \(50 rows\), baseline\.label "[01]" .*: write both alike, as no key translates classes$/,
    ),
  );
});
