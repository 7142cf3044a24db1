/** The training program of the lesson: rows `returned,price,channel` in SM_CHANNEL_TRAIN, the model to SM_MODEL_DIR. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { train } from './model.ts';

const { SM_CHANNEL_TRAIN, SM_MODEL_DIR } = process.env;
if (SM_CHANNEL_TRAIN === undefined || SM_MODEL_DIR === undefined) {
  throw new Error('SM_CHANNEL_TRAIN and SM_MODEL_DIR must be the folders of the training rows and of the model');
}
const files = readdirSync(SM_CHANNEL_TRAIN).sort();
const lines = files.flatMap((name) => readFileSync(join(SM_CHANNEL_TRAIN, name), 'utf8').trim().split('\n'));
const rows = lines.map((line) => {
  const [returned, price] = line.split(',');
  return { returned: returned === '1', price: Number(price) };
});
writeFileSync(join(SM_MODEL_DIR, 'model.json'), JSON.stringify(train(rows)));
