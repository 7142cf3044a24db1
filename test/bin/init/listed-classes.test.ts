import { afterEach, describe, expect, it } from 'vitest';
import { csv, PREDICTIONS, type Row, writeGroundTruth, writeRecords } from '../made-data.ts';
import { openFolder } from '../shop.ts';
import { init, PLACES } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

/** Not in the alphabetical order. */
const CLASSES = ['owl', 'cat', 'dog'];
const sharesOf = (p: number) => [p / 2, (1 - p) / 4, 1 - p / 2 - (1 - p) / 4];
const classOf = ({ request_id }: { readonly request_id: string }) => CLASSES[Number(request_id.replace(/\D/g, '')) % 3];

/** A model whose answers have probabilities in a list, beside what `more` says of them. */
async function initOn(more: Row, training: Row) {
  const shop = openFolder();
  writeRecords(shop, 'captures', ({ age, plan, p, request_id }) => [
    [`${age},${plan}`, 'text/csv', 'CSV'],
    [
      JSON.stringify({ predicted_label: classOf({ request_id }), probabilities: sharesOf(p), ...more }),
      'application/json',
      'JSON',
    ],
  ]);
  writeGroundTruth(shop, 'labels', (row) => classOf(row));
  shop.write(
    'training.csv',
    csv(PREDICTIONS.map((row) => ({ age: row.age, plan: row.plan, animal: classOf(row), ...training }))),
  );
  return init(shop, ...PLACES);
}

describe('init on answers that list their classes beside their probabilities', () => {
  it('gives each probability its class, and finds the columns of the training data that end with the classes', async () => {
    const { value, stdout } = await initOn({ labels: CLASSES }, { p_cat: '', p_dog: '', p_owl: '' });
    expect(value.capture.prediction.scores).toEqual({
      owl: 'probabilities.0',
      cat: 'probabilities.1',
      dog: 'probabilities.2',
    });
    expect(value.baseline.scores).toEqual({ owl: 'p_owl', cat: 'p_cat', dog: 'p_dog' });
    expect(stdout).not.toContain('alphabetical');
  });

  it.each([
    ['no list', {}],
    ['a list with a class twice', { labels: ['owl', 'cat', 'cat'] }],
  ])('guesses the alphabetical order with %s', async (_, more) => {
    const { value, stdout } = await initOn(more, { p_cat: '', p_dog: '' });
    expect(value.capture.prediction.scores).toMatchObject({ cat: 'probabilities.0' });
    expect(value.baseline).not.toHaveProperty('scores');
    expect(stdout).toContain('alphabetical order');
  });
});
