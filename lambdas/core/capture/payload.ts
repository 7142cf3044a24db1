import { jsonHeaderSize, readBinaryTensors } from './binary-tensors.ts';
import { formOf, isUnspecific, type TextForm } from './content-type.ts';
import { describeValue } from './describe-value.ts';
import { parseDocumentLines, parseDocuments } from './json-documents.ts';
import { RejectedRecordError } from './rejection-reason.ts';

/** A captured request or response after decoding. */
export type Payload =
  /** Not captured, or empty. */
  | { readonly kind: 'absent' }
  /** Neither CSV nor JSON, for example an image. */
  | { readonly kind: 'opaque'; readonly contentType: string }
  | { readonly kind: 'csv'; readonly text: string }
  /** JSON documents: usually one, several if the text is JSON Lines. */
  | {
      readonly kind: 'json';
      readonly documents: readonly unknown[];
      /** The text that they were parsed from. null: they are parts of another document. */
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
 * Decodes a captured request or response. BASE64 and data without an encoding is text if its content type declares so,
 * or, with an unspecific content type, if its content is: SageMaker uses BASE64 if the content types of the endpoint
 * were not declared. With any content type, text that is JSON and begins like an array or object is read as JSON.
 * Throws RejectedRecordError.
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

/**
 * Decodes CSV. Some servers write JSON lists in place of rows, perhaps several after one another, which are read as
 * JSON.
 */
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

/** Decodes a text without a declared encoding. null if it is neither JSON nor CSV. */
function decodeUndeclared(text: string, contentType: string): Payload | null {
  const form = formOf(contentType);
  if (form !== undefined) return decodeText(text, form);
  if (startsAsJson(text)) return tryJson(text) ?? decodeText(text, 'json');
  if (!isUnspecific(contentType)) return null;
  // Servers return an HTML page for an error.
  return tryJson(text) ?? (/^\s*</.test(text) ? null : { kind: 'csv', text });
}

/** null if the text is not JSON. */
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

/** The text of the bytes. null if they are not UTF-8 or have control characters, as binary data has. */
function readPlainText(bytes: Uint8Array): string | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they distinguish binary data from text
  return /[\0-\x08\x0e-\x1f]/.test(text) ? null : text;
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
