import { normalQuantile } from '../../../lambdas/core/statistics/normal.ts';
import { csvFile, writeCaptures } from './fixtures.ts';
import { DAY, FIRST_DAY, StoryFixture } from './story-fixture.ts';

const ROWS = 2000;
const NAMES = ['amount', 'age', 'distance', 'duration', 'price'] as const;

type Name = (typeof NAMES)[number];

/** Standard normal numbers, each column in an order of its own, so that they are not the same column five times. */
const QUANTILES = Array.from({ length: ROWS }, (_, i) => normalQuantile((i + 0.5) / ROWS));
const STRIDES = [1, 3, 7, 9, 11];
const numberOf = (row: number, column: number) => QUANTILES[(row * STRIDES[column]) % ROWS];

/** A monitor of five columns of standard normal numbers. */
export async function openFive(more: Readonly<Record<string, string>> = {}): Promise<StoryFixture> {
  const fixture = StoryFixture.open(`
model: five
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [${NAMES.join(', ')}] }
baseline: { uri: training.csv }
${Object.entries({ alerts: '{ repeatEvery: P30D }', ...more })
  .map(([name, value]) => `${name}: ${value}\n`)
  .join('')}`);
  writeFiveTraining(fixture);
  await fixture.buildBaseline();
  return fixture;
}

/** @param shift what all columns are moved by, in standard deviations */
export function writeFiveTraining(fixture: StoryFixture, shift = 0): void {
  const rows = Array.from({ length: ROWS }, (_, row) => NAMES.map((_, column) => numberOf(row, column) + shift));
  fixture.write('training.csv', csvFile([...NAMES], rows));
}

/** A little every day, never the same: a hundredth of a standard deviation. */
const wobble = (day: number) => 0.01 * Math.sin(day * 2.4);

/** Serves a day with some columns higher by so many standard deviations of the baseline, and checks it. */
export async function serveFive(
  fixture: StoryFixture,
  day: number,
  higher: Partial<Record<Name, number>> = {},
  changed: Parameters<StoryFixture['checkDrift']>[1] = {},
) {
  const request = (_: unknown, row: number) => ({
    time: FIRST_DAY + day * DAY + row * 1000,
    rows: [NAMES.map((name, column) => numberOf(row, column) + (higher[name] ?? 0) + wobble(day))],
    answers: [1],
  });
  writeCaptures(fixture, Array.from({ length: ROWS }, request));
  return fixture.checkDrift(day, changed);
}

/** Days that are served and checked one after the other, from `first` on. */
export async function serveDays(
  fixture: StoryFixture,
  first: number,
  count: number,
  higher: Partial<Record<Name, number>> = {},
) {
  const results = [];
  for (let day = first; day < first + count; day++) results.push(await serveFive(fixture, day, higher));
  return results;
}
