import { describe, expect, it } from 'vitest';
import { historyRowSchema } from '../../../lambdas/core/history/row.ts';
import { checkResultSchema } from '../../../lambdas/core/result/schema.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { type Cell, captureLine, hourFolder, writeCaptureLines, writeCaptures, writeLabels } from './fixtures.ts';
import { contentOf, DAY, dayName, FIRST_DAY, HOUR, StoryFixture } from './story-fixture.ts';

/** Texts that other programs have stumbled over, as names of features, categories, classes and ids. */
const HOSTILE = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  ' ',
  'a.b',
  'a.b.c',
  'quote"d',
  "it's",
  'comma, semicolon; and |',
  'line\nbreak',
  'carriage\rreturn',
  'tab\there',
  '\u0000nul',
  '\u001b[31mred\u001b[0m',
  '\u202egpj.exe',
  'zero\u200bwidth',
  'separated\u2028line',
  '\ud800',
  'tail\udc00',
  '\ufeffmark',
  'back\\slash',
  '../../../etc/passwd',
  'C:\\windows',
  '<script>alert(1)</script>',
  '=cmd()',
  '%s %d',
  '💥',
  'e\u0301',
  'NaN',
  'null',
  'true',
  '1e400',
  'score',
  'label',
  'x'.repeat(5000),
];

/** One line that shows what it says: no control or format characters, no unpaired surrogates, no line separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u;

function jsonRow(names: readonly string[], cells: readonly Cell[]): string {
  return `{${names.map((name, i) => `${JSON.stringify(name)}:${JSON.stringify(cells[i])}`).join(',')}}`;
}

/** A capture whose request is a JSON document, written as text so that no object of this test has a hostile key. */
function jsonCapture(time: number, row: string, answer: Cell, inferenceId: string): string {
  const line = captureLine({ time, rows: [['…']], answers: [answer], inferenceId });
  const input = {
    observedContentType: 'application/json',
    mode: 'INPUT',
    data: `{"instances":[${row}]}`,
    encoding: 'JSON',
  };
  return line.replace(/"endpointInput":\{.*?\}/, () => `"endpointInput":${JSON.stringify(input)}`);
}

/** Nothing that is stored or sent is broken or dangerous, whatever the data holds. */
async function expectHarmless(fixture: StoryFixture): Promise<void> {
  for (const { title, text, dedupeKey } of fixture.alerts) {
    expect(title.length).toBeLessThanOrEqual(99);
    expect(title).not.toMatch(UNPRINTABLE);
    for (const line of text.split('\n')) expect(line).not.toMatch(UNPRINTABLE);
    expect(dedupeKey).toMatch(/^[a-z0-9/-]+$/);
  }
  for (const [key, content] of await contentOf(fixture.store)) {
    expect(key).toMatch(/^(kept_answers\/)?story\/[a-z0-9/.-]+$/);
    if (key.endsWith('result.json')) {
      const result = checkResultSchema.parse(JSON.parse(content));
      const lines = [
        ...result.verdict.reasons,
        ...result.quality.flatMap(({ message, examples }) => [message, ...examples]),
      ];
      for (const line of lines) expect(line).not.toMatch(UNPRINTABLE);
    }
    if (key.endsWith('report.html')) {
      for (const line of content.split('\n')) expect(line).not.toMatch(UNPRINTABLE);
      expect(content.match(/<script|<img/gi)).toBeNull();
    }
    if (key.includes('/history/')) historyRowSchema.parse(JSON.parse(content));
  }
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(Object.keys(Object.prototype)).toEqual([]);
}

