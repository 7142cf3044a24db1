import type { DataSource } from '../../ports.ts';
import type { CaptureChunk } from '../chunk.ts';
import type { LineBatch } from '../line-batches.ts';
import { readByteLines } from '../lines.ts';
import { decodeUtf8 } from '../utf8.ts';
import type { CaptureRun } from './reader.ts';
import { type Envelope, RecordAdder, type RecordFormat } from './record-adder.ts';

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
  for await (const batch of readByteLines(source, { log: run.options.log, records: true })) {
    for (let i = 0; i < batch.numbers.length; i++) {
      const [bytes, start, end] = [batch.buffers[i], batch.starts[i], batch.ends[i]];
      if (direct === null || !direct.add(bytes, start, end, batch.numbers[i], source.uri)) {
        adder.add(batch.numbers[i], decodeUtf8(bytes.subarray(start, end)));
        direct?.learn(bytes, start, end);
      }
      if (rows.hasFull) yield* rows.takeFull();
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
