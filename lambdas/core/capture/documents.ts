import { isNested, isObject, type Key, lookUp } from './lookup.ts';
import { RejectedRecordError } from './rejections.ts';

/** Rows of a JSON request or response. */
export interface FoundRows {
  readonly rows: readonly unknown[];
  /** Whether they are one bare array, so that its values may also be the cells of a single row. */
  readonly bare: boolean;
}

/**
 * Finds the rows of JSON documents. Several documents are a row each, unless a document has rows itself. One document has
 * them under `rowsKey` or, without that, under the first of `usualKeys` that holds an array; a bare array is its rows;
 * anything else is a row itself. So is a document of which `isRow` says so. Throws RejectedRecordError.
 */
export function findRows(
  documents: readonly unknown[],
  rowsKey: Key | undefined,
  usualKeys: readonly Key[],
  isRow: (document: object) => boolean,
): FoundRows {
  if (documents.length === 1) return findInDocument(documents[0], rowsKey, usualKeys, isRow);
  const rows: unknown[] = [];
  for (const document of documents) {
    if (Array.isArray(document)) rows.push(document);
    else for (const row of findInDocument(document, rowsKey, usualKeys, isRow).rows) rows.push(row);
  }
  return { rows, bare: false };
}

function findInDocument(
  document: unknown,
  rowsKey: Key | undefined,
  usualKeys: readonly Key[],
  isRow: (document: object) => boolean,
): FoundRows {
  if (rowsKey !== undefined) return findUnder(document, rowsKey);
  if (Array.isArray(document)) return { rows: document, bare: true };
  if (!isObject(document) || isRow(document)) return { rows: [document], bare: false };
  for (const key of usualKeys) {
    const value = lookUp(document, key);
    if (Array.isArray(value)) return { rows: value, bare: false };
  }
  return { rows: [document], bare: false };
}

function findUnder(document: unknown, key: Key): FoundRows {
  const value = isNested(document) ? lookUp(document, key) : undefined;
  if (Array.isArray(value)) return { rows: value, bare: false };
  if (isObject(value)) return { rows: [value], bare: false };
  throw new RejectedRecordError('rows-not-found', `there is no array of rows under ${JSON.stringify(key.name)}`);
}
