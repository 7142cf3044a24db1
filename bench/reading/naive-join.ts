/**
 * The labels of captured requests as everyone joins them first: a Map of scores by id, then the labels. Prints the number of pairs.
 * Run: node bench/reading/naive-join.ts FOLDER csv
 */
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { captureFolder } from './captures.ts';

const [folder] = process.argv.slice(2);
const linesOf = (path: string) =>
  createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });

const scores = new Map<string, number>();
for (const name of readdirSync(captureFolder(folder))) {
  for await (const line of linesOf(join(captureFolder(folder), name))) {
    const { captureData, eventMetadata } = JSON.parse(line);
    scores.set(eventMetadata.eventId, Number(captureData.endpointOutput.data));
  }
}
const actual: number[] = [];
const predicted: number[] = [];
for await (const line of linesOf(join(folder, 'labels/labels.csv'))) {
  const [id, label] = line.split(',');
  const score = scores.get(id);
  if (score === undefined) continue;
  actual.push(Number(label));
  predicted.push(score);
}
const right = actual.filter((label, i) => (predicted[i] >= 0.5 ? 1 : 0) === label).length;
if (!(right / actual.length > 0)) throw new Error('no accuracy');
console.log(actual.length);
