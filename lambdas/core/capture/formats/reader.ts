import type { DataSource } from '../../ports.ts';
import type { CaptureOptions, CaptureRows } from '../capture-rows.ts';
import type { CaptureChunk } from '../chunk.ts';
import type { DirectRecords } from '../direct/direct-records.ts';
import type { CaptureSpec } from '../spec.ts';

/** The state that all files of one reading share. */
export interface CaptureRun {
  readonly spec: CaptureSpec;
  readonly options: CaptureOptions;
  /** Collects rows across files. */
  readonly rows: CaptureRows;
  /** Reads the usual records of a data capture. @default - the general reader reads all */
  readonly direct?: DirectRecords | null;
}

/** Reads one format of captured data. */
export interface CaptureReader {
  /** Whether files are in hourly folders, `yyyy/mm/dd/hh/`, so that a window does not need to list everything. */
  readonly hourly: boolean;
  /** Whether files are read from their start to their end, not by ranges of bytes. */
  readonly streams: boolean;
  /** Whether several records may share an id, if their contents differ. Otherwise all but the first are rejected. */
  readonly sharesIds: boolean;
  /** Reads one file. Yields full chunks. The last rows may stay in `run.rows` for the next file. */
  read(source: DataSource, run: CaptureRun): AsyncGenerator<CaptureChunk>;
}
