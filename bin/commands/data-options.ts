import { InvalidArgumentError, Option } from 'commander';
import { TABLE_FORMATS, type TableFormat } from '../../lambdas/core/capture/capture-formats.ts';
import { UnreadableFileError } from '../../lambdas/core/capture/read-dataset.ts';
import { dialectOf, ENCODINGS, type Encoding } from '../../lambdas/core/capture/tables/dialect.ts';
import type { GuessedDialect } from '../../lambdas/core/init/guess-dialect.ts';
import { protectError } from '../../lambdas/core/privacy/protect.ts';
import { Redactor } from '../../lambdas/core/text/redactor.ts';
import { CommandError, UsageError } from './explain.ts';
import type { Terminal } from './terminal.ts';

/** How to read a plain data file. */
export interface DataOptions {
  readonly format?: TableFormat;
  readonly header: boolean;
  readonly missing?: string[];
  readonly delimiter?: string;
  readonly encoding?: Encoding;
  readonly decimal?: string;
  readonly thousands?: string;
  readonly values: 'show' | 'hide';
}

export function dataOptions(): Option[] {
  return [
    new Option('--format <format>', 'file format; default: by the extension').choices(TABLE_FORMATS),
    new Option('--no-header', 'the first record of a CSV file is data; columns are named _c0, _c1, …'),
    new Option('--missing <texts...>', 'texts that mean "missing", such as NA'),
    new Option(
      '--delimiter <character>',
      'character between the fields of CSV, such as ; or tab; default: recognised',
    ).argParser(parseDelimiter),
    new Option(
      '--encoding <name>',
      'encoding of CSV and JSON; default: UTF-8, or UTF-16 with a byte order mark',
    ).choices(ENCODINGS),
    new Option('--decimal <mark>', 'decimal separator, such as a comma').argParser(parseMark),
    new Option('--thousands <mark>', 'thousands separator').argParser(parseMark),
    new Option('--values <mode>', 'hide: quote no values of the data').choices(['show', 'hide']).default('show'),
  ];
}

/** What a command may quote of the data. */
export function redactorOf({ values }: DataOptions): Redactor {
  return values === 'hide' ? Redactor.HIDE : Redactor.SHOW;
}

/**
 * Runs `read`. If the first record is not valid as column names, the error suggests `--no-header`.
 *
 * @throws CommandError when the file does not match its format
 */
export async function readFiles<T>(options: DataOptions, read: () => Promise<T>): Promise<T> {
  const redactor = redactorOf(options);
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableFileError && /\bheader\b/.test(error.message)) {
      throw new CommandError(`${error.messageFor(redactor)}; --no-header is for CSV files without one`);
    }
    throw protectError(error, redactor);
  }
}

export function readingOptions(options: DataOptions) {
  const { format, header, missing, decimal = '.', thousands } = options;
  if (thousands === decimal) throw new UsageError('--decimal and --thousands must differ');
  return { ...(format && { format }), header, ...(missing && { missing }), ...dialectOf(options) };
}

/** Says how a file is read where nobody said it. */
export function noteGuess(file: string, { dialect, guessed }: GuessedDialect, terminal: Terminal): void {
  if (guessed.length === 0) return;
  const options = guessed.map((key) => `--${key} ${key === 'encoding' ? dialect[key] : `"${dialect[key]}"`}`);
  terminal.note(`${file}: read with ${options.join(' ')}: a guess by its first rows, which these options overrule\n`);
}

function parseDelimiter(text: string): string {
  const character = text === 'tab' || text === '\\t' ? '\t' : text;
  if (!/^[^"\r\n]$/.test(character)) throw new InvalidArgumentError('It must be one character, or tab.');
  return character;
}

function parseMark(text: string): string {
  if (!/^[.,' ]$/.test(text)) throw new InvalidArgumentError("It must be a point, a comma, ' or a space.");
  return text;
}
