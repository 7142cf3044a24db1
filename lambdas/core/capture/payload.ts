import { jsonHeaderSize, readBinaryTensors } from './binary-tensors.ts';
import { parseJson } from './json.ts';
import { isNested } from './lookup.ts';
import { RejectedRecordError } from './rejection-reason.ts';
import { splitAtSeams } from './seams.ts';

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

/** What servers and clients say that say nothing: the content tells. */
const UNTOLD = new Set([
  '',
  '*/*',
  'text/plain',
  'text/html',
  'application/octet-stream',
  'binary/octet-stream',
  'application/x-www-form-urlencoded',
]);

/** How often a JSON text may be packed into another one. */
const MAX_JSON_LAYERS = 3;

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
    throw new RejectedRecordError('not-a-capture-record', `"data" is ${describe(data)}, not a text`);
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
      const payload = decodeUntold(data, type);
      if (payload !== null) return payload;
    }
  }
  throw new RejectedRecordError(
    'unsupported-encoding',
    `encoding ${describe(side.encoding)} of content type ${describe(side.observedContentType)}; accepted are CSV, JSON and BASE64`,
  );
}

function decodeText(text: string, form: TextForm): Payload {
  if (form === 'csv') return decodeCsv(text);
  if (text.trim() === '') return ABSENT;
  return { kind: 'json', documents: form === 'json' ? parseDocuments(text, 1) : parseDocumentLines(text, 1), text };
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
  const payload = text === null ? null : decodeUntold(withoutMark(text), contentType);
  return payload ?? { kind: 'opaque', contentType: contentType === '' ? 'unknown' : contentType };
}

/** A text whose encoding nobody declared; null where it is neither JSON nor CSV. */
function decodeUntold(text: string, contentType: string): Payload | null {
  const form = formOf(contentType);
  if (form !== undefined) return decodeText(text, form);
  if (startsAsJson(text)) return tryJson(text) ?? decodeText(text, 'json');
  if (!UNTOLD.has(mediaType(contentType))) return null;
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

/** Several documents may stand in one text, a line each or one behind the other, whatever the content type says. */
function parseDocuments(text: string, layer: number): unknown[] {
  let document: unknown;
  try {
    document = parseJson(text);
  } catch (error) {
    if (text.includes('\n')) return parseDocumentLines(text, layer);
    return parseAdjacent(text, layer) ?? refuse(error);
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
        return parseAdjacent(text, layer) ?? refuse(error);
      }
    }
  }
  return documents;
}

/** Objects without newlines between them; null when there are fewer than two. */
function parseAdjacent(text: string, layer: number): unknown[] | null {
  const objects = splitAtSeams(text);
  if (objects.length < 2) return null;
  const documents: unknown[] = [];
  for (const object of objects) {
    try {
      for (const document of unpack(parseJson(object), layer)) documents.push(document);
    } catch (error) {
      refuse(error);
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
  const type = mediaType(contentType);
  return CONTENT_TYPES.get(type) ?? (type.endsWith('+json') ? 'json' : undefined);
}

/** The content type in small letters and without its parameters. */
function mediaType(contentType: string): string {
  const parameters = contentType.indexOf(';');
  return (parameters === -1 ? contentType : contentType.slice(0, parameters)).trim().toLowerCase();
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

function refuse(error: unknown): never {
  throw new RejectedRecordError('invalid-json', `the data is not JSON: ${(error as Error).message}`);
}

/** A value for a message; objects are not spelled out, however deep they are. */
export function describe(value: unknown): string {
  if (isNested(value)) return Array.isArray(value) ? 'an array' : 'an object';
  return value === undefined ? 'missing' : JSON.stringify(value);
}
