import type { DataSource } from '../ports.ts';
import type { Window } from '../window.ts';
import { type CaptureOptions, CaptureRows } from './capture-rows.ts';
import type { CaptureChunk } from './chunk.ts';
import { DirectRecords } from './direct/direct-records.ts';
import { CAPTURE_READERS } from './formats/registry.ts';
import { keyTime } from './key-time.ts';
import { isInHours } from './prefixes.ts';
import type { CaptureSpec } from './spec.ts';

export type { CaptureOptions } from './capture-rows.ts';

/**
 * Reads captured requests and responses into columnar chunks, in the order of the sources. A row belongs to a window by
 * its inference time, start included, end excluded. A record that cannot be read is rejected in `options.log` and
 * reading goes on. Errors of a source, such as a missing object or permission, are thrown. Memory does not grow with
 * the data, except for what `options.seen` keeps of each record.
 */
export async function* readCapture(
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  spec: CaptureSpec,
  options: CaptureOptions,
): AsyncGenerator<CaptureChunk> {
  const reader = CAPTURE_READERS[spec.format];
  const rows = new CaptureRows(spec, options);
  const direct = spec.format === 'sagemaker-data-capture' ? DirectRecords.of(spec, options, rows) : null;
  const run = { spec, options, rows, direct };
  for await (const source of sources) {
    if (options.window !== null)
      options.log.openFile(isInHours(spec) ? isInside(keyTime(source.uri), options.window) : null);
    options.seenColumns?.openFile();
    direct?.openFile();
    yield* reader.read(source, run);
  }
  yield* rows.takeRest();
}

/** null: unknown. */
function isInside(time: number, window: Window): boolean | null {
  return Number.isNaN(time) ? null : time >= window.start && time < window.end;
}
