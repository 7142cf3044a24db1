/** The scoring program of the demo: request lines on stdin, one probability for each on stdout. The model is in SM_MODEL_DIR. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseModel } from './model/model.ts';
import { addLines, RequestLines } from './request-lines.ts';
import { answerRequests } from './serving.ts';

const { SM_MODEL_DIR } = process.env;
if (SM_MODEL_DIR === undefined) throw new Error('SM_MODEL_DIR must be the folder of the model');
const model = parseModel(await readFile(join(SM_MODEL_DIR, 'model.json'), 'utf8'));
const lines = new RequestLines(false);
await addLines(lines, process.stdin);
const answers = answerRequests(model, lines.flights);
process.stdout.write(Array.from(answers, (answer) => `${answer}\n`).join(''));
