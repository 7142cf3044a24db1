/**
 * DuckDB on one thread: the captures into a table, then moments, 19 quantiles of every number and counts of every
 * category. Prints the number of rows.
 * Run: node bench/reading/duckdb.ts FOLDER csv|base64|json|objects|parquet COLUMNS
 */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { captureFolder, featuresOf, isNumber, type Payload } from './captures.ts';

const [folder, payload, width] = process.argv.slice(2);
const FEATURES = featuresOf(Number(width));
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();

const csvOf = (text: string) => `list_transform(string_split(${text}, chr(10)), lambda row: string_split(row, ','))`;
const members = FEATURES.map((name) => `"${name}":"VARCHAR"`).join(',');
const request = {
  csv: csvOf('request'),
  base64: csvOf('decode(from_base64(request))'),
  json: `json_transform(request, '{"instances":[["VARCHAR"]]}').instances`,
  objects: `json_transform(request, '{"instances":[{${members}}]}').instances`,
}[payload as Exclude<Payload, 'parquet'>];
const value = (name: string, i: number) => (payload === 'objects' ? `v.${name}` : `v[${i + 1}]`);
const cells = FEATURES.map((name, i) =>
  isNumber(i, FEATURES.length) ? `cast(${value(name, i)} as double) ${name}` : `${value(name, i)} ${name}`,
);
const requests = () => `
  select ${cells.join(', ')}, cast(score as double) score from (
    select unnest(${request}) v, unnest(string_split(response, chr(10))) score from (
      select captureData.endpointInput.data as request, captureData.endpointOutput.data as response
      from read_json('${join(captureFolder(folder), '*.jsonl')}', format = 'newline_delimited', columns = {
        captureData: 'STRUCT(endpointInput STRUCT(data VARCHAR), endpointOutput STRUCT(data VARCHAR))',
        eventMetadata: 'STRUCT(inferenceTime TIMESTAMP, eventId VARCHAR)'
      })))`;
const table = () =>
  `select ${FEATURES.join(', ')}, score from read_parquet('${join(captureFolder(folder), '*.parquet')}')`;
await connection.run(`create table captured as ${payload === 'parquet' ? table() : requests()}`);

const quantiles = Array.from({ length: 19 }, (_, i) => (i + 1) / 20).join(', ');
const measures = FEATURES.filter((_, i) => isNumber(i, FEATURES.length)).map(
  (name) => `avg(${name}), stddev(${name}), min(${name}), max(${name}), approx_quantile(${name}, [${quantiles}])`,
);
const [counted] = (
  await connection.runAndReadAll(`select count(*), count(score), ${measures.join(', ')} from captured`)
).getRows();
for (const name of FEATURES.filter((_, i) => !isNumber(i, FEATURES.length))) {
  await connection.runAndReadAll(`select ${name}, count(*) from captured group by 1`);
}
console.log(String(counted[0]));
