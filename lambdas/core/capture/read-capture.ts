import type { DataSource } from '../ports.ts';
import { type CaptureOptions, CaptureRows } from './capture-rows.ts';
import type { CaptureChunk } from './chunk.ts';
import { CAPTURE_READERS } from './formats/table.ts';
import type { CaptureSpec } from './spec.ts';

export type { CaptureOptions } from './capture-rows.ts';

/**
 * Reads captured requests and responses into columnar chunks, in the order of the sources. Rows belong to a window by
 * their inference time, start included and end not. A record that cannot be read is rejected in `options.log`, never fatal;
 * errors of a source itself (no such object, no permission) are thrown. Memory does not grow with the data.
 */
export async function* readCapture(
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  spec: CaptureSpec,
  options: CaptureOptions,
): AsyncGenerator<CaptureChunk> {
  const reader = CAPTURE_READERS[spec.format];
  const rows = new CaptureRows(spec, options);
  for await (const source of sources) yield* reader.read(source, { spec, options, rows });
  yield* rows.takeRest();
}
