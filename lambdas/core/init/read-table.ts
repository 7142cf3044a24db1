import { readDataset, UnreadableFileError } from '../capture/read-dataset.ts';
import { RejectionLog } from '../capture/rejections.ts';
import type { TableFormat } from '../capture/spec.ts';
import { parseNumber } from '../columns/number-text.ts';
import type { RunContext } from '../context.ts';
import { Sample, type SampleSize } from '../validate/data-sample.ts';
import { TableFacts } from './column-facts.ts';
import { InitError } from './init-error.ts';

/** How much of the captures, the labels and the training data is looked at. */
export const SAMPLE: SampleSize = { files: 20, rows: 2000 };
const CHUNK_ROWS = 250;
/** Bounds the memory for wide tables. */
const MOST_CELLS = 1_000_000;

export interface SampledTable {
  readonly facts: TableFacts;
  /** false: CSV whose first record is data. */
  readonly header: boolean;
  /** `checked the first 2,000 rows of one file at data.csv`. */
  readonly description: string;
}

/**
 * Reads the first rows of a table.
 *
 * @throws InitError if none can be read, UnreadableFileError
 */
export async function readTable(
  uri: string,
  format: TableFormat,
  context: Pick<RunContext, 'open'>,
): Promise<SampledTable> {
  const read = (header: boolean) => readRows(uri, format, header, context);
  if (format !== 'csv') return read(true);
  try {
    const named = await read(true);
    if (!namesAreData(named.facts)) return named;
  } catch (error) {
    // A row of data may have the same value twice, which no header has.
    if (!(error instanceof UnreadableFileError)) throw error;
    const unnamed = await read(false).catch(() => null);
    const looksUnnamed =
      unnamed !== null && [...unnamed.facts.columns.values()].every(({ numbers, filled }) => numbers === filled);
    if (looksUnnamed) return unnamed;
    throw error;
  }
  return read(false);
}

/** Whether the names of the columns are a row of data: numbers above numbers, and classes above the same classes. */
function namesAreData({ columns }: TableFacts): boolean {
  const all = [...columns];
  return (
    all.some(([name]) => isNumber(name)) &&
    all.every(([name, facts]) => (facts.isNumeric ? isNumber(name) : !facts.isClass || facts.values.has(name)))
  );
}

function isNumber(text: string): boolean {
  return !Number.isNaN(parseNumber(text));
}

async function readRows(
  uri: string,
  format: TableFormat,
  header: boolean,
  context: Pick<RunContext, 'open'>,
): Promise<SampledTable> {
  const sample = new Sample(context, uri, SAMPLE);
  const facts = new TableFacts();
  const log = new RejectionLog();
  for await (const source of sample.sources()) {
    for await (const chunk of readDataset(source, { format, header, chunkRows: CHUNK_ROWS, log })) {
      facts.add(chunk);
      if (sample.enough(chunk.rows) || facts.rows * facts.columns.size > MOST_CELLS) break;
    }
  }
  if (facts.rows === 0)
    throw new InitError(
      `${uri}: none of ${sample.files === 1 ? 'the records of its file' : `the records of ${sample.files} files`} can be read as ${format}`,
    );
  return { facts, header, description: sample.describe() };
}