describe('hostile names of features', () => {
  /** A monitor whose features have hostile names: numbers from 0 to 1, in the window from 0 to `largest`. */
  async function openHostile(features: string, largest: number) {
    const random = new SeededRandom(3);
    const cells = (end: number) => HOSTILE.map(() => end * random.uniform());
    const fixture = StoryFixture.open(`
model: hostile
problem: binary-classification
capture: { uri: captures, prediction: { score: 0 }${features} }
baseline: { uri: training.jsonl }
`);
    const training = Array.from({ length: 400 }, () => jsonRow(HOSTILE, cells(1)));
    fixture.write('training.jsonl', training.join('\n'));
    const noon = FIRST_DAY + 12 * HOUR;
    const lines = Array.from({ length: 200 }, (_, i) =>
      jsonCapture(noon + i * 1000, jsonRow(HOSTILE, cells(largest)), 0.5, `id ${i}`),
    );
    writeCaptureLines(fixture, noon, lines);
    await fixture.buildBaseline();
    return fixture;
  }

  it.each([
    ['found in the data', ''],
    ['listed in the monitor file', `, features: ${JSON.stringify(HOSTILE)}`],
  ])('%s: the features are kept apart, and drift is reported for each', async (_name, features) => {
    const fixture = await openHostile(features, 0.5);

    const { drift, verdict, data } = await fixture.checkDrift(0);

    expect(data.rows).toBe(200);
    expect(drift!.features.map(({ name }) => name).sort()).toEqual([...HOSTILE].sort());
    // The mean moves by a quarter, the standard deviation is the square root of 1/12: 0.87, less chance.
    for (const { distance } of drift!.features) expect(distance).toBeGreaterThan(0.6);
    expect([...drift!.ranking].sort()).toEqual([...HOSTILE].sort());
    expect(verdict.nextStep).toBe('alert');
    expect(fixture.alerts).toHaveLength(1);
    const stored = (await fixture.stored(`checks/drift/${dayName(0)}/result.json`)) as { drift: { ranking: string[] } };
    expect(stored.drift.ranking).toEqual(drift!.ranking);
    await expectHarmless(fixture);
  });

  it('do not drift when the data is the same', async () => {
    const fixture = await openHostile('', 1);
    const { verdict, drift } = await fixture.checkDrift(0);
    expect([verdict.dataMatches, drift!.compared]).toEqual(['yes', HOSTILE.length]);
  });

  it.each(HOSTILE.map((name) => [name.slice(0, 20), name]))(
    '%j alone, named first in the alert',
    async (_short, name) => {
      const fixture = StoryFixture.open(`
model: hostile
problem: binary-classification
capture: { uri: captures, prediction: { score: 0 } }
baseline: { uri: training.jsonl }
drift: { importance: { ${JSON.stringify(name)}: 2 }, features: { ${JSON.stringify(name)}: { limit: 0.3 } } }
`);
      const random = new SeededRandom(4);
      const training = Array.from({ length: 200 }, () => jsonRow([name], [random.uniform()]));
      fixture.write('training.jsonl', training.join('\n'));
      const noon = FIRST_DAY + 12 * HOUR;
      const lines = Array.from({ length: 100 }, (_, i) =>
        jsonCapture(noon + i * 1000, jsonRow([name], [random.uniform() / 2]), 0.5, `id ${i}`),
      );
      writeCaptureLines(fixture, noon, lines);
      await fixture.buildBaseline();

      const { drift } = await fixture.checkDrift(0);

      expect(drift!.features).toMatchObject([{ name, limit: 0.3, importance: 2, drifted: true }]);
      expect(fixture.alerts[0].title).toMatch(/ drifted: mean [\d.]+, [\d.]+ in the baseline/);
      await expectHarmless(fixture);
    },
  );
});

