/** The scoring program of the lesson: requests `price,channel` on stdin, an answer `{"score":0.5}` for each on stdout. The model is in SM_MODEL_DIR. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseModel, scoreOf } from './model.ts';

const { SM_MODEL_DIR } = process.env;
if (SM_MODEL_DIR === undefined) throw new Error('SM_MODEL_DIR must be the folder of the model');
const model = parseModel(readFileSync(join(SM_MODEL_DIR, 'model.json'), 'utf8'));
const lines = readFileSync(0, 'utf8').trim().split('\n');
process.stdout.write(
  lines.map((line) => `${JSON.stringify({ score: scoreOf(model, Number(line.split(',')[0])) })}\n`).join(''),
);
