/**
 * DuckDB on one thread: scores joined with labels by id, and counted. Prints the number of pairs.
 * Run: node bench/reading/duckdb-join.ts FOLDER csv
 */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { captureFolder } from './captures.ts';

const [folder] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
const [counted] = (
  await connection.runAndReadAll(`
    select count(*), avg(cast((score >= 0.5) = (label = 1) as double)) from (
      select eventMetadata.eventId as id, cast(captureData.endpointOutput.data as double) as score
      from read_json('${join(captureFolder(folder), '*.jsonl')}', format = 'newline_delimited', columns = {
        captureData: 'STRUCT(endpointOutput STRUCT(data VARCHAR))',
        eventMetadata: 'STRUCT(eventId VARCHAR)'
      })) join read_csv('${join(folder, 'labels/labels.csv')}', types = { id: 'VARCHAR' }) using (id)`)
).getRows();
console.log(String(counted[0]));
