import { describe, expect, it } from 'vitest';
import { checkText } from '../../../lambdas/core/report/check-text.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { type Cell, captureLine, csvFile, writeCaptureLines, writeLabels } from './fixtures.ts';
import {
  drawParcels,
  labelDay,
  openDepot,
  type Parcel,
  parcelId,
  parcelMonitor,
  requestsOf,
  serveDay,
} from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, StoryWorld } from './world.ts';

/** Serves a day of good requests whose responses are `respond`'s: a JSON text, or null for none. */
function answerDay(world: StoryWorld, respond: (parcel: Parcel, row: number) => string | null): Parcel[] {
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
  writeCaptureLines(world, requests[0].time, lines);
  return parcels;
}

const CAPTURE = '{ uri: captures, features: [weight, distance, depot], prediction: { score: score, threshold: 0.5 } }';
const good = ({ score }: Parcel) => JSON.stringify({ predictions: [{ score }] });
const every3rd = (answer: string | null) => (parcel: Parcel, row: number) => (row % 3 === 0 ? answer : good(parcel));

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
  it.each(BROKEN)('%s: the data is broken, and people are told', async (_name, respond, reason) => {
    const world = await openDepot({ capture: CAPTURE });
    answerDay(world, respond);

    const { verdict, quality } = await world.checkDrift(0);

    expect(verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(verdict.reasons[0]).toMatch(reason);
    expect(quality[0]).toMatchObject({ subject: 'answer', feature: 'score', breached: true });
    expect(world.told()).toEqual([`data-quality open ${dayName(0)}`]);
  });

  it('not-a-number, where no baseline has answers', async () => {
    const world = await openDepot({ capture: CAPTURE, baseline: '{ uri: training.csv, label: late }' });
    answerDay(world, every3rd('{"predictions": [{"score": NaN}]}'));

    const { verdict } = await world.checkDrift(0);

    expect(verdict.reasons).toEqual(["the model's answer score: 33.5 % are not a number"]);
    expect(verdict.nextStep).toBe('fix-data');
  });

  it('an error to one in four hundred: nothing to do', async () => {
    const world = await openDepot({ capture: CAPTURE });
    const parcels = answerDay(world, (parcel, row) => (row === 7 ? '{"predictions": [{"score": NaN}]}' : good(parcel)));
    labelDay(world, 0, parcels, { wrong: 20 });

    const drift = await world.checkDrift(0);
    const accuracy = await world.checkAccuracy(0);

    expect(drift.verdict.nextStep).toBe('continue');
    expect(accuracy.verdict.nextStep).toBe('continue');
    expect(accuracy.verdict.performance).toMatchObject({ leftOut: '1 of 400 answers is not a number' });
  });
});

describe('an answer that is not where the monitor says', () => {
  const named = (prediction: string) =>
    `{ uri: captures, features: [weight, distance, depot], prediction: ${prediction} }`;

  const ELSEWHERE: [string, prediction: string, (parcel: Parcel) => string, string][] = [
    [
      'a key in place of a position',
      '{ score: 0 }',
      ({ score }) => JSON.stringify({ score }),
      'the answers have the key "score": write prediction.score: score',
    ],
    [
      'a key inside of predictions',
      '{ score: 0 }',
      good,
      'the answers have the key "score": write prediction.score: score',
    ],
    [
      'one number among other things',
      '{ score: 0 }',
      ({ score }) => JSON.stringify({ predictions: [{ model: 'v1', 'p late': score, note: null }] }),
      'the answers have the keys "model", "p late", "note": write prediction.score: "p late"',
    ],
    [
      'two numbers',
      '{ score: 0 }',
      ({ score }) => JSON.stringify({ predictions: [{ no: 1 - score, yes: score }] }),
      'the answers have the keys "no", "yes": prediction.score can name one',
    ],
    [
      'another key',
      '{ score: p }',
      ({ score }) => JSON.stringify({ predictions: [{ score }] }),
      'the answers have the key "score": write prediction.score: score',
    ],
    [
      'hostile keys',
      '{ score: 0 }',
      ({ score }) => `{"predictions":[{"__proto__":"x","\\u001b[31m<b>":${score}}]}`,
      'the answers have the keys "__proto__", "\\u{1b}[31m<b>": write prediction.score: "\\\\u{1b}[31m<b>"',
    ],
    [
      'a list in place of a key',
      '{ score: score }',
      ({ score }) => JSON.stringify([[score]]),
      'the answers have no keys: write prediction.score: 0, or another position',
    ],
  ];

  it.each(ELSEWHERE)('is named by both checks, with what to write: %s', async (_name, prediction, respond, said) => {
    const world = await openDepot({ capture: named(prediction) });
    labelDay(world, 0, answerDay(world, respond), { wrong: 0 });

    const drift = await world.checkDrift(0);
    const accuracy = await world.checkAccuracy(0);

    expect(drift.verdict).toMatchObject({
      nextStep: 'fix-data',
      reasons: [`the model's answer score: no record has it where capture.prediction says; ${said}`],
    });
    expect(accuracy.verdict).toMatchObject({
      nextStep: 'fix-data',
      reasons: [`no row can be measured: all 400 answers are missing; ${said}`],
    });
    const page = await world.store.get(`story/checks/accuracy/${dayName(0)}/report.html`);
    expect(new TextDecoder().decode(page!.bytes)).not.toContain('<b>":');
  });

  it('says nothing of keys where some record has it', async () => {
    const world = await openDepot({ capture: named('{ score: score }') });
    labelDay(world, 0, answerDay(world, every3rd('{"error": "out of memory", "code": 137}')), { wrong: 0 });

    const { verdict } = await world.checkAccuracy(0);

    expect(verdict.reasons).toEqual([
      '134 of 400 answers are missing; performance is that of the other 266 rows, and not compared',
    ]);
  });
});

