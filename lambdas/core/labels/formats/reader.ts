import type { RejectionLog } from '../../capture/rejections.ts';
import type { DataSource } from '../../ports.ts';
import type { LabelReader, LabelRows } from '../label-rows.ts';
import type { LabelSpec } from '../spec.ts';

/** What all files of one reading share. */
export interface LabelRun {
  readonly spec: LabelSpec;
  readonly log: RejectionLog;
  /** The ids to keep; null keeps all. */
  readonly wanted: WantedIds | null;
  readonly reader: LabelReader;
  readonly rows: LabelRows;
}

export interface WantedIds {
  has(id: string): boolean;
}

/** A way labels are written. */
export interface LabelFileReader {
  /** Whether files lie under hours of arrival, `yyyy/mm/dd/hh/`. */
  readonly hourly: boolean;
  /** Adds the labels of one file to `run.rows`. */
  read(source: DataSource, run: LabelRun): Promise<void>;
}
