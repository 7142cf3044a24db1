/** The training program of the demo, as SageMaker would run it: CSV files in SM_CHANNEL_TRAIN, the model to SM_MODEL_DIR. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatModel } from './model/model.ts';
import { train } from './model/train.ts';
import { addLines, RequestLines } from './request-lines.ts';

const { SM_CHANNEL_TRAIN, SM_MODEL_DIR } = process.env;
if (SM_CHANNEL_TRAIN === undefined || SM_MODEL_DIR === undefined) {
  throw new Error('SM_CHANNEL_TRAIN and SM_MODEL_DIR must be the folders of the training rows and of the model');
}
const lines = new RequestLines(true);
for (const name of (await readdir(SM_CHANNEL_TRAIN)).sort()) await addLines(lines, join(SM_CHANNEL_TRAIN, name));
// The few thousand rows come from few days: small trees and small steps keep the model from learning those days' weather.
const model = train(lines.flights, lines.labels, { trees: 40, depth: 3, learningRate: 0.05 });
await writeFile(join(SM_MODEL_DIR, 'model.json'), formatModel(model));
console.log(`trained on ${model.trainedRows} flights`);
