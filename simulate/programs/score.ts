/** The scoring program of simulations: request lines on stdin, an answer `{"score":0.5}` for each on stdout. The model is in SM_MODEL_DIR. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCORE_NAME } from '../world/generated-world.ts';
import { logitOf, parseModel } from '../world/learnable/linear-model.ts';
import { scoreOf } from '../world/numbers.ts';
import { parseRows } from './rows.ts';

const { SM_MODEL_DIR } = process.env;
if (SM_MODEL_DIR === undefined) throw new Error('SM_MODEL_DIR is not set: the folder of the model');
const model = parseModel(readFileSync(join(SM_MODEL_DIR, 'model.json'), 'utf8'));
const rows = parseRows(readFileSync(0, 'utf8'));
process.stdout.write(
  rows.map((row) => `${JSON.stringify({ [SCORE_NAME]: scoreOf(logitOf(model, (i) => row[i])) })}\n`).join(''),
);
