/** The training program of simulations: CSV rows, label first, of the files in SM_CHANNEL_TRAIN; the model goes to SM_MODEL_DIR. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatModel } from '../world/learnable/linear-model.ts';
import { fitLogisticRegression } from './logistic-regression.ts';
import { parseRows } from './rows.ts';

const { SM_CHANNEL_TRAIN, SM_MODEL_DIR } = process.env;
if (SM_CHANNEL_TRAIN === undefined || SM_MODEL_DIR === undefined) {
  throw new Error(
    'SM_CHANNEL_TRAIN (the folder of the rows) and SM_MODEL_DIR (the folder for the model) have to be set',
  );
}
const files = readdirSync(SM_CHANNEL_TRAIN).sort();
const rows = files.flatMap((name) => parseRows(readFileSync(join(SM_CHANNEL_TRAIN, name), 'utf8')));
const model = fitLogisticRegression(
  rows.map(([, ...features]) => features),
  rows.map(([label]) => label),
);
writeFileSync(join(SM_MODEL_DIR, 'model.json'), formatModel(model));