describe('hostile values', () => {
  it('as categories: counted as they are, but for those that mean missing; unknown ones are quoted harmlessly', async () => {
    const fixture = StoryFixture.open(`
model: hostile
problem: binary-classification
capture: { uri: captures, prediction: { score: 0 }, features: [colour] }
baseline: { uri: training.jsonl, types: { colour: category } }
`);
    // One half of the texts is known, and the window has the other half too.
    const known = HOSTILE.filter((_, i) => i % 2 === 0);
    const training = Array.from({ length: 400 }, (_, i) => jsonRow(['colour'], [known[i % known.length]]));
    fixture.write('training.jsonl', training.join('\n'));
    const noon = FIRST_DAY + 12 * HOUR;
    const lines = Array.from({ length: 4 * HOSTILE.length }, (_, i) =>
      jsonCapture(noon + i * 1000, jsonRow(['colour'], [HOSTILE[i % HOSTILE.length]]), 0.5, `id ${i}`),
    );
    writeCaptureLines(fixture, noon, lines);
    await fixture.buildBaseline();

    const { quality, verdict } = await fixture.checkDrift(0);

    const unseen = quality.find(({ check }) => check === 'unseen_categories')!;
    expect(unseen).toMatchObject({ feature: 'colour', breached: true });
    const isValue = (text: string) => !['', ' ', 'NaN', 'null'].includes(text);
    expect(unseen.value).toBeCloseTo(1 - known.filter(isValue).length / HOSTILE.filter(isValue).length, 12);
    expect(verdict.nextStep).toBe('fix-data');
    await expectHarmless(fixture);
  });

  it('as ids: each label finds its own prediction', async () => {
    const ids = HOSTILE.filter((id) => id !== '');
    const fixture = StoryFixture.open(`
model: hostile
problem: binary-classification
capture: { uri: captures, prediction: { score: 0 }, features: [x] }
labels: { uri: labels, lag: PT0S }
performance: { primaryMetric: accuracy, minimumRows: 1 }
`);
    writeCaptures(
      fixture,
      ids.map((inferenceId, i) => ({ time: FIRST_DAY + i * 1000, rows: [[1]], answers: [i % 2], inferenceId })),
    );
    writeLabels(
      fixture,
      FIRST_DAY + DAY,
      ids.map((id, i) => ({ id, values: [i % 2] })),
    );

    const { labels, performance } = await fixture.checkAccuracy(0);

    expect(labels).toMatchObject({ predictions: ids.length, labelled: ids.length, others: 0, ambiguous: 0 });
    expect(performance!.metrics['accuracy'].value).toBe(1);
    await expectHarmless(fixture);
  });

  it('as classes and segments: each its own', async () => {
    // A field of CSV spells a number where it can; these are texts in every notation.
    const classes = HOSTILE.filter(
      (name) => !['', ' ', 'NaN', 'null', '1e400'].includes(name) && !/^\s|\ufeff/.test(name),
    );
    const fixture = StoryFixture.open(`
model: hostile
problem: multiclass-classification
capture: { uri: captures, prediction: { label: answer }, features: [__proto__] }
labels: { uri: labels, lag: PT0S }
performance: { primaryMetric: accuracy, minimumRows: 1, segments: [__proto__] }
`);
    const lines = classes.map((name, i) => {
      const record = JSON.parse(jsonCapture(FIRST_DAY + i * 1000, jsonRow(['__proto__'], [name]), 0, `id ${i}`));
      record.captureData.endpointOutput = {
        observedContentType: 'application/json',
        mode: 'OUTPUT',
        data: jsonRow(['answer'], [name]),
        encoding: 'JSON',
      };
      return JSON.stringify(record);
    });
    writeCaptureLines(fixture, FIRST_DAY, lines);
    const labelLines = classes.map((name, i) =>
      JSON.stringify({
        groundTruthData: { data: JSON.stringify({ label: name }), encoding: 'JSON' },
        eventMetadata: { eventId: `id ${i}` },
        eventVersion: '0',
      }),
    );
    fixture.write(`labels/${hourFolder(FIRST_DAY + DAY)}/labels.jsonl`, labelLines.join('\n'));

    const { performance, segments } = await fixture.checkAccuracy(0);

    expect(performance!.metrics['accuracy'].value).toBe(1);
    expect([...performance!.confusionMatrix!.classes].sort()).toEqual([...classes].sort());
    expect(performance!.classes!.every(({ rows, recall }) => rows === 1 && recall === 1)).toBe(true);
    expect(segments.map(({ value }) => value).sort()).toEqual([...classes].sort());
    await expectHarmless(fixture);
  });
});

describe('10,000 columns', () => {
  it('are read, compared and reported as three are', async () => {
    const columns = 10_000;
    const random = new SeededRandom(5);
    const fixture = StoryFixture.open(`
model: wide
problem: regression
capture: { uri: captures, prediction: { value: 0 } }
baseline: { uri: training.csv }
drift: { minimumRows: 40 }
`);
    // Numbers from 0 to 1; in the window column 17 ends at a quarter.
    const row = (largest: number) =>
      Array.from({ length: columns }, (_, i) => Math.round(1000 * (i === 17 ? largest : 1) * random.uniform()) / 1000);
    const names = Array.from({ length: columns }, (_, i) => `_c${i}`);
    fixture.write(
      'training.csv',
      [names, ...Array.from({ length: 60 }, () => row(1))].map((cells) => cells.join(',')).join('\n'),
    );
    writeCaptures(
      fixture,
      Array.from({ length: 40 }, (_, i) => ({ time: FIRST_DAY + i * 1000, rows: [row(0.25)], answers: [1] })),
    );
    await fixture.buildBaseline();

    const { drift, data } = await fixture.checkDrift(0);

    expect([data.rows, drift!.compared]).toEqual([40, columns]);
    expect(drift!.ranking).toEqual(['_c17']);
    expect(fixture.alerts[0].title).toContain('_c17 drifted');
    await expectHarmless(fixture);
  });
});
