import { randomUUID } from 'node:crypto';
import { FEATURES, labelOf, type Row, type Rule, requestOf, scoreOf } from './rows.ts';

/** A file to store. */
export interface DataFile {
  readonly key: string;
  readonly body: string;
}

/** Where the program stores what in its bucket. */
export const KEYS = {
  training: 'training.csv',
  /** Training rows of the first model, as its container reads them. */
  firstTraining: 'first-training/',
  models: 'models',
  captures: 'captures',
  /** Variant of the endpoint, and of the generated captures. */
  variant: 'AllTraffic',
  labels: 'labels',
} as const;

/** Training data with a header, labels and the model's answers. */
export function trainingFile(rows: readonly Row[], rule: Rule): DataFile {
  const lines = rows.map((row, i) => `${requestOf(row)},${labelOf(row, i, rule)},${scoreOf(row, rule)}\n`);
  return { key: KEYS.training, body: `${FEATURES.join(',')},late,p\n${lines.join('')}` };
}

/** The same rows for the container: label first, no header. */
export function firstTrainingFile(rows: readonly Row[], rule: Rule): DataFile {
  const lines = rows.map((row, i) => `${labelOf(row, i, rule)},${requestOf(row)}\n`);
  return { key: `${KEYS.firstTraining}rows.csv`, body: lines.join('') };
}

/** A row that was sent to the endpoint. `request` replaces the row's own text, as broken data does. */
export interface InferenceRequest {
  readonly row: Row;
  readonly id: string;
  /** Milliseconds since the epoch, UTC. */
  readonly time: number;
  readonly request?: string;
}

/** A file of captured requests and the answers of a model that follows the rule, as SageMaker writes it. */
export function captureFile(folder: string, requests: readonly InferenceRequest[], rule: Rule): DataFile {
  const lines = requests.map(({ row, id, time, request = requestOf(row) }) =>
    JSON.stringify({
      captureData: {
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: request, encoding: 'CSV' },
        endpointOutput: {
          observedContentType: 'text/csv; charset=utf-8',
          mode: 'OUTPUT',
          data: String(scoreOf(row, rule)),
          encoding: 'CSV',
        },
      },
      eventMetadata: {
        eventId: randomUUID(),
        inferenceId: id,
        inferenceTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
      },
      eventVersion: '0',
    }),
  );
  const [{ time }] = requests;
  const iso = new Date(time).toISOString();
  const name = `${iso.slice(14, 23).replaceAll(/[:.]/g, '-')}-${randomUUID()}.jsonl`;
  return {
    key: `${KEYS.captures}/${folder}/${KEYS.variant}/${hourFolder(time)}/${name}`,
    body: `${lines.join('\n')}\n`,
  };
}

/** Labels that arrive at a time, in SageMaker's format for ground truth. */
export function labelFile(
  folder: string,
  requests: readonly InferenceRequest[],
  rule: Rule,
  arrival: number,
): DataFile {
  const lines = requests.map(({ row, id }, i) =>
    JSON.stringify({
      groundTruthData: { data: String(labelOf(row, i, rule)), encoding: 'CSV' },
      eventMetadata: { eventId: id },
      eventVersion: '0',
    }),
  );
  return {
    key: `${KEYS.labels}/${folder}/${hourFolder(arrival)}/${randomUUID()}.jsonl`,
    body: `${lines.join('\n')}\n`,
  };
}

/** `yyyy/mm/dd/hh`, UTC. */
function hourFolder(time: number): string {
  return new Date(time).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
}
