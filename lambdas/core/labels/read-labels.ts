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
 * Reads labels into `labels` in the order of their arrival: by source, then by line. Sources must come in the order of their
 * keys, which begin with the hour of arrival. A table whose bytes came before is read as a repeat. A record that cannot be
 * read is rejected in `log`, never fatal; errors of a source itself are thrown.
 *
 * @param late Which of them came too late: all, or those of a table from a time on, see {@link LabelRun.lateFrom}. @default none
 * @param log Counts what is read and keeps what is rejected. Labels that are not wanted count as outside the window.
 */
export async function readLabels(
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  spec: LabelSpec,
  log: RejectionLog,
  labels: LabelSink,
  late: { readonly all?: boolean; readonly from?: number } = {},
): Promise<void> {
  // Tables read their numbers themselves.
  const isTable = !spec.format.startsWith('sagemaker-');
  const origin = noOrigin();
  origin.isLate = late.all ?? false;
  const reader = new LabelReader(spec.missing, isTable ? undefined : numberFormat(spec));
  const run = { spec, log, reader, labels, origin, lateFrom: late.from ?? Number.POSITIVE_INFINITY };
  // Ground-truth records are recognised one by one, and times say which label is older.
  const seen = isTable && spec.time === undefined ? new SeenFiles() : null;
  for await (const source of sources) {
    origin.isRepeat = seen !== null && (await seen.isRepeat(source));
    await LABEL_READERS[spec.format].read(source, run);
  }
}
