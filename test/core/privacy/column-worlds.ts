import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import {
  type Cell,
  captureLine,
  csvFile,
  labelLine,
  writeCaptureLines,
  writeCaptures,
  writeLabels,
} from '../stories/fixtures.ts';
import { DAY, FIRST_DAY, HOUR } from '../stories/story-fixture.ts';
import { accuracy, baseline, byHand, drift, dry, latest, type SecretWorld, validate } from './secret-world.ts';
import { csv, json, type Secrets } from './secrets.ts';

const FEATURES = ['city', 'amount', 'mail', 'constant', 'code', 'when'] as const;

/** A day of orders whose columns differ in ways that findings quote. */
function orders(secrets: Secrets, day: number, rows = 300): Cell[][] {
  const random = new SeededRandom(day + 10);
  const isBroken = day === 3;
  return Array.from({ length: rows }, (_, i) => [
    // Day 1 and 2: the second city is everywhere; day 3: unknown cities.
    isBroken && i % 3 === 0 ? secrets.text(50 + (i % 4)) : secrets.text(day >= 1 && i % 2 === 0 ? 1 : i % 4),
    isBroken && i % 5 === 0 ? secrets.number(i) : random.uniform() * 100,
    // Nearly all distinct; day 3: another form, and repeated.
    isBroken ? `${secrets.text(i % 3)}${'?'.repeat(i % 30)}` : secrets.id(1000 * (day + 2) + i),
    isBroken ? secrets.number(7) : i % 7,
    isBroken && i % 2 === 0 ? secrets.text(70) : i % 40,
    isBroken && i % 4 === 0 ? '2199-08-06T07:05:30Z' : `2001-01-${String(1 + (i % 28)).padStart(2, '0')}`,
  ]);
}

/** With one row in 600 that cannot be read. */
const training = (secrets: Secrets) => `${csvFile(FEATURES, orders(secrets, -1, 600))}${csv([[secrets.text(1)]])}`;

const drifted: SecretWorld = {
  name: 'columns that drift and break',
  monitor: () => `
model: orders
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [${FEATURES.join(', ')}] }
baseline: { uri: training.csv, types: { city: category, code: number } }
drift: { minimumRows: 50 }
`,
  write(fixture, secrets) {
    fixture.write('training.csv', training(secrets));
    for (const day of [0, 1, 2, 3, 4]) {
      const rows = orders(secrets, day);
      writeCaptures(
        fixture,
        rows.map((row, i) => ({
          time: FIRST_DAY + day * DAY + i * 1000,
          rows: [row],
          answers: [day === 4 ? secrets.text(3) : i % 10],
          inferenceId: secrets.id(day * 1000 + i),
        })),
      );
    }
    // A request that came twice, and one whose id came again with other content.
    const again = {
      time: FIRST_DAY + DAY,
      rows: [orders(secrets, 1)[0]],
      answers: [0],
      inferenceId: secrets.id(1000),
      eventId: secrets.id(77),
    };
    for (const requests of [[again], [again]]) writeCaptures(fixture, requests);
    writeCaptures(fixture, [{ ...again, answers: [5] }]);
  },
  steps: [baseline, validate, drift(0), drift(1), drift(2), drift(3), drift(4), byHand(9), dry(3), latest],
};

const outliers: SecretWorld = {
  name: 'a distance that one number makes',
  monitor: () => `
model: orders
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [amount, other] }
baseline: { uri: training.csv }
drift: { minimumRows: 50, features: { amount: { method: wasserstein }, other: { method: wasserstein } } }
`,
  write(fixture, secrets) {
    const random = new SeededRandom(4);
    const amount = () => random.uniform();
    fixture.write(
      'training.csv',
      csvFile(
        ['amount', 'other'],
        Array.from({ length: 600 }, (_, i) => [amount(), i === 5 ? secrets.number(1) : amount()]),
      ),
    );
    const rows = Array.from({ length: 300 }, (_, i): Cell[] => [i === 9 ? secrets.number(0) : amount(), amount()]);
    writeCaptures(
      fixture,
      rows.map((row, i) => ({ time: FIRST_DAY + i * 1000, rows: [row], answers: [1] })),
    );
  },
  steps: [baseline, drift(0)],
};

/** Lines that cannot be read, and why: each says the secret in its reason or in its text. */
function brokenLines(secrets: Secrets): string[] {
  const record = { time: FIRST_DAY, rows: [[secrets.text(0), 1]], answers: [1], eventId: secrets.id(3) };
  const line = (side: 'endpointInput' | 'endpointOutput', changed: object) => {
    const { captureData, ...rest } = JSON.parse(captureLine(record));
    return json({ ...rest, captureData: { ...captureData, [side]: { ...captureData[side], ...changed } } });
  };
  const at = (inferenceTime: unknown) => {
    const { eventMetadata, ...rest } = JSON.parse(captureLine(record));
    return json({ ...rest, eventMetadata: { ...eventMetadata, inferenceTime } });
  };
  return [
    secrets.text(1),
    json([secrets.text(2)]),
    at(secrets.text(3)),
    at(secrets.number(3)),
    line('endpointInput', { encoding: secrets.text(4) }),
    line('endpointInput', { data: secrets.number(4) }),
    line('endpointInput', { data: csv([[secrets.text(5), 1, 2, 3]]) }),
    line('endpointOutput', { data: csv([[secrets.text(6)], [2]]) }),
    line('endpointInput', { encoding: 'JSON', data: json({ [secrets.text(7)]: 1, [secrets.text(8)]: 2 }) }),
    line('endpointInput', { encoding: 'JSON', data: `{"${secrets.id(9)}": ${secrets.id(9)}` }),
  ];
}

