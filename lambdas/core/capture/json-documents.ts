import { errorMessage } from '../text/error-message.ts';
import { splitConcatenatedJson } from './concatenated-json.ts';
import { parseJson } from './json.ts';
import { RejectedRecordError } from './rejection-reason.ts';

/** How often a JSON text may be encoded in another one. */
const MAX_JSON_LAYERS = 3;

/**
 * The JSON documents of a text: usually one. Servers also write several, one a line or one after the other, whatever content
 * type they declare. Throws RejectedRecordError.
 */
export function parseDocuments(text: string): unknown[] {
  return parseLayer(text, 1);
}

/** The JSON documents of a text with one document a line. Throws RejectedRecordError. */
export function parseDocumentLines(text: string): unknown[] {
  return parseLines(text, 1);
}

function parseLayer(text: string, layer: number): unknown[] {
  let document: unknown;
  try {
    document = parseJson(text);
  } catch (error) {
    if (text.includes('\n')) return parseLines(text, layer);
    return parseAdjacent(text, layer) ?? refuse(error);
  }
  return unpack(document, layer);
}

function parseLines(text: string, layer: number): unknown[] {
  const documents: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      for (const document of unpack(parseJson(line), layer)) documents.push(document);
    } catch (error) {
      if (error instanceof RejectedRecordError) throw error;
      // The text may be one document over several lines.
      try {
        return unpack(parseJson(text), layer);
      } catch {
        return parseAdjacent(text, layer) ?? refuse(error);
      }
    }
  }
  return documents;
}

/** Objects without newlines between them. null if there are fewer than two. */
function parseAdjacent(text: string, layer: number): unknown[] | null {
  const objects = splitConcatenatedJson(text);
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

/** Decodes JSON that was encoded twice: a text that holds an object, an array or such a text. Any other text is a value. */
function unpack(document: unknown, layer: number): unknown[] {
  if (typeof document !== 'string' || layer >= MAX_JSON_LAYERS || !/^\s*[[{"]/.test(document)) return [document];
  try {
    return parseLayer(document, layer + 1);
  } catch {
    return [document];
  }
}

function refuse(error: unknown): never {
  throw new RejectedRecordError('invalid-json', `the data is not JSON: ${errorMessage(error)}`);
}
