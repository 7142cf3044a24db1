import { type Cell, csvFile } from '../stories/fixtures.ts';
import { baseline, drift, type SecretWorld, validate } from './secret-world.ts';
import { csv, json, type Secrets } from './secrets.ts';

/** A world whose baseline cannot be built; everything it says is an error. */
function impossible(
  name: string,
  sections: string,
  file: (secrets: Secrets) => string,
  path = 'training.csv',
): SecretWorld {
  return {
    name,
    monitor: () => `model: orders\n${sections}\n`,
    write: (fixture, secrets) => fixture.write(path, file(secrets)),
    steps: [baseline, validate, drift(0)],
  };
}

const binary = (more: string) => `problem: binary-classification
capture: { uri: captures, prediction: { score: 0 } }
labels: { uri: labels }
baseline: { uri: training.csv, label: late${more} }`;
const late = (secrets: Secrets, values: (i: number) => Cell, answers: (i: number) => Cell = () => 0.5) =>
  csvFile(
    ['city', 'late', 'p'],
    Array.from({ length: 1200 }, (_, i) => [secrets.text(i % 3), values(i), answers(i)]),
  );

export const IMPOSSIBLE_WORLDS: readonly SecretWorld[] = [
  impossible('a positive class that is not known', binary(''), (secrets) => late(secrets, (i) => secrets.text(i % 2))),
  impossible('a positive class that no label has', `positive: yes\n${binary('')}`, (secrets) =>
    late(secrets, (i) => secrets.text(i % 2)),
  ),
  impossible('answers that are texts', binary(', score: p'), (secrets) =>
    late(
      secrets,
      (i) => i % 2,
      (i) => secrets.text(i),
    ),
  ),
  impossible(
    'labels and answers that differ',
    `problem: binary-classification
positive: 1
capture: { uri: captures, prediction: { label: 0 } }
baseline: { uri: training.csv, label: late, predictedLabel: p }`,
    (secrets) =>
      late(
        secrets,
        (i) => i % 2,
        (i) => secrets.text(i % 2),
      ),
  ),
  impossible(
    'labels that are texts',
    `problem: regression
capture: { uri: captures, prediction: { value: 0 } }
baseline: { uri: training.csv, label: late, value: p }`,
    (secrets) =>
      late(
        secrets,
        (i) => secrets.text(i),
        () => 1,
      ),
  ),
  impossible('a table without a header', binary(''), (secrets) =>
    csv(Array.from({ length: 50 }, (_, i) => [secrets.text(i), secrets.number(i)])),
  ),
  impossible(
    'a column that is nearly found',
    binary('').replace('score: 0 }', 'score: 0 }, features: [qzxi1]'),
    (secrets) =>
      csvFile(
        ['late', secrets.text(1)],
        Array.from({ length: 50 }, (_, i) => [i % 2, i]),
      ),
  ),
  impossible('a header twice the same', binary(''), (secrets) =>
    csv([
      ['late', secrets.text(1), secrets.text(1)],
      [1, 2, 3],
    ]),
  ),
  impossible(
    'broken lines',
    binary('').replaceAll('training.csv', 'training.jsonl'),
    (secrets) => `{"late":1,"city":${json(secrets.text(1))}}\n{"late": ${secrets.id(2)}}\n`,
    'training.jsonl',
  ),
];
