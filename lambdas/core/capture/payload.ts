import { parseJson } from './json.ts';
import { isNested } from './lookup.ts';
import { RejectedRecordError } from './rejections.ts';

/** One side of a captured exchange after its encoding is undone. */
export type Payload =
  /** Not captured, or empty. */
  | { readonly kind: 'absent' }
  /** Neither CSV nor JSON: an image, say. */
  | { readonly kind: 'opaque'; readonly contentType: string }
  | { readonly kind: 'csv'; readonly text: string }
  /** JSON documents: one, or several where the text is JSON Lines. */
  | { readonly kind: 'json'; readonly documents: readonly unknown[] };

export const ABSENT: Payload = { kind: 'absent' };

/** `endpointInput`, `endpointOutput` or `batchTransformOutput` of a capture record. */
export interface CapturedSide {
  readonly data?: unknown;
  readonly encoding?: unknown;
  readonly observedContentType?: unknown;
}

type TextForm = 'csv' | 'json' | 'json-lines';

const CONTENT_TYPES = new Map<string, TextForm>([
  ['text/csv', 'csv'],
  ['application/csv', 'csv'],
  ['application/json', 'json'],
  ['text/json', 'json'],
  ['application/jsonlines', 'json-lines'],
  ['application/x-jsonlines', 'json-lines'],
  ['application/jsonl', 'json-lines'],
  ['application/ndjson', 'json-lines'],
  ['application/x-ndjson', 'json-lines'],
]);

/** How often a JSON text may be packed into another one. */
const MAX_JSON_LAYERS = 3;

/**
 * Undoes the encoding of one side. A BASE64 side is text when its content type, or without one its content, is CSV or
 * JSON: SageMaker encodes so when the endpoint's content types were not declared. Throws RejectedRecordError.
 */
export function decodePayload(side: CapturedSide | null | undefined): Payload {
  if (side === null || side === undefined) return ABSENT;
  const { data } = side;
  if (data === null || data === undefined || data === '') return ABSENT;
  if (typeof data !== 'string') {
    throw new RejectedRecordError('not-a-capture-record', `"data" is ${describe(data)}, not a text`);
  }
  const contentType = side.observedContentType;
  const form = typeof contentType === 'string' ? formOf(contentType) : undefined;
  switch (typeof side.encoding === 'string' ? side.encoding.toUpperCase() : side.encoding) {
    case 'CSV':
      return { kind: 'csv', text: data };
    case 'JSON':
      return decodeText(data, form === 'json-lines' ? form : 'json');
    case 'BASE64':
      return decodeBytes(decodeBase64(data), typeof contentType === 'string' ? contentType : '', form);
    case undefined:
    case null:
      if (form !== undefined) return decodeText(data, form);
  }
  throw new RejectedRecordError(
    'unsupported-encoding',
    `encoding ${describe(side.encoding)} of content type ${describe(contentType)}; accepted are CSV, JSON and BASE64`,
  );
}

function decodeText(text: string, form: TextForm): Payload {
  if (form === 'csv') return { kind: 'csv', text };
  if (text.trim() === '') return ABSENT;
  return { kind: 'json', documents: form === 'json' ? parseDocuments(text, 1) : parseDocumentLines(text, 1) };
}

function decodeBytes(bytes: Uint8Array, contentType: string, form: TextForm | undefined): Payload {
  if (bytes.length === 0) return ABSENT;
  if (form !== undefined)
    return decodeText(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
      form,
    );
  if (contentType !== '') return { kind: 'opaque', contentType };
  const text = readPlainText(bytes);
  if (text === null) return { kind: 'opaque', contentType: 'unknown' };
  try {
    return decodeText(text, 'json');
  } catch {
    return { kind: 'csv', text };
  }
}

/** Several documents may stand in one text, a line each, whatever the content type says. */
function parseDocuments(text: string, layer: number): unknown[] {
  let document: unknown;
  try {
    document = parseJson(text);
  } catch (error) {
    if (text.includes('\n')) return parseDocumentLines(text, layer);
    throw invalidJson(error);
  }
  return unpack(document, layer);
}

function parseDocumentLines(text: string, layer: number): unknown[] {
  const documents: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      for (const document of unpack(parseJson(line), layer)) documents.push(document);
    } catch (error) {
      if (error instanceof RejectedRecordError) throw error;
      // One document over several lines, after all.
      try {
        return unpack(parseJson(text), layer);
      } catch {
        throw invalidJson(error);
      }
    }
  }
  return documents;
}

/** JSON encoded twice is a text that holds an object, an array or such a text again; any other text is a value. */
function unpack(document: unknown, layer: number): unknown[] {
  if (typeof document !== 'string' || layer >= MAX_JSON_LAYERS || !/^\s*[[{"]/.test(document)) return [document];
  try {
    return parseDocuments(document, layer + 1);
  } catch {
    return [document];
  }
}

function formOf(contentType: string): TextForm | undefined {
  const parameters = contentType.indexOf(';');
  const type = (parameters === -1 ? contentType : contentType.slice(0, parameters)).trim().toLowerCase();
  return CONTENT_TYPES.get(type) ?? (type.endsWith('+json') ? 'json' : undefined);
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

function invalidJson(error: unknown): RejectedRecordError {
  return new RejectedRecordError('invalid-json', `the data is not JSON: ${(error as Error).message}`);
}

/** A value for a message; objects are not spelled out, however deep they are. */
export function describe(value: unknown): string {
  if (isNested(value)) return Array.isArray(value) ? 'an array' : 'an object';
  return value === undefined ? 'missing' : JSON.stringify(value);
}
