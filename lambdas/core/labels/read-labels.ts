import type { RejectionLog } from '../capture/rejections.ts';
import type { DataSource } from '../ports.ts';
import type { WantedIds } from './formats/reader.ts';
import { LABEL_READERS } from './formats/table.ts';
import { LabelReader, LabelRows, type Labels } from './label-rows.ts';
import type { LabelSpec } from './spec.ts';

/** How labels are read. */
export interface LabelOptions {
  /** Counts what is read and keeps what is rejected. Labels of other ids count as outside the window. */
  readonly log: RejectionLog;
  /** The ids to keep, so that memory is bounded by the window and not by all labels. Not given: all. */
  readonly wanted?: WantedIds | undefined;
}

/**
 * Reads labels in the order of their arrival: by source, then by line. Sources must come in the order of their keys, which
 * begin with the hour of arrival. A record that cannot be read is rejected in `options.log`, never fatal; errors of a source
 * itself are thrown.
 */
export async function readLabels(
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  spec: LabelSpec,
  { log, wanted }: LabelOptions,
): Promise<Labels> {
  const rows = new LabelRows();
  const run = { spec, log, wanted: wanted ?? null, reader: new LabelReader(spec.missing), rows };
  const reader = LABEL_READERS[spec.format];
  for await (const source of sources) await reader.read(source, run);
  return rows.finish();
}
