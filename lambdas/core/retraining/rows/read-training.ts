import { isObject } from '../../capture/field-path.ts';
import { parseJson } from '../../capture/json.ts';
import { readLines } from '../../capture/lines.ts';
import { readDataset } from '../../capture/read-dataset.ts';
import { RejectionLog } from '../../capture/rejections.ts';
import { RowBuilder } from '../../capture/tables/row-builder.ts';
import type { Column, TableChunk } from '../../columns/column.ts';
import { RetrainingError } from '../../decision/retraining/errors.ts';
import type { RetrainingSettings } from '../../monitor/monitor.ts';
import type { DataSource } from '../../ports.ts';
import { defang } from '../../text/defang.ts';
import { quoting } from '../../text/redactor.ts';

/**
 * Reads the features of training rows that `write-rows.ts` wrote.
 *
 * @throws RetrainingError for a row that cannot be read, which means that the file was changed
 */
export async function* readTrainingFeatures(
  source: DataSource,
  format: RetrainingSettings['data']['format'],
  features: readonly string[],
): AsyncGenerator<TableChunk> {
  const log = new RejectionLog();
  yield* format === 'csv' ? readCsv(source, features, log) : readObjects(source, features, log);
  const [sample] = log.summarize().rejected.samples;
  if (sample === undefined) return;
  throw quoting(RetrainingError, (redactor) => {
    const why = defang(redactor.whole(sample.detail)) || sample.reason;
    return `${source.uri}: a training row cannot be read: ${why}`;
  });
}

/** Reads columns by position; the first is the label. */
async function* readCsv(
  source: DataSource,
  features: readonly string[],
  log: RejectionLog,
): AsyncGenerator<TableChunk> {
  const positions = features.map((_, i) => `_c${i + 1}`);
  for await (const { rows, columns } of readDataset(source, {
    format: 'csv',
    header: false,
    delimiter: ',',
    columns: positions,
    missing: [],
    log,
  })) {
    const named = features.map((name, i): [string, Column | undefined] => [name, columns.get(positions[i])]);
    yield { rows, columns: new Map(named.filter((entry): entry is [string, Column] => entry[1] !== undefined)) };
  }
}

async function* readObjects(
  source: DataSource,
  features: readonly string[],
  log: RejectionLog,
): AsyncGenerator<TableChunk> {
  const rows = new RowBuilder({
    columns: features,
    besides: [],
    required: [],
    named: [],
    texts: new Set(),
    header: false,
    names: [],
    missing: [],
    dialect: {},
    chunkRows: undefined,
    log,
  });
  for await (const { numbers, texts } of readLines(source, { log })) {
    for (let i = 0; i < texts.length; i++) {
      const row = featuresOf(texts[i], source, numbers[i]);
      if (rows.isFullFor(0)) yield rows.take();
      for (const name of features) {
        if (Object.hasOwn(row, name)) rows.cells.writeValue(rows.chunk.column(name), rows.chunk.rows, row[name]);
      }
      rows.endRow(numbers[i]);
    }
  }
  if (rows.chunk.rows > 0) yield rows.take();
}

function featuresOf(text: string, { uri }: DataSource, line: number): Readonly<Record<string, unknown>> {
  let row: unknown;
  try {
    row = parseJson(text);
  } catch (cause) {
    throw new RetrainingError(`${uri}:${line}: a training row cannot be read`, { cause });
  }
  if (isObject(row) && isObject(row.features)) return row.features;
  throw new RetrainingError(`${uri}:${line}: a training row has no features`);
}