describe('labels of a model that answers with nothing usable', () => {
  it('measure no row, and the check says why', async () => {
    const world = await openDepot({ capture: CAPTURE });
    const parcels = answerDay(world, () => '{"predictions": [{"score": NaN}]}');
    labelDay(world, 0, parcels, { wrong: 0 });

    const { verdict, performance, limits } = await world.checkAccuracy(0);

    expect(verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(verdict.reasons).toEqual(['no row can be measured: all 400 answers are not a number']);
    expect(verdict.performance).toMatchObject({ value: null, comparedWithBaseline: 'unknown' });
    expect(performance!.leftOut).toEqual({
      rows: 400,
      labelled: 400,
      reasons: [{ part: 'answer', kind: 'nan', rows: 400, examples: [] }],
    });
    expect(limits).toEqual([]);
  });

  it('are one sentence in the page and no table, for a terminal too', async () => {
    const world = await openDepot({ capture: CAPTURE });
    const parcels = answerDay(world, () => '{"predictions": [{"score": NaN}]}');
    labelDay(world, 0, parcels, { wrong: 0 });

    const result = await world.checkAccuracy(0);

    const stored = await world.store.get(`story/checks/accuracy/${dayName(0)}/report.html`);
    const page = new TextDecoder().decode(stored!.bytes);
    expect(page).toContain('<p>No row can be measured: all 400 answers are not a number</p>');
    for (const text of [page, checkText(result)]) {
      expect(text).toContain('all 400 answers are not a number');
      expect(text).not.toMatch(/brier_score|95 % interval|actual \\ predicted/);
    }
  });

  it('and whose records cannot be read: the others are measured and not compared, and no limit clears', async () => {
    const world = await openDepot({
      capture: CAPTURE,
      performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.5], retrain: [accuracy < 0.5] }',
    });
    const parcels = answerDay(world, every3rd('Traceback (most recent call last)'));
    labelDay(world, 0, parcels, { wrong: 0 });

    const { verdict, limits, labels } = await world.checkAccuracy(0);

    expect(labels).toMatchObject({ predictions: 266, labelled: 266 });
    expect(verdict.performance).toMatchObject({ value: 1, rows: 266, comparedWithBaseline: 'unknown' });
    expect(verdict.nextStep).toBe('fix-data');
    expect(verdict.reasons).toEqual([
      expect.stringMatching(
        /^134 of 400 captured records cannot be read: .*; performance is that of the other 266 rows, and not compared$/,
      ),
    ]);
    expect(limits.map(({ purpose, met }) => [purpose, met])).toEqual([
      ['alert', null],
      ['retrain', null],
    ]);
  });

  it('and of which no record can be read: that is why nothing is measured, not a lack of predictions', async () => {
    const world = await openDepot({ capture: CAPTURE });
    const parcels = answerDay(world, () => 'Traceback (most recent call last)');
    labelDay(world, 0, parcels, { wrong: 0 });

    const { verdict } = await world.checkAccuracy(0);

    expect(verdict.nextStep).toBe('fix-data');
    expect(verdict.reasons).toEqual([
      expect.stringMatching(/^no row can be measured: 400 of 400 captured records cannot be read: /),
    ]);
  });

  it('say how many answers the metric leaves out, and never "better"; no retraining follows', async () => {
    const world = await openDepot({
      capture: CAPTURE,
      performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.99], retrain: [accuracy < 0.99] }',
    });
    // Every answer that there is, is right: better than the baseline's 95 %.
    const parcels = answerDay(world, every3rd('{"predictions": [{"score": NaN}]}'));
    labelDay(world, 0, parcels, { wrong: 0 });

    const better = await world.checkAccuracy(0);
    labelDay(world, 0, parcels, { wrong: 200, arrival: FIRST_DAY + 3 * DAY });
    const worse = await world.checkAccuracy(0, FIRST_DAY + 4 * DAY);

    const leftOut = '134 of 400 answers are not a number';
    expect(better.verdict.performance).toMatchObject({ value: 1, rows: 266, leftOut, comparedWithBaseline: 'unknown' });
    expect(better.verdict.nextStep).toBe('fix-data');
    expect(better.verdict.reasons).toEqual([`${leftOut}; performance is that of the other 266 rows, and not compared`]);
    // Bad answers to the others are bad all the same; training anew would not mend those that are missing.
    expect(worse.verdict.performance).toMatchObject({ comparedWithBaseline: 'worse', leftOut });
    expect(worse.verdict.nextStep).toBe('fix-data');
    expect(worse.limits.map(({ purpose, met }) => [purpose, met])).toEqual([
      ['alert', true],
      ['retrain', null],
    ]);
    const alert = world.alerts.find(({ kind }) => kind === 'performance')!;
    expect(alert.text).toContain(`left out: ${leftOut}`);
  });
});

