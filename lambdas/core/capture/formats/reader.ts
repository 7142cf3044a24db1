import type { DataSource } from '../../ports.ts';
import type { CaptureOptions, CaptureRows } from '../capture-rows.ts';
import type { CaptureChunk } from '../chunk.ts';
import type { CaptureSpec } from '../spec.ts';

/** What all files of one reading share. */
export interface CaptureRun {
  readonly spec: CaptureSpec;
  readonly options: CaptureOptions;
  /** Collects rows across files. */
  readonly rows: CaptureRows;
}

/** A way captured data is written. */
export interface CaptureReader {
  /** Whether files lie under hours, `yyyy/mm/dd/hh/`, so that a window need not list everything. */
  readonly hourly: boolean;
  /** Reads one file. Yields what is full; rows may stay in `run.rows` for the next file. */
  read(source: DataSource, run: CaptureRun): AsyncGenerator<CaptureChunk>;
}
