import { CsvRecords } from './csv-records.ts';

/** The delimiters that are recognised. Any other one must be declared. */
const USUAL = [',', ';', '\t', '|'] as const;
/**
 * Not recognised as delimiters. But a file whose header and records they all split alike is not read as a table of one
 * column.
 */
const UNUSUAL = [':', '^', '~', '#', '\u0001', ' '] as const;

/** The number of records that are examined. */
const SAMPLE_RECORDS = 200;

/** `sep=;` as the first line: an instruction that spreadsheets write and read. */
const INSTRUCTION = /^"?sep=(.)"?\r?$/i;

/** The first lines of a file, with their numbers. */
export interface FirstLines {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  /** Whether the file has no other lines. */
  readonly whole: boolean;
}

export interface ExpectedDelimiter {
  /** Whether the first record names the columns. */
  readonly header: boolean;
  /** The columns that the reader needs. */
  readonly names: readonly string[];
  /** The declared delimiter. */
  readonly delimiter?: string | undefined;
  /** Marks in numbers, which count as delimiters only if no other one fits. */
  readonly marks: readonly string[];
}

export interface FoundDelimiter {
  readonly delimiter: string;
  /** The number of lines up to the instruction to spreadsheets, which are not data. */
  readonly skipped: number;
}

/** The delimiter is ambiguous, or not the declared one. The message says what was found and how to declare it. */
export class DelimiterError extends Error {
  override readonly name = 'DelimiterError';
}

/**
 * Finds the delimiter of a CSV file: the declared one, otherwise the one of its instruction to spreadsheets, otherwise
 * the one of comma, semicolon, tab and bar with which the header names most of the needed columns, and with which most
 * of the first records have as many fields as the header (without a header: as the first record).
 *
 * @throws DelimiterError if two fit equally well, if the file would have one column although another character splits
 * all records alike, or if the first record differs from all others
 */
export function findDelimiter(lines: FirstLines, expected: ExpectedDelimiter): FoundDelimiter {
  const at = lines.texts.findIndex((text) => text !== '' && text !== '\r');
  const instructed = at < 0 ? undefined : INSTRUCTION.exec(lines.texts[at])?.[1];
  const skipped = instructed === undefined ? 0 : at + 1;
  const numbers = lines.numbers.slice(skipped);
  const texts = lines.texts.slice(skipped);
  const trial = (delimiter: string) => tryDelimiter(delimiter, { numbers, texts, whole: lines.whole }, expected);
  const isMark = ({ delimiter }: Pick<Trial, 'delimiter'>) => Number(expected.marks.includes(delimiter));
  const said = expected.delimiter ?? instructed;
  if (said !== undefined) {
    const others = USUAL.filter((delimiter) => delimiter !== said && isMark({ delimiter }) === 0);
    if (trial(said).width === 1) refuseOther(said, others.map(trial));
    return { delimiter: said, skipped };
  }
  const tried = USUAL.map(trial);
  const compare = (a: Trial, b: Trial) => b.names - a.names || b.share - a.share || isMark(a) - isMark(b);
  const [best, next] = tried.filter(({ width }) => width > 1).sort(compare);
  if (best === undefined) {
    const delimiter = USUAL.find((usual) => !expected.marks.includes(usual))!;
    const others = tried.filter((other) => isMark(other) === 0);
    refuseOther(delimiter, expected.header ? [...others, ...UNUSUAL.map(trial)] : others);
    refuseOddHeader(others);
    return { delimiter, skipped };
  }
  if (next !== undefined && compare(best, next) === 0) {
    throw new DelimiterError(
      `both ${nameOf(best.delimiter)} and ${nameOf(next.delimiter)} can be the delimiter ` +
        `(with ${best.width} and ${next.width} fields): ${SETTING}`,
    );
  }
  if (best.names === 0) refuseTitle(best, tried);
  return { delimiter: best.delimiter, skipped };
}

const SETTING = 'set "delimiter" in the monitor file or --delimiter on the command line';

/** How well a delimiter fits the first records of a file. */
interface Trial {
  readonly delimiter: string;
  /** The number of fields of the first record. 0: it is not CSV. */
  readonly width: number;
  /** How many of the needed names the header has. */
  readonly names: number;
  /** The share of the records after the first that are CSV and have as many fields. 1 if there are none. */
  readonly share: number;
  /** The number of fields that all records after the first have. 0 if they differ, or if there are none. */
  readonly restWidth: number;
  readonly records: number;
}

function tryDelimiter(
  delimiter: string,
  { numbers, texts, whole }: FirstLines,
  { header, names }: ExpectedDelimiter,
): Trial {
  const records = new CsvRecords(delimiter);
  records.append(numbers, texts);
  if (whole) records.end();
  let width = 0;
  let found = 0;
  let count = 0;
  let fitting = 0;
  let restWidth = -1;
  while (count < SAMPLE_RECORDS && records.next()) {
    const { csv, problem } = records;
    if (problem !== null) records.rejectLine();
    const fields = problem === null ? csv.width(0) : 0;
    if (count++ === 0) {
      width = fields;
      if (header && width > 1) {
        const has = new Set(Array.from({ length: width }, (_, i) => csv.field(i)));
        found = names.filter((name) => has.has(name)).length;
      }
      continue;
    }
    if (fields === width) fitting++;
    restWidth = restWidth === -1 || restWidth === fields ? fields : 0;
  }
  const rest = Math.max(0, count - 1);
  return {
    delimiter,
    width,
    names: found,
    share: rest === 0 ? 1 : fitting / rest,
    restWidth: Math.max(0, restWidth),
    records: count,
  };
}

/** Throws if the file would have one column although another character splits all records alike. */
function refuseOther(used: string, others: readonly Trial[]): void {
  const better = others.find(({ delimiter, width, share, records }) => {
    const [fields, enough] = delimiter === ' ' ? [3, 4] : [2, 2];
    return share === 1 && width >= fields && records >= enough;
  });
  if (better === undefined) return;
  const { delimiter, width } = better;
  throw new DelimiterError(
    `it has one column with ${nameOf(used)} between the fields, and ${width} with ${nameOf(delimiter)}: ${SETTING}`,
  );
}

/** Throws if the header is one column although an undeclared character splits all records below it alike. */
function refuseOddHeader(others: readonly Trial[]): void {
  const rest = others.find(({ width, restWidth, records }) => width === 1 && restWidth > 1 && records > 2);
  if (rest === undefined) return;
  const mark = nameOf(rest.delimiter);
  throw new DelimiterError(
    `its header has one column, but ${mark} cuts its records into ${rest.restWidth}: is the header missing, or does ${mark} ` +
      'belong to the values ("decimal" and "thousands" declare that for numbers, "delimiter" for texts)?',
  );
}

/**
 * Throws if few records are like the first one and another character splits all others alike, as with a title above a
 * table.
 */
function refuseTitle({ delimiter, width, share }: Trial, others: readonly Trial[]): void {
  if (share >= 0.5) return;
  const rest = others.find((other) => other.delimiter !== delimiter && other.restWidth > 1 && other.records > 2);
  if (rest === undefined) return;
  throw new DelimiterError(
    `its first record has ${width} fields with ${nameOf(delimiter)} between them, and ${nameOf(rest.delimiter)} cuts the ` +
      `others into ${rest.restWidth}: remove the lines above the header, or ${SETTING}`,
  );
}

function nameOf(delimiter: string): string {
  if (delimiter === '\t') return 'a tab';
  return delimiter === ' ' ? 'a space' : JSON.stringify(delimiter);
}
