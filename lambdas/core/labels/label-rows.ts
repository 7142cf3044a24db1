import { type FieldPath, isObject, type Nested, valueAtPath } from '../capture/field-path.ts';

/**
 * The rows in the JSON documents of one label record. Of several documents, each is a row unless it has rows itself. A
 * single document has its rows under the first of `keys` that holds an array. An array is a list of rows. Any other
 * document, and one for which `isRow` returns true, is one row.
 */
export function findLabelRows(
  documents: readonly unknown[],
  keys: readonly FieldPath[],
  isRow: (document: Nested) => boolean,
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
  isRow: (document: Nested) => boolean,
): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (!isObject(document) || isRow(document)) return [document];
  for (const key of keys) {
    const value = valueAtPath(document, key);
    if (Array.isArray(value)) return value;
  }
  return [document];
}
