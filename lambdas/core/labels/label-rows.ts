import { type FieldPath, isObject, valueAtPath } from '../capture/field-path.ts';

/**
 * The rows of the JSON documents of one label record. Several documents are a row each, unless one has rows itself. One
 * document has them under the first of `keys` that holds an array; a bare array is its rows; anything else is a row itself.
 * So is a document of which `isRow` says so.
 */
export function findLabelRows(
  documents: readonly unknown[],
  keys: readonly FieldPath[],
  isRow: (document: object) => boolean,
): readonly unknown[] {
  if (documents.length === 1) return findInDocument(documents[0], keys, isRow);
  const rows: unknown[] = [];
  for (const document of documents) {
    if (Array.isArray(document)) rows.push(document);
    else for (const row of findInDocument(document, keys, isRow)) rows.push(row);
  }
  return rows;
}

function findInDocument(
  document: unknown,
  keys: readonly FieldPath[],
  isRow: (document: object) => boolean,
): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (!isObject(document) || isRow(document)) return [document];
  for (const key of keys) {
    const value = valueAtPath(document, key);
    if (Array.isArray(value)) return value;
  }
  return [document];
}
