import { type FieldPath, isNested, isObject, toFieldPath } from './field-path.ts';
import type { PayloadSide } from './layouts/layout.ts';
import { surveyNames } from './layouts/names.ts';
import { decodePayload, type Payload } from './payload.ts';
import { RejectedRecordError } from './rejection-reason.ts';

/** Usual keys for a request or response that is a text inside JSON. */
const TEXT_KEYS: ReadonlySet<string> = new Set([
  'body',
  'csv',
  'data',
  'input',
  'inputs',
  'instances',
  'output',
  'payload',
  'predictions',
  'records',
  'response',
  'result',
  'rows',
  'strData',
]);

/** Keys that API Gateway and Lambda write beside `body`. */
const BESIDE_BODY = ['httpMethod', 'isBase64Encoded', 'requestContext', 'statusCode'] as const;

/** How many texts may enclose each other. */
const MAX_TEXTS = 3;

/** A payload, and how to look for its rows. */
export interface Opened {
  readonly payload: Payload;
  readonly side: PayloadSide;
}

interface EnclosedText {
  readonly key: string;
  readonly text: string;
  readonly isBase64: boolean;
  /** The key of the rows inside the text, if the monitor names one. */
  readonly rowsKey?: FieldPath | undefined;
}

/**
 * Opens a payload that is a text under a key of a JSON document: `{"body":"{\"age\":31}"}` as API Gateway and Lambda
 * pass requests on, or `{"data":"31,Bern"}`. In a request, JSON is read under any key, if it is the only one with JSON;
 * in a response, under the usual keys. CSV is read under the usual keys of a request with several listed features, and
 * in the body of a proxy. A document with a listed name is a row, and one with lists or objects is searched for rows,
 * whatever texts they have. Throws RejectedRecordError if the text cannot be read.
 */
export function openText(payload: Payload, side: PayloadSide): Opened {
  let opened: Opened = { payload, side };
  for (let i = 0; i < MAX_TEXTS; i++) {
    const { payload: outer } = opened;
    if (outer.kind !== 'json' || outer.documents.length !== 1) break;
    const [document] = outer.documents;
    const text = isObject(document) ? findText(document, opened.side) : null;
    if (text === null) break;
    const inner = side.rowsKey === undefined ? side : { ...side, rowsKey: text.rowsKey };
    opened = { payload: decode(text, side), side: inner };
  }
  return opened;
}

function findText(document: Record<string, unknown>, side: PayloadSide): EnclosedText | null {
  if (side.rowsKey !== undefined) return findUnderRowsKey(document, side.rowsKey);
  const keys = Object.keys(document);
  // Most documents hold their rows as lists and no texts, so this saves searching them for every name.
  if (!keys.some((key) => typeof document[key] === 'string')) return null;
  if (side.names !== null && surveyNames(document, side.names) !== 0) return null;
  if (BESIDE_BODY.some((key) => Object.hasOwn(document, key))) {
    const hasRows = side.usualKeys.some((key) => Object.hasOwn(document, key) && isNested(document[key]));
    return hasRows || isFailure(document) ? null : toText(document, 'body');
  }
  if (keys.some((key) => isNested(document[key]))) return null;
  if (side.names === null) return keys.length === 1 && isJson(document, keys[0]) ? toText(document, keys[0]) : null;
  const json = keys.filter((key) => (side.what === 'request' || TEXT_KEYS.has(key)) && isJson(document, key));
  if (json.length > 0) return json.length === 1 ? toText(document, json[0]) : null;
  if (side.what === 'response' || side.names.length < 2) return null;
  const usual = keys.filter((key) => TEXT_KEYS.has(key) && typeof document[key] === 'string');
  return usual.length === 1 ? toText(document, usual[0]) : null;
}

/** The text at the monitor's key of the rows, or at one of the steps of that key. */
function findUnderRowsKey(document: Record<string, unknown>, key: FieldPath): EnclosedText | null {
  if (key.steps === null || Object.hasOwn(document, key.name)) return toText(document, key.name);
  let inside: unknown = document;
  for (let i = 0; i < key.steps.length && isObject(inside); i++) {
    const text = Object.hasOwn(inside, key.steps[i]) ? toText(inside, key.steps[i]) : null;
    const rest = key.steps.slice(i + 1).join('.');
    if (text !== null) return { ...text, rowsKey: rest === '' ? undefined : toFieldPath(rest) };
    inside = inside[key.steps[i]];
  }
  return null;
}

/** Whether a proxy reports an error in place of a response. */
function isFailure({ statusCode }: Record<string, unknown>): boolean {
  return statusCode !== undefined && Math.floor(Number(statusCode) / 100) !== 2;
}

function toText(document: Record<string, unknown>, key: string): EnclosedText | null {
  const text = Object.hasOwn(document, key) ? document[key] : undefined;
  if (typeof text !== 'string' || text.trim() === '') return null;
  return { key, text, isBase64: document['isBase64Encoded'] === true };
}

/** Whether the text is a JSON object or array. Under a usual key, it is enough that it begins like one. */
function isJson(document: Record<string, unknown>, key: string): boolean {
  const text = document[key];
  if (typeof text !== 'string' || !/^\s*(?:\{|\[\s*[[{"\d\]-])/.test(text)) return false;
  if (TEXT_KEYS.has(key)) return true;
  try {
    return decodePayload({ data: text }).kind === 'json';
  } catch (error) {
    if (!(error instanceof RejectedRecordError)) throw error;
    return false;
  }
}

function decode({ key, text, isBase64 }: EnclosedText, { what }: PayloadSide): Payload {
  try {
    return decodePayload({ data: text, ...(isBase64 && { encoding: 'BASE64' }) });
  } catch (error) {
    if (!(error instanceof RejectedRecordError)) throw error;
    throw new RejectedRecordError(
      error.reason,
      `the text under ${JSON.stringify(key)} of the ${what}: ${error.message}`,
    );
  }
}
