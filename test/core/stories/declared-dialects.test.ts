import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { validateData } from '../../../lambdas/core/validate/validate-data.ts';
import { FIRST_DAY, HOUR, StoryFixture } from './story-fixture.ts';

/** Amounts with groups of digits, signs and fractions, names with commas, labels, scores; and how they are written. */
interface Spelling {
  readonly said: string;
  readonly delimiter: string;
  readonly number: (value: number) => string;
  readonly text: (value: string) => string;
  readonly encode: (text: string) => Uint8Array;
}

const PROGRAMS: Spelling = {
  said: '',
  delimiter: ',',
  number: String,
  text: (value) => `"${value}"`,
  encode: (text) => Buffer.from(text),
};
const EUROPEAN: Spelling = {
  said: ", encoding: windows-1252, decimal: ',', thousands: '.'",
  delimiter: ';',
  number: (value) =>
    value.toLocaleString('de-DE', { maximumFractionDigits: 6, useGrouping: true }).replace('\u2212', '-'),
  text: (value) => value,
  encode: (text) => Buffer.from(text, 'latin1'),
};
const SWISS: Spelling = {
  ...EUROPEAN,
  said: ", decimal: '.', thousands: \"'\"",
  delimiter: '\t',
  number: (value) => value.toLocaleString('en-US', { maximumFractionDigits: 6 }).replaceAll(',', '\u2019'),
  encode: (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
};

const NAMES = ['Müller, Jörg', 'Bäcker, Åsa', 'Ng, Al'];
const COUNT = 400;

function openFixture({ said, delimiter, number, text, encode }: Spelling): StoryFixture {
  const fixture = StoryFixture.open(`
model: amounts
problem: binary-classification
capture: { uri: captures, format: csv, time: at, id: id, features: [amount, name], prediction: { score: p }${said} }
labels: { uri: labels, format: csv, label: late, lag: PT0S${said} }
baseline: { uri: training.csv, label: late, score: p${said} }
performance: { alert: [roc_auc < 0.1] }
`);
  const random = new SeededRandom(7);
  const draw = (spread: number) => {
    const late = random.integer(2);
    const amount = Math.round(spread * random.normal() * 100) / 100;
    const score = Math.round((0.3 * late + 0.7 * random.uniform()) * 1000) / 1000;
    return { late, cells: [number(amount), text(NAMES[random.integer(3)]), number(score)] };
  };
  const table = (header: string[], rows: string[][]) =>
    encode([header, ...rows].map((cells) => `${cells.join(delimiter)}\n`).join(''));
  const training = Array.from({ length: 2000 }, () => draw(20_000));
  fixture.write(
    'training.csv',
    table(
      ['amount', 'name', 'p', 'late'],
      training.map(({ cells, late }) => [...cells, number(late)]),
    ),
  );
  const served = Array.from({ length: COUNT }, () => draw(30_000));
  const at = (row: number) => new Date(FIRST_DAY + 12 * HOUR + row * 1000).toISOString();
  fixture.write(
    'captures/day.csv',
    table(
      ['at', 'id', 'amount', 'name', 'p'],
      served.map(({ cells }, row) => [at(row), `n${row}`, ...cells]),
    ),
  );
  fixture.write(
    'labels/day.csv',
    table(
      ['id', 'late'],
      served.map(({ late }, row) => [`n${row}`, number(late)]),
    ),
  );
  return fixture;
}

async function watch(fixture: StoryFixture) {
  const { problems } = await validateData(fixture.monitor, fixture.at(FIRST_DAY));
  expect(problems).toEqual([]);
  const { baseline } = await fixture.buildBaseline();
  const { drift, data, quality } = await fixture.checkDrift(0);
  const { performance, verdict } = await fixture.checkAccuracy(0);
  return {
    rows: [baseline.profile.rows, data.rows, data.rejected.records],
    drift: drift!.features.map(({ name, type, distance, windowRows }) => [name, type, distance, windowRows]),
    quality,
    metrics: performance!.metrics,
    verdict: verdict.performance,
  };
}

describe('data as spreadsheets write it', () => {
  it.each([
    ['of Europe', EUROPEAN],
    ['of Switzerland, in UTF-16', SWISS],
  ])('%s is the same where it is declared', async (_, spelling) => {
    const plain = await watch(openFixture(PROGRAMS));
    expect(plain.rows).toEqual([2000, COUNT, 0]);
    expect(plain.drift.map(([name, type]) => [name, type]).sort()).toEqual([
      ['amount', 'number'],
      ['name', 'category'],
    ]);
    expect(await watch(openFixture(spelling))).toEqual(plain);
  });

  it('cut in captures and labels is counted, and ends a baseline', async () => {
    const fixture = openFixture(EUROPEAN);
    await fixture.buildBaseline();
    const zip = (name: string, first: string) => {
      const rows = Array.from({ length: 5000 }, (_, row) => `${first}${row};${row * 7919}\n`).join('');
      const bytes = gzipSync(rows);
      fixture.write(name, bytes.subarray(0, bytes.length / 2));
    };
    zip('captures/cut.csv.gz', 'at;id\n');
    zip('labels/cut.csv.gz', 'id;late\n');
    const { data } = await fixture.checkDrift(0);
    const { labels } = await fixture.checkAccuracy(0);
    expect(data.rejected.byReason).toContainEqual({ reason: 'truncated-file', count: 1 });
    expect(labels!.reading.rejected.byReason).toContainEqual({ reason: 'truncated-file', count: 1 });
    zip('training.csv', 'amount;late;p\n');
    await expect(fixture.buildBaseline()).rejects.toThrow(/training\.csv.*the gzip data ends too early/);
  });
});
