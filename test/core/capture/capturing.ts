import type { CaptureOptions } from '../../../lambdas/core/capture/capture-rows.ts';
import type { CaptureChunk } from '../../../lambdas/core/capture/chunk.ts';
import { readCapture } from '../../../lambdas/core/capture/read-capture.ts';
import type { ReadingSummary } from '../../../lambdas/core/capture/reading-summary.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { CaptureSpec } from '../../../lambdas/core/capture/spec.ts';
import type { CellValue, Column } from '../../../lambdas/core/columns/column.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';

export const NOON = '2024-05-01T12:00:00Z';

export function captureSpec(changes: Partial<CaptureSpec> = {}): CaptureSpec {
  return { format: 'sagemaker-data-capture', prediction: { threshold: 0.5 }, missing: [], ...changes };
}

export interface Side {
  data: unknown;
  encoding?: unknown;
  observedContentType?: unknown;
}

export const csv = (data: string): Side => ({ data, encoding: 'CSV', observedContentType: 'text/csv' });
export const json = (data: unknown): Side => ({
  data: typeof data === 'string' ? data : JSON.stringify(data),
  encoding: 'JSON',
  observedContentType: 'application/json',
});
export const base64 = (data: string | Uint8Array, observedContentType: string | null): Side => ({
  data: Buffer.from(data as string).toString('base64'),
  encoding: 'BASE64',
  observedContentType,
});

/** One line of a capture file. */
export function captureLine(
  input: Side | undefined,
  output: Side | undefined,
  eventMetadata: object = { eventId: 'event-1', inferenceTime: NOON },
): string {
  const captureData = {
    ...(input && { endpointInput: { mode: 'INPUT', ...input } }),
    ...(output && { endpointOutput: { mode: 'OUTPUT', ...output } }),
  };
  return JSON.stringify({ captureData, eventMetadata, eventVersion: '0' });
}

/** Everything a capture holds, chunk boundaries gone; columns a chunk lacks are missing there. */
export interface Captured {
  readonly chunks: readonly CaptureChunk[];
  readonly rows: number;
  readonly columns: ReadonlyMap<string, CellValue[]>;
  readonly score: CellValue[];
  readonly label: CellValue[];
  readonly value: CellValue[];
  readonly ids: string[];
  readonly positions: number[];
  readonly times: number[];
  readonly summary: ReadingSummary;
}

export async function readAll(
  sources: Iterable<DataSource>,
  spec: CaptureSpec,
  options: Partial<CaptureOptions> = {},
): Promise<Captured> {
  const log = options.log ?? new RejectionLog();
  const chunks: CaptureChunk[] = [];
  for await (const chunk of readCapture(sources, spec, { window: null, ids: true, log, ...options }))
    chunks.push(chunk);
  const columns = new Map<string, CellValue[]>();
  let rows = 0;
  for (const chunk of chunks) {
    for (const [name, column] of chunk.columns) {
      const values = columns.get(name) ?? [];
      columns.set(name, values);
      while (values.length < rows) values.push(null);
      values.push(...valuesOf(column));
    }
    rows += chunk.rows;
  }
  for (const values of columns.values()) while (values.length < rows) values.push(null);
  const role = (name: 'score' | 'label' | 'value') =>
    chunks.flatMap(({ predictions }) => (predictions[name] === undefined ? [] : valuesOf(predictions[name])));
  return {
    chunks,
    rows,
    columns,
    score: role('score'),
    label: role('label'),
    value: role('value'),
    ids: chunks.flatMap((chunk) => [...(chunk.ids ?? [])]),
    positions: chunks.flatMap((chunk) => [...(chunk.positions ?? [])]),
    times: chunks.flatMap((chunk) => [...chunk.times]),
    summary: log.summarize(),
  };
}

export function valuesOf(column: Column): CellValue[] {
  return Array.from({ length: column.length }, (_, row) => column.at(row));
}

/** What was rejected, as `[reason, line]`. */
export function rejections(summary: ReadingSummary): [string, number | null][] {
  return summary.rejected.samples.map(({ reason, line }) => [reason, line]);
}
