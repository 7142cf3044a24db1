import { type CaptureOptions, CaptureRows } from './capture-rows.ts';
import type { CaptureChunk } from './chunk.ts';
import { DirectRecords } from './direct/direct-records.ts';
import { placeOf } from './file-place.ts';
import { CAPTURE_READERS } from './formats/registry.ts';
import { type CapturedFile, partOutside } from './known-file.ts';
import { fileKey } from './known-files.ts';
import { isInHours } from './prefixes.ts';
import type { CaptureSpec } from './spec.ts';

export type { CaptureOptions } from './capture-rows.ts';

/**
 * Reads captured requests and responses into columnar chunks, in the order of the sources. A row belongs to a window by
 * its inference time, start included, end excluded. A record that cannot be read is rejected in `options.log` and
 * reading goes on. Errors of a source, such as a missing object or permission, are thrown. A file that is
 * known to have no record of the window is counted and not opened. Memory does not grow with the data, except for what
 * `options.seen` keeps of each record.
 */
export async function* readCapture(
  sources: AsyncIterable<CapturedFile> | Iterable<CapturedFile>,
  spec: CaptureSpec,
  options: CaptureOptions,
): AsyncGenerator<CaptureChunk> {
  const reader = CAPTURE_READERS[spec.format];
  const rows = new CaptureRows(spec, options);
  const direct = spec.format === 'sagemaker-data-capture' ? DirectRecords.of(spec, options, rows) : null;
  const run = { spec, options, rows, direct };
  const { window, log, seenColumns } = options;
  const areInHours = isInHours(spec);
  const learned = areInHours ? undefined : options.learned;
  for await (const source of sources) {
    if (source.outside !== undefined) {
      log.absorb(partOutside(source.outside));
      for (const names of source.outside.columns) seenColumns?.add(names);
      continue;
    }
    if (window !== null) log.openFile(placeOf(source.uri, window, areInHours), learned !== undefined);
    seenColumns?.openFile();
    direct?.openFile();
    yield* reader.read(source, run);
    const [file, columns] = [log.file, seenColumns === undefined ? [] : seenColumns.fileSets];
    if (file !== null && columns !== null) learned?.set(fileKey(source), { ...file, columns });
  }
  yield* rows.takeRest();
}
