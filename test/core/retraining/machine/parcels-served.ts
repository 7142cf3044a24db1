import { checkAccuracy } from '../../../../lambdas/core/check/check-accuracy.ts';
import type { RunContext } from '../../../../lambdas/core/context.ts';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import { windowByName } from '../../../../lambdas/core/monitor/windows.ts';
import { START } from '../../../states-language/virtual-host.ts';
import { captureLine, hourFolder } from '../../stories/fixtures.ts';
import { MemoryStore } from '../../stories/memory-store.ts';
import { contentOf } from '../../stories/story-fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS = 8;
const ROWS_A_DAY = 40;

/** Where the endpoint captures: what DataCaptureConfig says, with the endpoint and the variant. */
export const DESTINATION = 's3://captures/all/';
const CAPTURES = `${DESTINATION}parcels/AllTraffic`;

/** The endpoint configuration and the model that have served the parcels. */
export const OLD_CONFIG = 'parcels-2025';
/** Role of every model and job. */
export const ROLE = 'arn:aws:iam::111122223333:role/training';
export const OLD_MODEL = 'parcels-v1';

export function monitorWith({ promote = '', more = '' } = {}) {
  return parseMonitor(
    `model: ${OLD_MODEL}
problem: binary-classification
capture: { uri: ${CAPTURES}, features: [weight], prediction: { score: 0 } }
labels: { uri: labels, lag: PT1H, maxAge: P14D }
performance: { primaryMetric: accuracy, alert: [{ when: accuracy < 0.9, literal: true }], retrain: [{ when: accuracy < 0.9, literal: true }], minimumRows: 20 }
retraining:
  role: ${ROLE}
  endpoint: parcels
  trainingJob: { image: train, instanceType: ml.m5.large }
  data: { minimumRows: 50, heldOutShare: 0.25 }
  promote: { minimumRows: 20, ${promote} }
  ${more}
`,
    'parcels.yaml',
  );
}

/** Whether a parcel is late; the live model says the opposite of three in ten. */
const isLate = (row: number) => row % 2 === 1;
const weightOf = (row: number) => (isLate(row) ? 100 : 1) + row;
export const liveScore = (weight: number) => {
  const row = weight >= 100 ? weight - 100 : weight - 1;
  return row % 10 < 3 === isLate(row) ? 0.1 : 0.9;
};
export const truthfulScore = (weight: number) => (weight >= 100 ? 0.9 : 0.1);

/** Captures and labels of the days before the machine starts. */
function served(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let day = 0; day < DAYS; day++) {
    const noon = START - (DAYS - day) * DAY + 12 * HOUR;
    const rows = Array.from({ length: ROWS_A_DAY }, (_, row) => row);
    const captured = rows.map((row) => {
      const weight = weightOf(row);
      const request = { time: noon + row * 1000, rows: [[weight]], answers: [liveScore(weight)] };
      return captureLine({ ...request, inferenceId: `parcel-${day}-${row}` });
    });
    const labels = rows.map((row) =>
      JSON.stringify({
        groundTruthData: { data: isLate(row) ? '1' : '0', encoding: 'CSV' },
        eventMetadata: { eventId: `parcel-${day}-${row}` },
        eventVersion: '0',
      }),
    );
    files.set(`${CAPTURES}/${hourFolder(noon)}/a.jsonl`, `${captured.join('\n')}\n`);
    files.set(`labels/${hourFolder(noon + HOUR)}/a.jsonl`, `${labels.join('\n')}\n`);
  }
  return files;
}

const SERVED = served();

/** The captures and the labels, to which an endpoint adds what it captures. */
export class ServedData {
  readonly #store = new MemoryStore(SERVED);

  /** Opens the place of either. */
  readonly open: RunContext['open'] = (uri) => ({
    store: this.#store,
    prefix: `${uri}/`,
    uriOf: (key) => `s3://served/${key}`,
  });

  /** @param answers What stands in the place of each. */
  async capture(time: number, answers: readonly (string | number)[]): Promise<void> {
    const lines = answers.map((answer, i) =>
      captureLine({ time, rows: [[1]], answers: [answer], eventId: `${time}-${i}` }),
    );
    const minutes = new Date(time).toISOString().slice(14, 19).replace(':', '-');
    const key = `${CAPTURES}/${hourFolder(time)}/${minutes}-000-${time}.jsonl`;
    await this.#store.put(key, new TextEncoder().encode(`${lines.join('\n')}\n`));
  }
}

/** What is stored after every day was checked: an open incident, and a retraining that is wanted. */
export async function checkedStore(): Promise<ReadonlyMap<string, string>> {
  const monitor = monitorWith();
  const results = new MemoryStore();
  const { open } = new ServedData();
  for (let day = 0; day < DAYS; day++) {
    const start = START - (DAYS - day) * DAY;
    const silent = { metrics: { publish: async () => {} }, alerts: { send: async () => {} } };
    const context = {
      ...silent,
      open,
      results,
      now: start + DAY + HOUR,
      runId: `check-${day}`,
      dryRun: false,
    };
    await checkAccuracy(monitor, windowByName(monitor.schedule, new Date(start).toISOString().slice(0, 10)), context);
  }
  return contentOf(results);
}
