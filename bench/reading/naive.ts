/**
 * What everyone writes first: JSON.parse, split, push, count. Prints the number of rows.
 * Run: node bench/reading/naive.ts FOLDER csv|base64|json|objects|parquet COLUMNS
 */
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { captureFolder, featuresOf, isNumber } from './captures.ts';

const [folder, payload, width] = process.argv.slice(2);
const FEATURES = featuresOf(Number(width));
const columns: unknown[][] = FEATURES.map(() => []);
const scores: number[] = [];

for (const name of readdirSync(captureFolder(folder))) {
  const path = join(captureFolder(folder), name);
  if (payload === 'parquet') {
    for (const row of await parquetReadObjects({ file: await asyncBufferFromFile(path) })) {
      for (let i = 0; i < FEATURES.length; i++) {
        const value = row[FEATURES[i]];
        columns[i].push(isNumber(i, FEATURES.length) ? Number(value) : value);
      }
      scores.push(row['score']);
    }
    continue;
  }
  const input = createReadStream(path);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { endpointInput, endpointOutput } = JSON.parse(line).captureData;
    const rows = rowsOf(endpointInput.data);
    for (const row of rows) {
      for (let i = 0; i < row.length; i++) columns[i].push(isNumber(i, FEATURES.length) ? Number(row[i]) : row[i]);
    }
    for (const score of endpointOutput.data.split('\n')) scores.push(Number(score));
  }
}

const profile = [...columns, scores].map((values, column) => {
  if (isNumber(column, FEATURES.length) || column === FEATURES.length) return momentsOf(values as number[]);
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
});
if (profile.length !== FEATURES.length + 1) throw new Error('a column was lost');
console.log(scores.length);

function momentsOf(values: readonly number[]): object {
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { mean: sum / values.length, min, max };
}

function rowsOf(data: string): unknown[][] {
  if (payload === 'csv') return data.split('\n').map((row) => row.split(','));
  if (payload === 'base64')
    return Buffer.from(data, 'base64')
      .toString()
      .split('\n')
      .map((row) => row.split(','));
  const { instances } = JSON.parse(data);
  return payload === 'json'
    ? instances
    : instances.map((row: Record<string, unknown>) => FEATURES.map((name) => row[name]));
}
