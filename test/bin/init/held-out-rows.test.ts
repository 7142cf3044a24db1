import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row, writeRecords } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { initNamed } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

/** Longer than the rows that init looks at first. */
const TRAINED = 3000;
const HELD_OUT = 900;
const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Training rows, then held-out rows with an answer: the natural order of a file. In JSON, only these have the key. */
function training(row: (i: number) => Row, answer: (i: number) => Row, isJson = false): Row[] {
  const absent = isJson ? {} : Object.fromEntries(Object.keys(answer(0)).map((name) => [name, '']));
  return Array.from({ length: TRAINED + HELD_OUT }, (_, i) => ({ ...row(i), ...(i < TRAINED ? absent : answer(i)) }));
}

const init = (shop: Shop, ...options: readonly string[]) => initNamed('homes', shop, options);

describe('init on training data whose last rows have the predictions', () => {
  const area = (i: number) => 40 + ((i * 37) % 90) + 0.5;
  const homes = (name: string) =>
    training(
      (i) => ({ area: area(i), rooms: 1 + (i % 5), price: 3 * area(i) + (i % 7) }),
      (i) => ({ [name]: 3 * area(i) + 3.25 }),
    );

  function writeHomes(shop: Shop, rows: readonly Row[]): void {
    writeRecords(shop, 'captures', ({ age }) => [
      [`${age},3`, 'text/csv', 'CSV'],
      [String(3 * age + 3.25), 'text/csv', 'CSV'],
    ]);
    shop.write('training.csv', csv(rows));
  }

  it.each(['prediction', 'y_pred', 'predicted_value'])('finds the predicted number in %s', async (name) => {
    const shop = openFolder();
    writeHomes(shop, homes(name));
    const { value, stdout } = await init(shop, '--training', 'training.csv');
    expect(value.capture.prediction).toEqual({ value: 0 });
    expect(value.capture.features).toEqual(['area', 'rooms']);
    expect(value.baseline).toMatchObject({ label: 'price', value: name });
    expect(stdout).not.toMatch(/baseline[.:]/);
    const built = await run(['baseline', 'homes']);
    expect(built.stdout).toContain(`the model on ${HELD_OUT} held-out rows`);
  });

  it('takes a column by its name that has no value as far as it reads, and says so', async () => {
    const shop = openFolder();
    const rows = homes('prediction').slice(0, TRAINED);
    writeHomes(shop, rows);
    const { value, stdout } = await init(shop, '--training', 'training.csv');
    expect(value.baseline.value).toBe('prediction');
    expect(stdout).toContain('baseline.value: by its name; it has no value in the rows read');
  });

  it.each([
    [49_000, false],
    [51_000, true],
  ])('reads the first 50,000 rows for it: is it a guess after %i others? %s', async (others, isGuess) => {
    const shop = openFolder();
    const rows = Array.from({ length: others + 500 }, (_, i) => ({
      area: area(i),
      rooms: 1 + (i % 5),
      price: 3 * area(i) + (i % 7),
      prediction: i < others ? '' : 3 * area(i) + 3.25,
    }));
    writeHomes(shop, rows);
    const { value, stdout } = await init(shop, '--training', 'training.csv');
    expect(value.baseline.value).toBe('prediction');
    expect(stdout.includes('baseline.value: by its name; it has no value in the rows read')).toBe(isGuess);
  });

  it('says which key is missing where no column has the predictions', async () => {
    const shop = openFolder();
    writeHomes(
      shop,
      homes('x').map(({ x: _x, ...row }) => row),
    );
    const { value, stdout } = await init(shop, '--training', 'training.csv');
    expect(value.baseline.value).toBeUndefined();
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      "baseline: no key names the model's answers in the training data (baseline.value)",
    );
    const built = await run(['baseline', 'homes']);
    expect(built.stdout).toContain('no answers (baseline.value): performance is not compared with the baseline');
    expect(built.stdout).not.toContain('baseline.label');
    const { stdout: examined } = await run(['doctor', 'homes']);
    expect(examined).toMatch(/^note +data +baseline: .*\(baseline\.value\)/m);
  });

  it('finds the predicted class by the last part of the name that captures have', async () => {
    const shop = openFolder();
    const decided = (i: number) => (i % 3 === 0 ? 'refuse' : 'grant');
    shop.write(
      'captures/day.jsonl',
      jsonl(
        PREDICTIONS.map(({ at, request_id, age }, i) => ({
          at,
          request_id,
          input: { age },
          output: { decision: decided(i) },
        })),
      ),
    );
    shop.write(
      'training.jsonl',
      jsonl(
        training(
          (i) => ({ input: { age: area(i) }, granted: decided(i + (i % 2)) }),
          (i) => ({ decision: decided(i) }),
          true,
        ),
      ),
    );
    const { value } = await init(shop, '--training', 'training.jsonl');
    expect(value.capture.prediction).toEqual({ label: 'output.decision' });
    expect(value.baseline).toMatchObject({ label: 'granted', predictedLabel: 'decision' });
  });
});
