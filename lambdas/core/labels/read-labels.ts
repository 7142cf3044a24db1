import type { RejectionLog } from '../capture/rejections.ts';
import { numberFormat } from '../columns/number-format.ts';
import type { DataSource } from '../ports.ts';
import type { LabelSink } from './formats/reader.ts';
import { LABEL_READERS } from './formats/table.ts';
import { LabelReader } from './label-reader.ts';
import type { LabelSpec } from './spec.ts';

/**
 * Reads labels into `labels` in the order of their arrival: by source, then by line. Sources must come in the order of their
 * keys, which begin with the hour of arrival. A record that cannot be read is rejected in `log`, never fatal; errors of a
 * source itself are thrown.
 *
 * @param log Counts what is read and keeps what is rejected. Labels that are not wanted count as outside the window.
 */
export async function readLabels(
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  spec: LabelSpec,
  log: RejectionLog,
  labels: LabelSink,
): Promise<void> {
  // Tables read their numbers themselves.
  const isTable = !spec.format.startsWith('sagemaker-');
  const run = { spec, log, reader: new LabelReader(spec.missing, isTable ? undefined : numberFormat(spec)), labels };
  const reader = LABEL_READERS[spec.format];
  for await (const source of sources) await reader.read(source, run);
}
