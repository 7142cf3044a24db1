import { captureLine, csvFile, writeCaptures, writeLabels } from '../stories/fixtures.ts';
import { DAY, FIRST_DAY, HOUR } from '../stories/story-fixture.ts';
import { accuracy, baseline, byHand, drift, type SecretWorld, validate } from './secret-world.ts';
import { csv, json } from './secrets.ts';

const classes: SecretWorld = {
  name: 'classes and segments',
  monitor: () => `
model: orders
problem: multiclass-classification
capture: { uri: captures, prediction: { label: 0 }, features: [city] }
labels: { uri: labels, lag: P1D }
baseline: { uri: training.csv, label: kind, predictedLabel: answer }
performance: { primaryMetric: accuracy, alert: [accuracy < 0.99], segments: [city], minimumRows: 20 }
drift: { minimumRows: 20 }
`,
  write(fixture, secrets) {
    const kind = (i: number) => secrets.text(10 + (i % 3));
    const rows = Array.from({ length: 400 }, (_, i) => [secrets.text(i % 2), kind(i), kind(i)]);
    fixture.write('training.csv', csvFile(['city', 'kind', 'answer'], rows));
    for (const day of [0, 1, 2]) {
      writeCaptures(
        fixture,
        Array.from({ length: 300 }, (_, i) => ({
          time: FIRST_DAY + day * DAY + i * 1000,
          rows: [[secrets.text(i % 2)]],
          // Day 0: more wrong in one city. Day 1: other answers and more of the first class. Day 2: classes that no label has.
          answers: [
            day === 2 ? secrets.text(90) : day === 1 && i % 2 === 0 ? kind(0) : i % 6 === 0 ? kind(i + 1) : kind(i),
          ],
          inferenceId: secrets.id(day * 1000 + i),
        })),
      );
      writeLabels(
        fixture,
        FIRST_DAY + (day + 1) * DAY + HOUR,
        Array.from({ length: 300 }, (_, i) => ({ id: secrets.id(day * 1000 + i), values: [kind(i)] })),
      );
    }
  },
  steps: [baseline, validate, drift(0), accuracy(0), drift(1), accuracy(1), drift(2), accuracy(2)],
};

const twoClasses: SecretWorld = {
  name: 'two classes, of which one is named',
  monitor: (secrets) => `
model: orders
problem: binary-classification
positive: returned
capture: { uri: captures, prediction: { label: 0 }, features: [city] }
labels: { uri: labels, lag: P1D }
baseline: { uri: training.csv, label: kind, predictedLabel: answer }
performance: { primaryMetric: accuracy, alert: [accuracy < 0.99], minimumRows: 20, segments: [city] }
drift: { minimumRows: 20, features: { city: { limit: 0.01 } } } # ${json(secrets.text(0)).length}
`,
  write(fixture, secrets) {
    const kind = (i: number) => (i % 2 === 0 ? 'returned' : secrets.text(1));
    fixture.write(
      'training.csv',
      csvFile(
        ['city', 'kind', 'answer'],
        Array.from({ length: 400 }, (_, i) => [secrets.text(i % 3), kind(i), kind(i)]),
      ),
    );
    for (const day of [0, 1]) {
      writeCaptures(
        fixture,
        Array.from({ length: 200 }, (_, i) => ({
          time: FIRST_DAY + day * DAY + i * 1000,
          rows: [[secrets.text(i % 3)]],
          // A tenth of the answers is neither; on the second day all are.
          answers: [day === 1 || i % 10 === 0 ? secrets.text(60) : kind(i)],
          inferenceId: secrets.id(day * 1000 + i),
        })),
      );
      writeLabels(
        fixture,
        FIRST_DAY + (day + 1) * DAY + HOUR,
        Array.from({ length: 200 }, (_, i) => ({
          id: secrets.id(day * 1000 + i),
          values: [day === 1 ? secrets.text(61) : kind(i)],
        })),
      );
    }
  },
  steps: [baseline, validate, drift(0), accuracy(0), drift(1), accuracy(1)],
};

/** Two classes of which neither is named, and no baseline that knows them. */
const unnamed: SecretWorld = {
  name: 'two classes, of which none is named',
  monitor: () => `
model: orders
problem: binary-classification
capture: { uri: captures, prediction: { label: 0 }, features: [city] }
labels: { uri: labels, lag: P1D }
performance: { primaryMetric: accuracy, alert: [accuracy < 0.99], minimumRows: 20 }
`,
  write(fixture, secrets) {
    writeCaptures(
      fixture,
      Array.from({ length: 100 }, (_, i) => ({
        time: FIRST_DAY + i * 1000,
        rows: [[1]],
        answers: [secrets.text(i % 2)],
        inferenceId: secrets.id(i),
      })),
    );
    writeLabels(
      fixture,
      FIRST_DAY + DAY + HOUR,
      Array.from({ length: 100 }, (_, i) => ({ id: secrets.id(i), values: [secrets.text(i % 2)] })),
    );
  },
  steps: [validate, accuracy(0)],
};

/** Labels of other requests, at positions that are none. */
const strangers: SecretWorld = {
  name: 'labels of other requests',
  monitor: () => `
model: orders
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [amount] }
labels: { uri: labels, format: csv, position: position, lag: P1D }
`,
  write(fixture, secrets) {
    writeCaptures(
      fixture,
      Array.from({ length: 50 }, (_, i) => ({
        time: FIRST_DAY + i * 1000,
        rows: [[1]],
        answers: [1],
        inferenceId: secrets.id(i),
      })),
    );
    const labels = Array.from({ length: 50 }, (_, i) => [secrets.id(900 + i), 1, i % 2 === 0 ? 0 : secrets.text(i)]);
    fixture.write('labels/l.csv', csv([['id', 'label', 'position'], ...labels]));
  },
  steps: [validate, accuracy(0)],
};

/** Captures that lie a folder deeper than the monitor file says. */
const deeper: SecretWorld = {
  name: 'captures in other folders',
  monitor: () => `
model: orders
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [amount] }
baseline: { uri: training.csv }
`,
  write(fixture, secrets) {
    fixture.write(
      'training.csv',
      csvFile(
        ['amount'],
        Array.from({ length: 100 }, (_, i) => [i]),
      ),
    );
    const line = captureLine({ time: FIRST_DAY, rows: [[1]], answers: [1] });
    fixture.write(`captures/region=${secrets.id(1)}/2001/02/01/00/a.jsonl`, line);
  },
  steps: [baseline, drift(0), byHand(0)],
};

export const LABEL_WORLDS: readonly SecretWorld[] = [classes, twoClasses, unnamed, strangers, deeper];
