import { jsonHeaderSize, readBinaryTensors } from './binary-tensors.ts';
import { formOf, isUnspecific, type TextForm } from './content-type.ts';
import { describeValue } from './describe-value.ts';
import { parseDocumentLines, parseDocuments } from './json-documents.ts';
import { RejectedRecordError } from './rejection-reason.ts';

/** One side of a captured exchange after its encoding is undone. */
export type Payload =
  /** Not captured, or empty. */
  | { readonly kind: 'absent' }
  /** Neither CSV nor JSON: an image, say. */
  | { readonly kind: 'opaque'; readonly contentType: string }
  | { readonly kind: 'csv'; readonly text: string }
  /** JSON documents: one, or several where the text is JSON Lines. */
  | {
      readonly kind: 'json';
      readonly documents: readonly unknown[];
      /** The text that they were read from; null where they are parts of another one. */
      readonly text: string | null;
    };

export const ABSENT: Payload = { kind: 'absent' };

/** `endpointInput`, `endpointOutput` or `batchTransformOutput` of a capture record. */
export interface CapturedSide {
  readonly data?: unknown;
  readonly encoding?: unknown;
  readonly observedContentType?: unknown;
}

/**
 * Undoes the encoding of one side. BASE64 and what has no encoding is text when its content type says so, or where that says
 * nothing, its content: SageMaker encodes so when the endpoint's content types were not declared. Under any type, text that
 * is JSON and begins as an array or object does is JSON. Throws RejectedRecordError.
 */
export function decodePayload(side: CapturedSide | null | undefined): Payload {
  if (side === null || side === undefined) return ABSENT;
  const { data } = side;
  if (data === null || data === undefined || data === '') return ABSENT;
  if (typeof data !== 'string') {
    throw new RejectedRecordError('not-a-capture-record', `"data" is ${describeValue(data)}, not a text`);
  }
  const type = typeof side.observedContentType === 'string' ? side.observedContentType : '';
  switch (typeof side.encoding === 'string' ? side.encoding.toUpperCase() : side.encoding) {
    case 'CSV':
      return decodeCsv(data);
    case 'JSON':
      return decodeText(data, formOf(type) === 'json-lines' ? 'json-lines' : 'json');
    case 'BASE64':
      return decodeBytes(decodeBase64(data), type);
    case undefined:
    case null: {
      const payload = decodeUndeclared(data, type);
      if (payload !== null) return payload;
    }
  }
  throw new RejectedRecordError(
    'unsupported-encoding',
    `encoding ${describeValue(side.encoding)} of content type ${describeValue(side.observedContentType)}; accepted are CSV, JSON and BASE64`,
  );
}

function decodeText(text: string, form: TextForm): Payload {
  if (form === 'csv') return decodeCsv(text);
  if (text.trim() === '') return ABSENT;
  return { kind: 'json', documents: form === 'json' ? parseDocuments(text) : parseDocumentLines(text), text };
}

/** CSV, unless it is JSON: lists in place of rows are, and some servers write several behind one another. */
function decodeCsv(given: string): Payload {
  const text = withoutMark(given);
  const json = startsAsJson(text) ? tryJson(text) : null;
  return json ?? { kind: 'csv', text };
}

function decodeBytes(bytes: Uint8Array, contentType: string): Payload {
  if (bytes.length === 0) return ABSENT;
  const headerSize = jsonHeaderSize(contentType);
  if (headerSize !== null) {
    return { kind: 'json', documents: [readBinaryTensors(bytes, headerSize)], text: null };
  }
  const form = formOf(contentType);
  if (form !== undefined) return decodeText(withoutMark(Buffer.from(bytes).toString('utf8')), form);
  const text = readPlainText(bytes);
  const payload = text === null ? null : decodeUndeclared(withoutMark(text), contentType);
  return payload ?? { kind: 'opaque', contentType: contentType === '' ? 'unknown' : contentType };
}

/** A text whose encoding nobody declared; null where it is neither JSON nor CSV. */
function decodeUndeclared(text: string, contentType: string): Payload | null {
  const form = formOf(contentType);
  if (form !== undefined) return decodeText(text, form);
  if (startsAsJson(text)) return tryJson(text) ?? decodeText(text, 'json');
  if (!isUnspecific(contentType)) return null;
  // Pages of HTML are what servers answer when something went wrong.
  return tryJson(text) ?? (/^\s*</.test(text) ? null : { kind: 'csv', text });
}

/** null where the text is not JSON. */
function tryJson(text: string): Payload | null {
  try {
    return decodeText(text, 'json');
  } catch (error) {
    if (!(error instanceof RejectedRecordError)) throw error;
  }
  if (!/^\s*\[/.test(text)) return null;
  try {
    return decodeText(`[${text}]`, 'json');
  } catch (error) {
    if (!(error instanceof RejectedRecordError)) throw error;
    return null;
  }
}

function startsAsJson(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first <= 32 || first === 0x5b || first === 0x7b) && /^\s*[[{]/.test(text);
}

function decodeBase64(data: string): Uint8Array {
  const text = /\s/.test(data) ? data.replaceAll(/\s+/g, '') : data;
  const digits = text.replace(/={1,2}$/, '');
  const padded = digits.length !== text.length;
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1 || (padded && text.length % 4 !== 0)) {
    throw new RejectedRecordError('invalid-base64', 'the data is not BASE64');
  }
  return Buffer.from(digits, 'base64');
}

/** The text the bytes are in UTF-8, or null when they are none: other encodings and control characters are not text. */
function readPlainText(bytes: Uint8Array): string | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: binary data is told by them
  return /[\0-\x08\x0e-\x1f]/.test(text) ? null : text;
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