describe('scores a hundred times too large', () => {
  const percent = ({ score }: Parcel) => JSON.stringify({ predictions: [{ score: 100 * score }] });
  const tell =
    /^the model's answer score: \d+(\.\d)? % are outside the baseline's range, and not between 0 and 1 \(.*\)/;

  /** A baseline, a quiet day 0 and a day 1 whose answers are `respond`'s; every label is what the score says. */
  async function openDays(respond: (parcel: Parcel, row: number) => string, performance: string) {
    const world = await openDepot({ capture: CAPTURE, performance });
    const parcels = answerDay(world, respond);
    return { world, parcels };
  }

  it('rank as before, and the accuracy check agrees with the drift check that the answers are broken', async () => {
    const performance = '{ primaryMetric: roc_auc, alert: [roc_auc < 0.6], retrain: [roc_auc < 0.6] }';
    const { world, parcels } = await openDays(percent, performance);
    labelDay(world, 0, parcels, { wrong: 20 });

    const drift = await world.checkDrift(0);
    const accuracy = await world.checkAccuracy(0);

    expect(drift.verdict.nextStep).toBe('fix-data');
    expect(accuracy.verdict.nextStep).toBe('fix-data');
    expect(accuracy.verdict.dataMatches).toBe('no');
    expect(accuracy.verdict.reasons[0]).toMatch(tell);
    expect(accuracy.verdict.reasons[0]).toBe(drift.verdict.reasons[0]);
    expect(accuracy.verdict.reasons[1]).toBe('performance is measured on broken answers, and not compared');
    // 20 of 400 labels contradict the score: the ranking is as good as ever.
    expect(accuracy.performance!.metrics.roc_auc!.value).toBeGreaterThan(0.9);
    expect(accuracy.verdict.performance).toMatchObject({ comparedWithBaseline: 'unknown', rows: 400 });
    expect(accuracy.limits.map(({ purpose, met }) => [purpose, met])).toEqual([
      ['alert', null],
      ['retrain', null],
    ]);
    expect(world.told()).toEqual([`data-quality open ${dayName(0)}`]);
  });

  it('are found by the accuracy check alone, and make no retraining', async () => {
    const performance = '{ primaryMetric: accuracy, alert: [accuracy < 0.6], retrain: [accuracy < 0.6] }';
    const { world, parcels } = await openDays(percent, performance);
    labelDay(world, 0, parcels, { wrong: 0 });

    const { verdict, limits } = await world.checkAccuracy(0);

    // From 0.01 on every score is at least the threshold: half of the parcels are called late for nothing.
    expect(verdict.performance).toMatchObject({ comparedWithBaseline: 'worse' });
    expect(verdict.performance.value).toBeLessThan(0.6);
    expect(verdict.nextStep).toBe('fix-data');
    expect(verdict.reasons[0]).toMatch(tell);
    expect(limits.map(({ purpose, met }) => [purpose, met])).toEqual([
      ['alert', true],
      ['retrain', null],
    ]);
    expect((await world.state()).retraining).toBeNull();
  });

  it('are said once, beside those that are not there', async () => {
    const { world, parcels } = await openDays(
      (parcel, row) => (row % 2 === 0 ? '{"predictions":[{"score":null}]}' : percent(parcel)),
      '{ primaryMetric: roc_auc }',
    );
    labelDay(world, 0, parcels, { wrong: 10 });

    const { verdict } = await world.checkAccuracy(0);

    expect(verdict.nextStep).toBe('fix-data');
    expect(verdict.reasons).toEqual([
      expect.stringMatching(tell),
      '200 of 400 answers are missing; performance is that of the other 200 rows, and not compared',
    ]);
  });

  it('wait for labels, as other answers do', async () => {
    const { world, parcels } = await openDays(percent, '{ primaryMetric: roc_auc }');
    labelDay(world, 0, parcels, { wrong: 1, to: 20 });

    const { verdict } = await world.checkAccuracy(0);

    expect(verdict).toMatchObject({ nextStep: 'wait-for-labels', performance: { comparedWithBaseline: 'unknown' } });
  });

  it('of one answer in four hundred change nothing', async () => {
    const { world, parcels } = await openDays(
      (parcel, row) => (row === 5 ? percent({ ...parcel, score: 0.5 }) : good(parcel)),
      '{ primaryMetric: roc_auc }',
    );
    labelDay(world, 0, parcels, { wrong: 20 });

    const drift = await world.checkDrift(0);
    const { verdict } = await world.checkAccuracy(0);

    expect([drift.verdict.nextStep, verdict.nextStep]).toEqual(['continue', 'continue']);
    expect(verdict.performance.comparedWithBaseline).toBe('same');
  });
});

