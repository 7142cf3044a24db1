import { KEYS } from './data/files.ts';
import { GENERATED_FOLDER } from './data/generated.ts';
import { FEATURES } from './data/rows.ts';
import type { Names } from './names.ts';
import type { RetrainingOptions } from './options.ts';

/** Name and text of a monitor file. */
export interface MonitorFile {
  readonly name: string;
  readonly text: string;
}

/** Labelled rows that a retraining needs, of each part. */
export const RETRAINING_ROWS = 200;
/** Length of the windows in which the endpoint gets requests. */
export const LIVE_WINDOW = 5 * 60_000;

/**
 * The monitor files of a run: one for the generated captures, and one for the endpoint if there is a role.
 *
 * @param bucket The bucket of the data.
 * @param now Their schedules fire half a day later, so that no run of theirs comes between the program's.
 */
export function monitorFiles(
  names: Names,
  bucket: string,
  retraining: RetrainingOptions | null,
  now: number,
): MonitorFile[] {
  const hour = (new Date(now).getUTCHours() + 12) % 24;
  const common = `model: ${names.prefix}
problem: binary-classification
`;
  const schedule = (window: string) =>
    `schedule: { window: ${window}, timeZone: UTC, drift: cron(0 ${hour} * * ? *), accuracy: cron(30 ${hour} * * ? *) }\n`;
  const generated = `${common}${places(bucket, GENERATED_FOLDER)}baseline: { uri: ${q(`s3://${bucket}/${KEYS.training}`)}, label: late, score: p }
${schedule('PT1H')}`;
  const files = [{ name: names.monitors.generated, text: generated }];
  if (retraining === null) return files;
  const { role, image, instanceType } = retraining;
  // The answers of the endpoint's model are not those of the training data, so the baseline has none.
  const live = `${common}${places(bucket, names.endpoint)}baseline: { uri: ${q(`s3://${bucket}/${KEYS.training}`)}, label: late }
${schedule('PT5M')}retraining:
  role: ${q(role)}
  endpoint: ${names.endpoint}
  trainingJob:
    image: ${q(image)}
    instanceType: ${instanceType}
    maxRuntime: PT15M
    spot: false
    hyperParameters: ${JSON.stringify(HYPER_PARAMETERS)}
  data: { minimumRows: ${RETRAINING_ROWS} }
  promote: { metric: roc_auc, minimumRows: ${RETRAINING_ROWS}, approval: manual, expiry: PT2H }
  deploy: { strategy: all-at-once, bake: PT1M }
`;
  return [...files, { name: names.monitors.live, text: live }];
}

/** Of SageMaker's XGBoost; another container has to accept them too. */
export const HYPER_PARAMETERS = { objective: 'binary:logistic', num_round: '20', max_depth: '3' } as const;

/** @param folder Of the captures and labels: an endpoint's name, or in its place. */
function places(bucket: string, folder: string): string {
  const captures = q(`s3://${bucket}/${KEYS.captures}/${folder}/${KEYS.variant}`);
  const labels = q(`s3://${bucket}/${KEYS.labels}/${folder}`);
  return `capture: { uri: ${captures}, features: [${FEATURES.join(', ')}], prediction: { score: 0, threshold: 0.5 } }
labels: { uri: ${labels}, lag: PT0S, maxAge: P1D }
`;
}

/** A text in YAML. */
function q(text: string): string {
  return JSON.stringify(text);
}
