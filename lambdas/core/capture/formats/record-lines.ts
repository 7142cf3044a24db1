import type { DataSource } from '../../ports.ts';
import type { CaptureChunk } from '../chunk.ts';
import { RecordSplitter } from '../concatenated-json.ts';
import type { LineBatch } from '../line-batches.ts';
import { readByteLines } from '../lines.ts';
import { decodeUtf8 } from '../utf8.ts';
import type { CaptureRun } from './reader.ts';
import { type Envelope, RecordAdder, type RecordFormat } from './record-adder.ts';

const RETURN = 13;

/**
 * Reads a file with one record per line, see {@link CaptureReader.read}. Records that repeat the one before in all but
 * their values are read directly from their bytes.
 */
export async function* readRecordLines<E extends Envelope>(
  source: DataSource,
  run: CaptureRun,
  format: RecordFormat<E>,
): AsyncGenerator<CaptureChunk> {
  const { direct = null, rows } = run;
  const adder = new RecordAdder(run, format, source.uri);
  const splitter = new RecordSplitter();
  const addDirectly = (bytes: Uint8Array, start: number, end: number, line: number) =>
    direct?.add(bytes, start, end, line, source.uri) === true;
  for await (const { numbers, buffers, starts, ends } of readByteLines(source, {
    log: run.options.log,
    records: 'if-cut',
  })) {
    for (let i = 0; i < numbers.length; i++) {
      const bytes = buffers[i];
      // A line that has the form of one record is one. Others may be several.
      let start = addDirectly(bytes, starts[i], ends[i], numbers[i]) ? ends[i] : starts[i];
      if (start === ends[i] && rows.hasFull) yield* rows.takeFull();
      while (start < ends[i]) {
        const next = splitter.firstEnd(bytes, start, ends[i]);
        const end = next < ends[i] && bytes[next - 1] === RETURN ? next - 1 : next;
        const isWhole = start === starts[i] && end === ends[i];
        if (isWhole || !addDirectly(bytes, start, end, numbers[i])) {
          adder.add(numbers[i], decodeUtf8(bytes.subarray(start, end)));
          direct?.learn(bytes, start, end);
        }
        if (rows.hasFull) yield* rows.takeFull();
        start = next;
      }
    }
  }
}

/** Adds the records in the lines of a file. */
export async function* addRecordLines<E extends Envelope>(
  lines: AsyncIterable<LineBatch>,
  source: DataSource,
  run: CaptureRun,
  format: RecordFormat<E>,
): AsyncGenerator<CaptureChunk> {
  const adder = new RecordAdder(run, format, source.uri);
  for await (const { numbers, texts } of lines) {
    for (let i = 0; i < texts.length; i++) {
      adder.add(numbers[i], texts[i]);
      if (run.rows.hasFull) yield* run.rows.takeFull();
    }
  }
}
