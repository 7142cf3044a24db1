import { parseJson } from '../json.ts';
import type { LineBatch } from '../line-batches.ts';
import { cutLines } from '../lines.ts';
import type { RejectionSink } from '../rejection-sink.ts';
import { BrokenArchiveError } from '../unzip.ts';
import { isDecoded, NOT_UTF8 } from '../utf8.ts';
import { cutValues, type JsonValue } from './json-values.ts';
import type { OpenText } from './text.ts';

/** How a JSON text holds its records: one per line, in a list, or one after the other over any number of lines. */
export type JsonLayout = 'lines' | 'list' | 'values';

/** The number of lines that distinguish JSON Lines with a broken first line from one object on many lines. */
const SAMPLE_LINES = 20;
/** How much of a rejected value is quoted. */
const EXCERPT_BYTES = 1024;

/**
 * Recognises the layout from the start of the text. A text that does not start like a record is read and rejected line
 * by line.
 */
export function jsonLayout({ start, whole }: OpenText): JsonLayout {
  const head = Buffer.from(start.buffer, start.byteOffset, start.byteLength)
    .toString('utf8')
    .replace(/^[\s\ufeff]+/, '');
  const newline = head.indexOf('\n');
  const firstLine = newline === -1 ? head : head.slice(0, newline);
  if (head.startsWith('[')) {
    const inside = /^\[\s*(.?)/s.exec(head)![1];
    if (inside === '{' || inside === ']') return 'list';
    if (inside !== '[') return 'lines';
    return isJson(firstLine) && /^\s*\[/.test(head.slice(firstLine.length)) ? 'lines' : 'list';
  }
  if (!head.startsWith('{') || newline === -1 || isJson(firstLine)) return 'lines';
  const lines = head.split('\n').filter((line) => line.trim() !== '');
  // The last line may be incomplete.
  const sample = lines.slice(0, whole ? SAMPLE_LINES : Math.min(SAMPLE_LINES, lines.length - 1));
  return sample.filter(isJson).length * 2 >= sample.length ? 'lines' : 'values';
}

/** Reads the records as texts, in batches. Rejects in `log` what is not a record. */
export async function* jsonRecords(
  { bytes }: OpenText,
  layout: JsonLayout,
  uri: string,
  log: RejectionSink,
): AsyncGenerator<LineBatch> {
  if (layout === 'lines') {
    yield* cutLines(bytes, uri, { log, records: true, checkEncoding: true });
    return;
  }
  try {
    for await (const values of cutValues(bytes)) {
      const batch = { numbers: [] as number[], texts: [] as string[] };
      for (const value of values) {
        const text = Buffer.from(value.bytes.buffer, value.bytes.byteOffset, value.bytes.byteLength).toString('utf8');
        if (!isReadable(value, text, uri, log)) continue;
        batch.numbers.push(value.line);
        batch.texts.push(text);
      }
      yield batch;
    }
  } catch (error) {
    if (!(error instanceof BrokenArchiveError)) throw error;
    log.reject(error.truncated ? 'truncated-file' : 'unreadable-file', uri, null, error.message, '');
  }
}

function isReadable({ bytes, line, problem }: JsonValue, text: string, uri: string, log: RejectionSink): boolean {
  const excerpt = text.slice(0, EXCERPT_BYTES);
  if (problem === 'cut') {
    log.reject('truncated-file', uri, line, 'the JSON text ends inside a list or a value: the file is cut', excerpt);
  } else if (problem === 'too-long') {
    log.reject(
      'line-too-long',
      uri,
      line,
      'the JSON value is longer than 64 MiB; write JSON Lines or a list of records',
      excerpt,
    );
  } else if (!isDecoded(text, bytes)) {
    log.reject('invalid-encoding', uri, line, NOT_UTF8, excerpt);
  } else {
    return true;
  }
  return false;
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}
