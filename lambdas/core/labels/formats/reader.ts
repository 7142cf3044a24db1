import type { RejectionSink } from '../../capture/rejection-sink.ts';
import type { RejectionLog } from '../../capture/rejections.ts';
import type { DataSource } from '../../ports.ts';
import type { LabelOrigin } from '../label-origin.ts';
import type { LabelReader, LabelValue } from '../label-reader.ts';
import type { LabelSpec } from '../spec.ts';

/** Takes labels one by one, in the order of their arrival. */
export interface LabelSink {
  /** Whether labels of this id are wanted. The others are counted, but not read. */
  wants(id: string): boolean;
  /**
   * @param id The id of the prediction: an inference id or event id.
   * @param position The zero-based position in the request.
   * @param size The number of labels that arrived together for the request. 0 if each row names its position.
   * @param origin Reused for the next label.
   */
  add(id: string, position: number, size: number, value: LabelValue, origin: LabelOrigin): void;
}

/** The state that all files of one reading share. */
export interface LabelRun {
  readonly spec: LabelSpec;
  readonly log: RejectionLog;
  readonly reader: LabelReader;
  readonly labels: LabelSink;
  /** A label of a table whose time is this or later is too late. In milliseconds since the epoch. */
  readonly lateFrom: number;
  /** A label whose time is later is not known yet. In milliseconds since the epoch. */
  readonly knownBy: number;
  /** The origin of the label that is being read. */
  readonly origin: LabelOrigin;
}

/** Reads one format of labels. */
export interface LabelFileReader {
  /** Whether files are in folders by hour of arrival, `yyyy/mm/dd/hh/`. */
  readonly hourly: boolean;
  /**
   * Whether a file is a table: its cells are already read in the monitor's number format, and rows have no event of
   * their own, so a file with the same bytes as an earlier one is a repeat.
   */
  readonly isTable: boolean;
  /**
   * Adds the labels of one file to the `labels` of each run. The file is read once.
   *
   * @param runs At least one. Their specs are equal.
   */
  read(source: DataSource, runs: readonly LabelRun[]): Promise<void>;
}

/** Rejects records in all runs. */
export function rejectInAll(runs: readonly LabelRun[]): RejectionSink {
  return runs.length === 1
    ? runs[0].log
    : {
        reject(...rejection) {
          for (const { log } of runs) log.reject(...rejection);
        },
      };
}