/** A model of prices: `price` and its prediction, both in the form that `write` gives them. */
function openPrices(write: (value: number) => Cell = (value) => value, baselineWrite = (value: number): Cell => value) {
  const world = StoryWorld.open(`
model: prices
problem: regression
capture: { uri: captures, features: [size], prediction: { value: 0 } }
labels: { uri: labels, lag: PT0S }
baseline: { uri: training.csv, label: price, value: guess }
performance: { primaryMetric: mae, alert: [mae > 1], retrain: [mae > 1] }
`);
  const random = new SeededRandom(5);
  const draw = () => {
    const price = Math.round(100 * Math.exp(8 + random.normal())) / 100;
    return { size: price / 10, price, guess: price * (1 + 0.01 * random.normal()) };
  };
  const rows = Array.from({ length: 1000 }, draw);
  world.write(
    'training.csv',
    csvFile(
      ['size', 'price', 'guess'],
      rows.map(({ size, price, guess }) => [size, baselineWrite(price), guess]),
    ),
  );
  const served = Array.from({ length: 400 }, draw);
  const lines = served.map(({ size, guess }, row) =>
    captureLine({
      time: FIRST_DAY + HOUR + row * 1000,
      rows: [[size]],
      answers: [guess],
      inferenceId: parcelId(0, row),
    }),
  );
  writeCaptureLines(world, FIRST_DAY + HOUR, lines);
  writeLabels(
    world,
    FIRST_DAY + DAY + HOUR,
    served.map(({ price }, row) => ({ id: parcelId(0, row), values: [write(price)] })),
  );
  return { world, served };
}

const separated = (value: number): Cell => value.toLocaleString('en-US', { minimumFractionDigits: 2 });

describe('labels written for people', () => {
  it.each([
    ['separators', separated],
    ['a currency', (value: number) => `€ ${value}`],
    ['percent', (value: number) => `${value} %`],
  ])('with %s: performance is not known, no limit is met, and people are told', async (_name, write) => {
    const { world, served } = openPrices(write);
    await world.buildBaseline();

    const { verdict, limits, performance } = await world.checkAccuracy(0);

    const unreadable = served.filter(({ price }) => Number.isNaN(Number(write(price)))).length;
    expect(unreadable).toBeGreaterThan(300);
    expect(verdict.performance).toMatchObject({ value: null, comparedWithBaseline: 'unknown' });
    expect(verdict.performance.leftOut).toMatch(
      new RegExp(`^(${unreadable} of 400|all 400) labels are texts such as ".*\\d.*"$`),
    );
    expect(verdict.nextStep).toBe('alert');
    expect(limits.map(({ met }) => met)).toEqual([null, null]);
    expect(performance!.leftOut).toMatchObject({ rows: unreadable, labelled: 400 });
    expect(world.told()).toEqual([`no-labels open ${dayName(0)}`]);
    expect(world.alerts[0].title).toContain('performance is not known');
  });

  it('are refused in a baseline', async () => {
    const { world } = openPrices(separated, separated);
    await expect(world.buildBaseline()).rejects.toThrow(/labels are texts such as "\d+,\d+\.\d\d"/);
  });
});

