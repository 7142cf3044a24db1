import { readDataset, UnreadableFileError } from '../capture/read-dataset.ts';
import { RejectionLog } from '../capture/rejections.ts';
import type { TableFormat } from '../capture/spec.ts';
import type { Dialect, Encoding } from '../capture/tables/dialect.ts';
import { parseNumber } from '../columns/number-text.ts';
import type { RunContext } from '../context.ts';
import { LOOKED_AT, Sample, type SampleSize } from '../validate/data-sample.ts';
import { TableFacts } from './column-facts.ts';
import type { Findings } from './findings.ts';
import { InitError } from './init-error.ts';
import { type FoundLists, readLists } from './list-columns.ts';
import { type FoundMissing, findMissing, missingKey, missingTexts } from './missing-text.ts';
import { type FoundMarks, findMarks } from './number-marks.ts';
import { type FoundEncoding, readEncoded } from './table-encoding.ts';

/** How much of the captures, the labels and the training data is looked at. */
export const SAMPLE: SampleSize = { files: 20, rows: 2000 };
const CHUNK_ROWS = 250;
/** Bounds the memory for wide tables. */
const MOST_CELLS = 1_000_000;
/** How far a table is read for values of columns that have none in its first rows, which takes time and no memory. */
const LATE: SampleSize = LOOKED_AT;
const MOST_LATE_CELLS = 10_000_000;

/** Where init reads, and the encoding of those tables that are not UTF-8, if a person gave it. */
export interface ReadContext extends Pick<RunContext, 'open'> {
  readonly encoding?: Encoding | undefined;
}

export interface SampledTable {
  readonly facts: TableFacts;
  /** false: CSV whose first record is data. */
  readonly header: boolean;
  readonly numbers: FoundMarks;
  readonly missing: FoundMissing;
  /** null: UTF-8, or recognised when it is read. */
  readonly encoding: FoundEncoding | null;
  readonly lists: FoundLists;
}

/**
 * Reads the first rows of a table, its numbers with the marks that they are written with.
 *
 * @param reading `late`: whether columns without a value in the first rows are looked for in later ones. `delimiter`: if a person gave it.
 * @throws InitError if none can be read, UnreadableFileError
 */
export async function readTable(
  uri: string,
  format: TableFormat,
  context: ReadContext,
  { late = false, delimiter }: { readonly late?: boolean; readonly delimiter?: string | undefined } = {},
): Promise<SampledTable> {
  const {
    encoding,
    header,
    facts: firstFacts,
  } = await readEncoded(format, context.encoding, (encoding) =>
    readNamed(uri, { format, late, delimiter, encoding }, context),
  );
  const plain = { format, late, delimiter, header, encoding: encoding?.encoding };
  const readColumns = async (columns: readonly string[]) => (await readRows(uri, { ...plain, columns }, context)).facts;
  const { facts, columns, lists } = await readLists(firstFacts, format, readColumns);
  const numbers = findMarks(facts, format === 'csv');
  const reading = { ...plain, columns, ...numbers.marks };
  const marked = numbers.marks === null ? { facts, header } : await readRows(uri, reading, context);
  const missing = findMissing(marked.facts);
  const found = { numbers, encoding, missing, lists };
  if (missing.size === 0) return { ...marked, ...found };
  return { ...(await readRows(uri, { ...reading, missing: missingTexts(missing) }, context)), ...found };
}

/**
 * The keys of a section of the monitor file that say how its text and numbers are written, with why.
 *
 * @param section Such as `capture`.
 */
export function dialectKeys(
  section: string,
  { numbers: { marks, doubt }, encoding, missing }: SampledTable,
  findings: Findings,
): Dialect & { readonly missing?: string[] } {
  if (encoding !== null) {
    const path = `${section}.encoding`;
    if (encoding.isGiven) findings.explain(path, 'as given');
    else
      findings.doubt(path, `the text is not UTF-8; most programs that do not write UTF-8 write ${encoding.encoding}`);
  }
  if (doubt !== null) findings.doubt(section, doubt);
  for (const key of Object.keys(marks ?? {}))
    findings.explain(`${section}.${key}`, 'by the texts that look like numbers');
  return {
    ...(encoding !== null && { encoding: encoding.encoding }),
    ...marks,
    ...missingKey(section, missing, findings),
  };
}

/** Reads the first rows with plain numbers, and finds out whether the first record names the columns. */
async function readNamed(uri: string, reading: Reading, context: ReadContext): Promise<ReadRows> {
  const read = (header: boolean) => readRows(uri, { ...reading, header }, context);
  if (reading.format !== 'csv') return read(true);
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

interface Reading extends Dialect {
  readonly format: TableFormat;
  readonly late: boolean;
  readonly missing?: readonly string[] | undefined;
  /** @default - all */
  readonly columns?: readonly string[] | undefined;
}

type ReadRows = Pick<SampledTable, 'facts' | 'header'>;

async function readRows(
  uri: string,
  { late, ...options }: Reading & { readonly header: boolean },
  context: ReadContext,
): Promise<ReadRows> {
  const sample = new Sample(context, uri, late ? LATE : SAMPLE);
  const facts = new TableFacts();
  const log = new RejectionLog();
  const isFull = () => facts.rows >= SAMPLE.rows || facts.rows * facts.columns.size > MOST_CELLS;
  const isEnough = () => isFull() && (!late || sample.rows * facts.columns.size > MOST_LATE_CELLS);
  reading: for await (const source of sample.sources()) {
    for await (const chunk of readDataset(source, { ...options, chunkRows: CHUNK_ROWS, log })) {
      if (isFull()) facts.addLate(chunk);
      else facts.add(chunk);
      if (sample.enough(chunk.rows)) break;
      if (isEnough()) break reading;
    }
  }
  if (facts.rows === 0)
    throw new InitError(
      `${uri}: none of ${sample.files === 1 ? 'the records of its file' : `the records of ${sample.files} files`} can be read as ${options.format}`,
    );
  return { facts, header: options.header };
}
