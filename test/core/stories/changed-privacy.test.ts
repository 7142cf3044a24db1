import { describe, expect, it } from 'vitest';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import { declareNormal } from '../../../lambdas/core/operate/incidents.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import type { ValueMode } from '../../../lambdas/core/text/redactor.ts';
import { csvFile, writeCaptures } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, morningAfter, StoryFixture } from './story-fixture.ts';

const CITIES = ['Rome', 'Oslo', 'Lima', 'Kyiv'];

/** A monitor of orders by city. From the eighth day on, half of them come from one city. */
function openOrders(): StoryFixture {
  const fixture = StoryFixture.open(`
model: orders
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [city] }
baseline: { uri: training.csv }
`);
  const random = new SeededRandom(3);
  const city = () => CITIES[random.integer(CITIES.length)];
  fixture.write(
    'training.csv',
    csvFile(
      ['city'],
      Array.from({ length: 2000 }, () => [city()]),
    ),
  );
  for (let day = 0; day < 16; day++) {
    const isMoved = day >= 8;
    writeCaptures(
      fixture,
      Array.from({ length: 400 }, (_, i) => ({
        time: FIRST_DAY + day * DAY + i * 1000,
        rows: [[isMoved && i % 2 === 0 ? 'Lima' : city()]],
        answers: [i % 10],
      })),
    );
  }
  return fixture;
}

/** Checks days with a mode of each. */
async function checkDays(fixture: StoryFixture, modes: readonly ValueMode[], first = 0): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [i, values] of modes.entries()) {
    const day = first + i;
    const monitor = { ...fixture.monitor, privacy: { values } };
    results.push(await checkDrift(monitor, fixture.window(day), fixture.at(morningAfter(day))));
  }
  return results;
}

/** What was decided about the city, by which facts. */
function decisionsOf(results: readonly CheckResult[]) {
  return results.map(({ verdict, drift }) => {
    const [{ drifted, shift }] = drift!.features;
    const { category: _, ...facts } = shift!;
    return { nextStep: verdict.nextStep, drifted, facts };
  });
}

const days = (mode: ValueMode, count: number) => Array<ValueMode>(count).fill(mode);

async function openChecked(modes: readonly ValueMode[]) {
  const fixture = openOrders();
  await fixture.buildBaseline();
  return { fixture, results: await checkDays(fixture, modes) };
}

describe('drift of categories', () => {
  it.each<[string, readonly ValueMode[]]>([
    ['hashed', days('hash', 16)],
    ['hidden', days('hide', 16)],
    ['hidden from the fifth day on', [...days('show', 5), ...days('hide', 11)]],
    ['hashed once it has drifted', [...days('show', 11), ...days('hash', 5)]],
    ['hashed on some days and hidden on others', Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 'hash' : 'hide'))],
  ])('is judged alike when values are %s', async (_name, modes) => {
    const shown = await openChecked(days('show', 16));
    const other = await openChecked(modes);

    expect(decisionsOf(other.results)).toEqual(decisionsOf(shown.results));
    expect(other.fixture.alertsSent()).toEqual(shown.fixture.alertsSent());
    expect(shown.results.at(-1)!.drift!.features[0]).toMatchObject({ drifted: true, shift: { category: 'Lima' } });
    expect(JSON.stringify(other.results.at(-1))).not.toContain('Lima');
  });

  it('is found again when values are shown again: the drift neither ends by itself nor lasts for ever', async () => {
    const { fixture } = await openChecked([...days('hash', 12)]);
    const [again] = await checkDays(fixture, days('show', 1), 12);
    expect(again.drift!.features[0]).toMatchObject({ drifted: true, shift: { category: 'Lima' } });

    // As it was in the training data.
    const quiet = CITIES.map((city, i) => [city, i]);
    for (const day of [13, 14, 15]) {
      writeCaptures(
        fixture,
        Array.from({ length: 4000 }, (_, i) => ({
          time: FIRST_DAY + day * DAY + 43_200_000 + i * 1000,
          rows: [[quiet[i % 4][0]]],
          answers: [i % 10],
        })),
      );
    }
    const after = await checkDays(fixture, days('show', 3), 13);
    expect(after.at(-1)!.drift!.features[0].drifted).toBe(false);
  });

  it('can be declared normal, and is measured from there', async () => {
    const shown = await openChecked(days('show', 11));
    const hidden = await openChecked(days('hide', 11));
    for (const { fixture } of [shown, hidden]) {
      const said = { by: 'Ann', note: 'Lima has opened' };
      await declareNormal(fixture.monitor, `drift-${dayName(8)}`, said, fixture.at(morningAfter(10)));
    }
    const results = await Promise.all([
      checkDays(shown.fixture, days('show', 5), 11),
      checkDays(hidden.fixture, days('hide', 5), 11),
    ]);

    expect(decisionsOf(results[1])).toEqual(decisionsOf(results[0]));
    expect(new Set(results[1].map(({ verdict }) => verdict.nextStep))).toEqual(new Set(['continue']));
  });
});
