import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import type { FlightFeatures } from '../../demo/flights.ts';
import { parseModel } from '../../demo/model/model.ts';
import { addLines, RequestLineError, RequestLines } from '../../demo/request-lines.ts';
import { answerRequests } from '../../demo/serving.ts';
import { runCommand } from '../../lambdas/adapters/local/retraining/run-command.ts';
import { makeFlights } from './synthetic.ts';

const DEMO = join(import.meta.dirname, '../../demo');
const folder = mkdtempSync(join(tmpdir(), 'driftwarden-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const flights = makeFlights('2001-05-15', '2001-05-17', 1);
const late = Array.from(flights.delay, (delay) => (Math.abs(delay) > 10 ? 1 : 0));

function lineOf({ hour, weekday, distance, origin, destination }: FlightFeatures, row: number): string {
  const airports = [origin, destination].map(({ codes, dictionary }) => dictionary[codes[row]]);
  return [hour[row], weekday[row], distance[row], ...airports].join(',');
}

const requests = Array.from({ length: flights.rows }, (_, row) => lineOf(flights, row));

describe('lines of flights', () => {
  it('read back to the columns and labels they were made of', async () => {
    const lines = new RequestLines(true);
    await addLines(lines, Readable.from(requests.map((request, row) => `${late[row]},${request}\n`)));

    expect(lines.labels).toEqual(late);
    expect(Array.from({ length: lines.flights.rows }, (_, row) => lineOf(lines.flights, row))).toEqual(requests);
  });

  it.each(['', '2,5,3,700,ORD,ATL', '5,3,700,ORD,ATL', '1,5,3,700,ord,ATL', '1,5,3,700,ORD,ATL,1', '1,5,3,-7,ORD,ATL'])(
    '%j is no labelled flight',
    (line) => {
      expect(() => new RequestLines(true).add(line)).toThrow(RequestLineError);
    },
  );
});

describe('the programs of the retraining', () => {
  it('train on files with the label first, and answer a line for each request', async () => {
    const [training, model] = [join(folder, 'training'), join(folder, 'model')];
    for (const each of [training, model]) mkdirSync(each);
    const half = requests.length / 2;
    const labelled = requests.map((request, row) => `${late[row]},${request}\n`);
    writeFileSync(join(training, '2001-05-15.csv'), labelled.slice(0, half).join(''));
    writeFileSync(join(training, '2001-05-16.csv'), labelled.slice(half).join(''));
    writeFileSync(join(folder, 'in.csv'), requests.map((request) => `${request}\n`).join(''));
    const options = { cwd: folder, logs: join(folder, 'logs'), signal: new AbortController().signal };

    const env = { SM_CHANNEL_TRAIN: training, SM_MODEL_DIR: model };
    await runCommand(['node', join(DEMO, 'train.ts')], { ...options, env });
    const files = { input: join(folder, 'in.csv'), output: join(folder, 'in.csv.out') };
    await runCommand(['node', join(DEMO, 'score.ts')], { ...options, ...files, env: { SM_MODEL_DIR: model } });

    const trained = parseModel(readFileSync(join(model, 'model.json'), 'utf8'));
    expect(trained.trainedRows).toBe(flights.rows);
    const answers = readFileSync(join(folder, 'in.csv.out'), 'utf8').trimEnd().split('\n').map(Number);
    expect(answers).toEqual(Array.from(answerRequests(trained, flights)));
  });
});
