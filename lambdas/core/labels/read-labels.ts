import type { RejectionLog } from '../capture/rejections.ts';
import { numberFormat } from '../columns/number-format.ts';
import type { DataSource } from '../ports.ts';
import type { LabelSink } from './formats/reader.ts';
import { LABEL_READERS } from './formats/registry.ts';
import { noOrigin } from './label-origin.ts';
import { LabelReader } from './label-reader.ts';
import { SeenFiles } from './seen-files.ts';
import type { LabelSpec } from './spec.ts';

/**
 * Reads labels into `labels` in the order of their arrival: by source, then by line. Sources must be in the order of
 * their keys, which begin with the hour of arrival. A table with the same bytes as an earlier one is read as a repeat.
 * A record that cannot be read is rejected in `log` and reading goes on. Errors of a source are thrown.
 *
 * @param log Counts the records and keeps rejections. Labels of unknown ids count as outside the window.
 * @param late The labels that arrived too late: all, or those of a table from a time on, see {@link LabelRun.lateFrom}.
 * @default none
 */
export async function readLabels(
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  spec: LabelSpec,
  log: RejectionLog,
  labels: LabelSink,
  late: { readonly all?: boolean; readonly from?: number } = {},
): Promise<void> {
  const files = LABEL_READERS[spec.format];
  const origin = noOrigin();
  origin.isLate = late.all ?? false;
  const reader = new LabelReader(spec.missing, files.isTable ? undefined : numberFormat(spec));
  const run = { spec, log, reader, labels, origin, lateFrom: late.from ?? Number.POSITIVE_INFINITY };
  // Ground-truth records are recognised one by one, and with times, the older label is known.
  const seen = files.isTable && spec.time === undefined ? new SeenFiles() : null;
  for await (const source of sources) {
    origin.isRepeat = seen !== null && (await seen.isRepeat(source));
    await files.read(source, run);
  }
}
