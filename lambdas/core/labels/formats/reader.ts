import type { RejectionLog } from '../../capture/rejections.ts';
import type { DataSource } from '../../ports.ts';
import type { LabelOrigin } from '../label-origin.ts';
import type { LabelReader, LabelValue } from '../label-reader.ts';
import type { LabelSpec } from '../spec.ts';

/** Where labels go one by one, in the order of their arrival. */
export interface LabelSink {
  /** Whether labels of this id are wanted; the others are counted and left unread. */
  wants(id: string): boolean;
  /**
   * @param id The id of the prediction: an inference id or event id.
   * @param position Zero-based position in the request.
   * @param size How many labels came together for the request; 0 where each row names its position.
   * @param origin Used again for the next label.
   */
  add(id: string, position: number, size: number, value: LabelValue, origin: LabelOrigin): void;
}

/** What all files of one reading share. */
export interface LabelRun {
  readonly spec: LabelSpec;
  readonly log: RejectionLog;
  readonly reader: LabelReader;
  readonly labels: LabelSink;
  /** A label that became known then or later, by its time in a table, came too late. Milliseconds since the epoch. */
  readonly lateFrom: number;
  /** Of the label that is being read. */
  readonly origin: LabelOrigin;
}

/** A way labels are written. */
export interface LabelFileReader {
  /** Whether files lie under hours of arrival, `yyyy/mm/dd/hh/`. */
  readonly hourly: boolean;
  /** Adds the labels of one file to `run.labels`. */
  read(source: DataSource, run: LabelRun): Promise<void>;
}
