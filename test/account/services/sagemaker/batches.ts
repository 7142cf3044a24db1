import type { TransformInput } from './transform-input.ts';

const DEFAULT_PAYLOAD = 6;

/** A record that is larger than the payload a request may have. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

/**
 * The requests that a batch transform makes of one input file: a line each, as many lines as fit the payload, or the file.
 *
 * @throws PayloadError
 */
export function requestsOf(text: string, { BatchStrategy, MaxPayloadInMB, TransformInput }: TransformInput): string[] {
  const maxBytes = (MaxPayloadInMB ?? DEFAULT_PAYLOAD) * 2 ** 20;
  const records = TransformInput.SplitType === 'Line' ? linesOf(text) : [text];
  const requests: string[] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const bytes = Buffer.byteLength(record) + 1;
    if (bytes - 1 > maxBytes) throw new PayloadError(`a record of ${bytes - 1} bytes, ${maxBytes} allowed`);
    if (BatchStrategy !== 'SingleRecord' && size + bytes <= maxBytes) {
      requests[requests.length - 1] += `\n${record}`;
      size += bytes;
    } else {
      requests.push(record);
      size = bytes;
    }
  }
  return requests;
}

/** One output file: the answers in the order of the requests. `Line` ends each with a line break. */
export function assemble(answers: readonly string[], assembleWith = 'None'): string {
  if (assembleWith === 'None') return answers.join('');
  return answers.map((answer) => (answer.endsWith('\n') ? answer : `${answer}\n`)).join('');
}

/** A line break at the end of the file begins no further record. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
