import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import type { MonitorDefinition } from '../../../lib/monitor-definition.ts';
import type { JobFailure } from '../../account/services/sagemaker/plan.ts';
import { csvFile, csvRow, hourFolder } from '../../core/stories/fixtures.ts';
import { drawParcels, type Parcel, parcelId, parcelMonitor } from '../../core/stories/parcels.ts';
import { DAY, FIRST_DAY, HOUR } from '../../core/stories/story-fixture.ts';
import { define } from '../definitions.ts';
import type { Files } from './deployment.ts';

/**
 * Parcels whose model has to be retrained: heavy ones were late, and from some day on it is those that go far. The model is
 * a rule of one feature, which a training job truly learns from the rows it is given.
 */

export const DATA = 'data';
/** The endpoint whose captures of the first days all monitors have. */
export const PARCELS = 'parcels';
/** Rows of a day. Every twentieth label is not what the rule of its world says: the right rule has an accuracy of 0.95. */
const ROWS = 200;
/** The training job of a monitor file. */
export const JOB = '{ image: 1.dkr.ecr.us-east-1.amazonaws.com/rule:1, instanceType: ml.m5.large, spot: false }';
export const JOBS_ROLE = 'arn:aws:iam::123456789012:role/Jobs';

/** Late is what has more of the feature than this; turned round, what has not. */
export interface Rule {
  readonly feature: 'weight' | 'distance';
  readonly above: number;
  readonly turnedRound?: boolean;
}

export const HEAVY: Rule = { feature: 'weight', above: 20 };
export const FAR: Rule = { feature: 'distance', above: 50 };

const FEATURES = ['weight', 'distance', 'depot'] as const;

/** What a monitor says beyond what all of them have; sections replace those of the same name. */
export interface RetrainedParcels {
  readonly name: string;
  /** @default the monitor's name */
  readonly endpoint?: string;
  /** Fields of `retraining`, which replace those of the same name. */
  readonly retraining?: Readonly<Record<string, string>>;
  readonly sections?: Readonly<Record<string, string>>;
}

/** Three bad days in a row ask for a retraining, on the rows of those days: two to train on, and the newest to judge on. */
export function retrainedDefinition({
  name,
  endpoint = name,
  retraining = {},
  sections = {},
}: RetrainedParcels): MonitorDefinition {
  const fields = {
    role: JOBS_ROLE,
    roleWritesCaptures: 'true',
    endpoint,
    trainingJob: JOB,
    data: '{ since: incident, minimumRows: 300 }',
    promote: '{ minimumRows: 100 }',
    ...retraining,
  };
  const text = Object.entries(fields).map(([field, value]) => `${field}: ${value}`);
  const own = {
    capture: `{ uri: s3://${DATA}/captures/${endpoint}/AllTraffic, features: [${FEATURES}], prediction: { score: 0, threshold: 0.5 } }`,
    labels: `{ uri: s3://${DATA}/labels, lag: P1D, maxAge: P3D }`,
    baseline: `{ uri: s3://${DATA}/training.csv, label: late, score: p }`,
    schedule: '{ timeZone: UTC }',
    performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.8], retrain: [{ when: accuracy < 0.8, for: 3 }] }',
    alerts: '{ email: [oncall@example.com] }',
    retraining: `{ ${text.join(', ')} }`,
  };
  return define(parcelMonitor({ ...own, ...sections }), name);
}

function isLate(parcel: Parcel, row: number, { feature, above }: Rule): 0 | 1 {
  const late = Number(parcel[feature]) > above;
  return late === (row % 20 !== 0) ? 1 : 0;
}

/** The training data of the first model, and its answers to them. */
export function trainingFile(): string {
  const parcels = drawParcels(new SeededRandom(1), 1000);
  const rows = parcels.map((parcel, row) => [
    ...FEATURES.map((feature) => parcel[feature]),
    isLate(parcel, row, HEAVY),
    answer(HEAVY, rowOf(parcel)),
  ]);
  return csvFile([...FEATURES, 'late', 'p'], rows);
}

function rowOf(parcel: Parcel): string {
  return csvRow(FEATURES.map((feature) => parcel[feature]));
}

function parcelsOf(day: number): Parcel[] {
  return drawParcels(new SeededRandom(1000 + day), ROWS);
}

/** Requests of a day: what is asked, and the id that the label comes with. */
export function requestsOf(day: number): { readonly body: string; readonly inferenceId: string }[] {
  return parcelsOf(day).map((parcel, row) => ({ body: rowOf(parcel), inferenceId: parcelId(day, row) }));
}

/** The labels of a day, in the hour after the end of the next one. */
export function labelFile(day: number, truth: Rule): Files {
  const arrival = FIRST_DAY + (day + 2) * DAY + HOUR;
  const lines = parcelsOf(day).map((parcel, row) =>
    JSON.stringify({
      groundTruthData: { data: String(isLate(parcel, row, truth)), encoding: 'CSV' },
      eventMetadata: { eventId: parcelId(day, row) },
      eventVersion: '0',
    }),
  );
  const text = `${lines.join('\n')}\n`;
  return new Map([[`labels/${hourFolder(arrival)}/${day}.jsonl`, new TextEncoder().encode(text)]]);
}

/** What a model answers to a row of features. */
function answer({ feature, above, turnedRound = false }: Rule, row: string): number {
  const isAbove = Number(row.split(',')[FEATURES.indexOf(feature)]) > above;
  return isAbove === turnedRound ? 0.1 : 0.9;
}

export function modelBytes(rule: Rule): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(rule));
}

/** The container that serves: a request is a row. */
export function predict({ bytes }: { readonly bytes: Uint8Array | undefined }, request: string): string | JobFailure {
  const rule = JSON.parse(new TextDecoder().decode(bytes)) as Rule;
  return String(answer(rule, request.trim()));
}

/** The container that trains: of the rules with a whole number it finds the one that is right most often. */
export function learn(files: readonly { readonly bytes: Uint8Array }[]): Rule {
  const text = files.map(({ bytes }) => new TextDecoder().decode(bytes)).join('');
  const rows = text.split('\n').filter((line) => line !== '');
  const labels = rows.map((row) => row[0] === '1');
  const rules = (['weight', 'distance'] as const).flatMap((feature) =>
    Array.from({ length: 100 }, (_, above): Rule => ({ feature, above })),
  );
  const right = (rule: Rule) =>
    rows.filter((row, i) => labels[i] === answer(rule, row.slice(row.indexOf(',') + 1)) >= 0.5).length;
  return rules.reduce((best, rule) => (right(rule) > right(best) ? rule : best));
}
