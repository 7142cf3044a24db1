import { countOf } from '../../text/numbers.ts';
import type { LineBatch } from '../line-batches.ts';
import { cutLines } from '../lines.ts';
import { CsvLayout } from './csv-layout.ts';
import { CsvRecords } from './csv-records.ts';
import { DelimiterError, findDelimiter } from './delimiter.ts';
import { describeMissingColumns } from './missing-columns.ts';
import { type PlacedChunk, type TableOptions, type TableReader, UnreadableFileError } from './reader.ts';
import { RowBuilder } from './row-builder.ts';
import { openText, SAMPLE_BYTES } from './text.ts';

/**
 * Reads CSV (RFC 4180, with any delimiter), streaming. Rejects a record that is not CSV, or whose number of fields
 * differs from the header's (without a header: from the names', or else from the first record's). Reading goes on with
 * the NEXT LINE, so that a stray quote costs one line and not all lines up to the next quote. Skips blank lines.
 */
export const readCsv: TableReader = async function* (source, options) {
  const { bytes } = await openText(source, options);
  const lines = cutLines(bytes, source.uri, { log: options.log, verbatim: true, checkEncoding: true });
  try {
    yield* readRecords(lines, source.uri, options);
  } finally {
    await lines.return(undefined);
  }
};

async function* readRecords(
  lines: AsyncGenerator<LineBatch>,
  uri: string,
  options: TableOptions,
): AsyncGenerator<PlacedChunk> {
  const { log } = options;
  const rows = new RowBuilder(options);
  let ended = false;
  const held = await firstLines(lines);
  const records = new CsvRecords(delimiterOf(held, uri, options));
  let layout: CsvLayout | null = null;
  let unusable: { readonly detail: string; readonly header: string; records: number } | null = null;
  const reject = (reason: 'invalid-csv' | 'wrong-column-count', detail: string) =>
    log.reject(reason, uri, records.line, detail, records.rejectLine());

  records.append(held.numbers, held.texts);
  if (held.whole) records.end();
  for (ended = held.whole; ; ) {
    while (records.next()) {
      if (unusable !== null) {
        unusable.records++;
        continue;
      }
      if (records.problem !== null) {
        if (layout === null && options.header) {
          throw new UnreadableFileError(uri, `the header is not CSV: ${records.problem}`);
        }
        reject('invalid-csv', records.problem);
        continue;
      }
      const { csv } = records;
      if (layout === null) {
        layout = new CsvLayout(csv, options, uri);
        if (options.header) options.seenColumns?.add(layout.names);
        const detail = describeMissingColumns(uri, layout.names, options);
        if (detail !== null) {
          unusable = { detail, header: csv.text, records: 1 };
          continue;
        }
        if (options.header) continue;
      }
      const width = csv.width(0);
      if (width !== layout.width) {
        reject('wrong-column-count', `the record has ${countOf(width, 'field')}, ${layout.width} are expected`);
        continue;
      }
      if (rows.isFullFor(0)) {
        yield rows.take();
        layout.bind(rows);
      }
      layout.write(csv, rows);
      rows.endRow(records.line);
    }
    if (ended) break;
    const next = await lines.next();
    ended = next.done === true;
    if (next.done) records.end();
    else records.append(next.value.numbers, next.value.texts);
  }
  if (rows.chunk.rows > 0) yield rows.take();
  // The lost records include the row that was read as the header.
  if (unusable !== null) log.reject('missing-column', uri, null, unusable.detail, unusable.header, unusable.records);
}

/** The lines at the start of a file. */
interface HeldLines {
  readonly numbers: number[];
  readonly texts: string[];
  /** How many of them decide the delimiter. Does not depend on the batches in which lines arrive. */
  readonly sampled: number;
  /** Whether the file has no other lines. */
  readonly whole: boolean;
}

/** Reads enough lines to recognise the delimiter, or the whole file if it is shorter. */
async function firstLines(lines: AsyncGenerator<LineBatch>): Promise<HeldLines> {
  const numbers: number[] = [];
  const texts: string[] = [];
  let length = 0;
  let sampled = 0;
  while (length < SAMPLE_BYTES) {
    const next = await lines.next();
    if (next.done) return { numbers, texts, sampled, whole: true };
    for (const number of next.value.numbers) numbers.push(number);
    for (const text of next.value.texts) {
      texts.push(text);
      if (length < SAMPLE_BYTES) sampled++;
      length += text.length + 1;
    }
  }
  return { numbers, texts, sampled, whole: false };
}

/** Finds the delimiter, and removes the lines before the first record from `held`. */
function delimiterOf(held: HeldLines, uri: string, { header, columns, dialect }: TableOptions): string {
  const { delimiter, decimal, thousands } = dialect;
  const marks = [decimal, thousands].filter((mark) => mark !== undefined);
  const sample = { ...held, numbers: held.numbers.slice(0, held.sampled), texts: held.texts.slice(0, held.sampled) };
  try {
    const found = findDelimiter(sample, { header, names: columns ?? [], delimiter, marks });
    held.numbers.splice(0, found.skipped);
    held.texts.splice(0, found.skipped);
    return found.delimiter;
  } catch (error) {
    if (!(error instanceof DelimiterError)) throw error;
    throw new UnreadableFileError(uri, error.message, { cause: error });
  }
}