describe('a class answer on held-out rows only', () => {
  it('is compared with the answers, not with the rows that have none', async () => {
    const world = StoryWorld.open(
      parcelMonitor({
        capture: '{ uri: captures, features: [weight, distance, depot], prediction: { label: 0 } }',
        baseline: '{ uri: training.csv, label: late, predictedLabel: said }',
      }),
    );
    const parcels = drawParcels(new SeededRandom(1), 2000);
    const said = ({ score }: Parcel) => (score >= 0.5 ? 'yes' : 'no');
    const rows = parcels.map((parcel, i) => [
      parcel.weight,
      parcel.distance,
      parcel.depot,
      said(parcel),
      i % 5 === 0 ? said(parcel) : null,
    ]);
    world.write('training.csv', csvFile(['weight', 'distance', 'depot', 'late', 'said'], rows));
    await expect(world.buildBaseline()).rejects.toThrow('which class is the positive one?');
  });

  it.each([
    ['1', '0'],
    ['true', 'false'],
  ])('of %s and %s is quiet on quiet days, and a missing answer is broken data', async (yes, no) => {
    const world = StoryWorld.open(
      parcelMonitor({
        capture: '{ uri: captures, features: [weight, distance, depot], prediction: { label: 0 } }',
        baseline: '{ uri: training.csv, label: late, predictedLabel: said }',
      }),
    );
    const said = ({ score }: Parcel) => (score >= 0.5 ? yes : no);
    const rows = drawParcels(new SeededRandom(1), 2000).map((parcel, i) => [
      parcel.weight,
      parcel.distance,
      parcel.depot,
      said(parcel),
      i % 5 === 0 ? said(parcel) : null,
    ]);
    world.write('training.csv', csvFile(['weight', 'distance', 'depot', 'late', 'said'], rows));
    const { baseline } = await world.buildBaseline();
    for (const day of [0, 1]) {
      const parcels = drawParcels(new SeededRandom(50 + day), 400);
      const lines = requestsOf(day, parcels).map((request, row) => {
        const answer = day === 1 && row % 4 === 0 ? 'null' : said(parcels[row]);
        const line = JSON.parse(captureLine(request));
        line.captureData.endpointOutput = { mode: 'OUTPUT', encoding: 'JSON', data: `[[${answer}]]` };
        return JSON.stringify(line);
      });
      writeCaptureLines(world, requestsOf(day, parcels)[0].time, lines);
    }

    const [quiet, broken] = [await world.checkDrift(0), await world.checkDrift(1)];

    expect(baseline.predictions!.rows).toBe(400);
    expect(quiet.verdict).toMatchObject({ dataMatches: 'yes', reasons: [] });
    expect(quiet.predictionDrift!.features[0].distance).toBeLessThan(0.05);
    expect(broken.verdict.reasons).toEqual(["the model's answer label: 25 % are missing, 0 % in the baseline"]);
    expect(broken.predictionDrift!.features[0]).toMatchObject({ drifted: false, windowMissingShare: 0.25 });
  });
});

describe('one odd answer', () => {
  it('does not end the check', async () => {
    const world = await openDepot({
      capture: '{ uri: captures, features: [weight, distance, depot], prediction: { label: label } }',
      baseline: '{ uri: training.csv, label: late, predictedLabel: late }',
    });
    // Only positives, and one error: which class is positive the window alone does not say.
    const parcels = answerDay(world, (_parcel, row) =>
      row === 3 ? '{"predictions":[{"label":"error"}]}' : '{"predictions":[{"label":1}]}',
    );
    writeLabels(
      world,
      FIRST_DAY + 2 * DAY + HOUR,
      parcels.map((_, row) => ({ id: parcelId(0, row), values: [1] })),
    );

    const { verdict, performance } = await world.checkAccuracy(0);

    expect(performance!.rows).toBe(399);
    expect(verdict.performance.leftOut).toBe('1 of 400 answers is neither of the two classes such as "error"');
  });
});

it('a quiet day has nothing to say about the answers', async () => {
  const world = await openDepot();
  serveDay(world, 0);
  const { quality } = await world.checkDrift(0);
  expect(quality.filter(({ subject }) => subject === 'answer')).toEqual([]);
});