const writeCities: SecretWorld['write'] = (fixture, secrets) => {
  const rows = Array.from({ length: 400 }, (_, i) => [secrets.text(i % 3), i % 50]);
  fixture.write('training.csv', csvFile(['city', 'amount'], rows));
};

const rejected: SecretWorld = {
  name: 'records that cannot be read',
  monitor: () => `
model: orders
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [city, amount] }
labels: { uri: labels, lag: P1D }
baseline: { uri: training.csv }
performance: { alert: [mae > 5], segments: [city] }
drift: { minimumRows: 20 }
`,
  write(fixture, secrets) {
    writeCities(fixture, secrets);
    const good = Array.from({ length: 60 }, (_, i) =>
      captureLine({
        time: FIRST_DAY + i * 1000,
        rows: [[secrets.text(i % 3), i % 50]],
        answers: [i % 9],
        inferenceId: secrets.id(i),
      }),
    );
    writeCaptureLines(fixture, FIRST_DAY, [...good, ...brokenLines(secrets)]);
    const labels = [
      secrets.text(1),
      json({
        groundTruthData: { data: secrets.text(2), encoding: secrets.text(3) },
        eventMetadata: { eventId: secrets.id(1) },
        eventVersion: '0',
      }),
      json({ groundTruthData: secrets.text(4), eventMetadata: { eventId: secrets.id(2) } }),
      ...Array.from({ length: 40 }, (_, i) =>
        labelLine({ id: secrets.id(i), values: [i % 2 === 0 ? secrets.text(9) : i] }),
      ),
    ];
    fixture.write(`labels/2001/02/02/05/l.jsonl`, `${labels.join('\n')}\n`);
    // The labels of the second day are of other requests.
    writeCaptures(
      fixture,
      Array.from({ length: 250 }, (_, i) => ({
        time: FIRST_DAY + DAY + i * 1000,
        rows: [[secrets.text(i % 3), i % 50]],
        answers: [1],
        inferenceId: secrets.id(5000 + i),
      })),
    );
  },
  steps: [baseline, validate, drift(0), accuracy(0), accuracy(1, FIRST_DAY + 40 * DAY)],
};

/** Plain tables: their header, their times, and the folders that they lie in. */
const tables: SecretWorld = {
  name: 'plain tables',
  monitor: () => `
model: orders
problem: regression
capture: { uri: captures, format: csv, time: at, id: id, prediction: { value: p }, features: [city, amount] }
labels: { uri: labels, format: csv, lag: P1D }
baseline: { uri: training.csv }
drift: { minimumRows: 20 }
`,
  write(fixture, secrets) {
    writeCities(fixture, secrets);
    const row = (i: number, at: string) => [at, secrets.id(i), secrets.text(i % 3), i % 50, i % 9];
    const day = (i: number) => new Date(FIRST_DAY + i * 60_000).toISOString();
    const header = ['at', 'id', 'city', 'amount', 'p'];
    const rows = Array.from({ length: 100 }, (_, i) => row(i, i % 5 === 0 ? secrets.text(i) : day(i)));
    fixture.write(`captures/region=${secrets.id(1)}/a.csv`, csv([header, ...rows, [secrets.text(3)]]));
    // Without a header: the first row names the columns.
    fixture.write(`captures/region=${secrets.id(2)}/b.csv`, csv(Array.from({ length: 20 }, (_, i) => row(i, day(i)))));
    const labels = Array.from({ length: 30 }, (_, i) => [i % 2 === 0 ? '' : secrets.id(9000 + i), i % 9]);
    fixture.write('labels/l.csv', csv([['id', 'label'], ...labels, [secrets.text(1), '', secrets.text(2)]]));
  },
  steps: [baseline, validate, drift(0), byHand(5), accuracy(0), latest],
};

/** Columns that only the captures have, and answers that are elsewhere. */
const misplaced: SecretWorld = {
  name: 'keys of requests and answers',
  monitor: () => `
model: orders
problem: binary-classification
capture: { uri: captures, prediction: { score: p } }
labels: { uri: labels, lag: P1D }
baseline: { uri: training.csv, label: late, score: p }
drift: { minimumRows: 20 }
`,
  write(fixture, secrets) {
    const rows = Array.from({ length: 300 }, (_, i) => [i % 50, i % 2, i % 2 === 0 ? 0.9 : 0.1]);
    fixture.write('training.csv', csvFile(['amount', 'late', 'p'], rows));
    const lines = Array.from({ length: 60 }, (_, i) => {
      const record = JSON.parse(
        captureLine({ time: FIRST_DAY + i * 1000, rows: [[1]], answers: [1], inferenceId: secrets.id(i) }),
      );
      const side = (mode: string, data: unknown) => ({
        observedContentType: 'application/json',
        mode,
        data: json(data),
        encoding: 'JSON',
      });
      record.captureData = {
        endpointInput: side('INPUT', { instances: [{ amount: i % 50, [secrets.text(1)]: 1, [secrets.text(2)]: 2 }] }),
        endpointOutput: side('OUTPUT', {
          predictions: [{ [secrets.text(3)]: 0.5, [secrets.text(4)]: secrets.text(5) }],
        }),
      };
      return json(record);
    });
    writeCaptureLines(fixture, FIRST_DAY, lines);
    writeLabels(
      fixture,
      FIRST_DAY + DAY + HOUR,
      Array.from({ length: 60 }, (_, i) => ({ id: secrets.id(i), values: [i % 2] })),
    );
  },
  steps: [baseline, validate, drift(0), accuracy(0)],
};

export const COLUMN_WORLDS: readonly SecretWorld[] = [drifted, outliers, rejected, tables, misplaced];
