import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { windowAt } from '../../lambdas/core/monitor/windows.ts';
import { layoutProblem, readCaptures } from '../aws/captured.ts';
import { driftAnswer, invoke } from '../aws/functions.ts';
import type { InferenceRequest } from '../data/files.ts';
import { drawRows, requestOf } from '../data/rows.ts';
import { formatDuration } from '../duration.ts';
import { LIVE_WINDOW, RETRAINING_ROWS } from '../monitors.ts';
import { expect, type Session, waitFor } from '../session.ts';
import type { Deployed } from './deployed.ts';
import type { Done } from './runner.ts';

const MINUTE = 60_000;
/** More than a retraining needs, because capturing may drop some. */
const WINDOW_ROWS = RETRAINING_ROWS + 100;
/** Requests at the same time. */
const PARALLEL = 8;
/** Sending takes less than this. */
const ROOM = 2 * MINUTE;
/** Captures come a few minutes late. SageMaker may drop some, so after a while most of them are enough. */
const CAPTURE_WAIT = { every: 20_000, atMost: 15 * MINUTE };
const COMPLETE_UNTIL = 8 * MINUTE;
const ENOUGH = 0.9;

const SCHEDULE = { window: { minutes: LIVE_WINDOW / MINUTE }, timeZone: 'UTC' } as const;

/** Requests of one window that were answered, with the answers. */
export interface Traffic {
  /** Name of the monitor's window. */
  readonly window: string;
  /** When it is over, milliseconds since the epoch. */
  readonly end: number;
  readonly requests: readonly InferenceRequest[];
  readonly answers: readonly number[];
}

/** Sends requests in two windows: one to train on, and one to judge on. */
export async function sendTraffic(session: Session): Promise<Done & { readonly traffic: readonly Traffic[] }> {
  const traffic: Traffic[] = [];
  for (const seed of [11, 12]) {
    const previous = traffic.at(-1);
    if (previous !== undefined) await sleepUntil(session, previous.end);
    traffic.push(await sendRequests(session, seed, WINDOW_ROWS));
  }
  const rows = traffic.map(({ requests, window }) => `${requests.length} in ${window}`);
  return { traffic, note: `requests: ${rows.join(', ')}` };
}

/** Sends one request. @param number Of the row; the id contains it. */
export async function sendRequest(session: Session, number: number): Promise<void> {
  const { names, time } = session;
  const [row] = drawRows(number, 1);
  await invokeEndpoint(session, { row, id: `${names.run}-once-${number}`, time: time.now() });
}

/** Sends requests one after the other, all in one window. @param seed Of the rows; ids contain it. */
export async function sendRequests(session: Session, seed: number, count: number): Promise<Traffic> {
  const { names, time } = session;
  const now = windowAt(SCHEDULE, time.now());
  if (now.end - time.now() < ROOM) await sleepUntil(session, now.end);
  const { name: window, end } = windowAt(SCHEDULE, time.now());
  const requests = drawRows(seed, count).map((row, i) => ({ row, id: `${names.run}-${seed}-${i}`, time: time.now() }));
  const answers: number[] = [];
  for (let from = 0; from < requests.length; from += PARALLEL) {
    const batch = requests.slice(from, from + PARALLEL);
    answers.push(...(await Promise.all(batch.map((each) => invokeEndpoint(session, each)))));
  }
  expect(time.now() < end, `sending ${count} requests took longer than window ${window}`);
  return { window, end, requests, answers };
}

async function invokeEndpoint({ clients, names }: Session, { row, id }: InferenceRequest): Promise<number> {
  const { Body } = await clients.runtime.send(
    new InvokeEndpointCommand({
      EndpointName: names.endpoint,
      ContentType: 'text/csv',
      InferenceId: id,
      Body: requestOf(row),
    }),
  );
  const text = Body.transformToString().trim();
  const answer = Number(text);
  expect(text !== '' && Number.isFinite(answer), `the model answered ${JSON.stringify(text.slice(0, 100))}`);
  return answer;
}

/** Waits for the captures of the traffic, and checks their windows. */
export async function checkCaptures(
  session: Session,
  { bucket, outputs }: Deployed,
  traffic: readonly Traffic[],
): Promise<Done> {
  const { evidence, names } = session;
  const found = await waitForCaptures(session, bucket, traffic);
  const problem = layoutProblem(found, names.endpoint);
  evidence.decide('capture-layout', problem === null, problem ?? `${found.length} records, such as ${found[0].key}`);
  const waited = session.time.now() - traffic.at(-1)!.requests.at(-1)!.time;
  evidence.confirm('capture-delay', `their files were there ${formatDuration(waited)} after the last request`);
  await sleepUntil(session, traffic.at(-1)!.end);
  const rows: string[] = [];
  for (const { requests, window, end } of traffic) {
    const inside = found.filter((record) => record.time >= end - LIVE_WINDOW && record.time < end).length;
    const event = { monitor: names.monitors.live, window };
    const check = await invoke(session, outputs.CheckDriftFunction, event, driftAnswer);
    // Captures that come in the meantime are read too.
    const all = check.rows >= inside && check.rows <= requests.length;
    expect(all, `the check of ${window} read ${check.rows} rows, ${inside} of ${requests.length} were captured`);
    expect(check.nextStep !== 'fix-data', `the check of ${window} found broken data`);
    rows.push(`${check.rows} rows in ${window}`);
  }
  return { note: rows.join(', ') };
}

/** @returns all records of the endpoint, when those of the traffic are there, or most of them */
export async function waitForCaptures(session: Session, bucket: string, traffic: readonly Traffic[]) {
  const wanted = traffic.flatMap(({ requests }) => requests.map(({ id }) => id));
  const patience = session.time.now() + COMPLETE_UNTIL;
  const waiting = { ...CAPTURE_WAIT, what: `the captures of ${wanted.length} requests` };
  return waitFor(session, waiting, async () => {
    const records = await readCaptures(session, bucket);
    const ids = new Set(records.map(({ inferenceId }) => inferenceId));
    const needed = session.time.now() < patience ? 1 : ENOUGH;
    return wanted.filter((id) => ids.has(id)).length >= needed * wanted.length ? records : undefined;
  });
}

async function sleepUntil({ time }: Session, end: number): Promise<void> {
  const milliseconds = end - time.now();
  if (milliseconds > 0) await time.sleep(milliseconds);
}
