import { CELL, type Column } from '../columns/column.ts';

/**
 * Totals of a column that do not depend on the file's format; for those of numbers the largest relative rounding is
 * known.
 */
export interface ColumnTotals {
  numbers: number;
  sum: number;
  squares: number;
  absolute: number;
  min: number;
  max: number;
  texts: number;
  /** Sum of the texts' hashes, modulo 2^32. */
  hash: number;
  missing: number;
  /** The same cells weighted by their row number, so that the order of rows matters. */
  placed: number;
  placedHash: number;
  /** Rows whose value differs from the row before. */
  changes: number;
  last: number | string | null;
  readonly distinct: Set<number | string>;
}

/** With fewer distinct values a column says little about which rows these are. */
const FEWEST_DISTINCT = 20;
/** Relative error of storage as float32 and of rounding in text files. */
const ROUNDING = 1e-6;

/** Totals of a column that is missing in all rows so far. */
export function startTotals(rowsBefore: number): ColumnTotals {
  return {
    numbers: 0,
    sum: 0,
    squares: 0,
    absolute: 0,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    texts: 0,
    hash: 0,
    missing: rowsBefore,
    placed: 0,
    placedHash: 0,
    changes: 0,
    last: null,
    distinct: new Set(),
  };
}

/** Adds the cells of one chunk. @param firstRow row number of its first cell, from 0 */
export function addColumn(totals: ColumnTotals, column: Column, firstRow: number): void {
  const texts = column.dictionary.map((text) => text.trim().toLowerCase());
  const hashes = texts.map(hashText);
  for (let row = 0; row < column.length; row++) {
    const code = column.code(row);
    const place = firstRow + row + 1;
    if (code === CELL.number) addNumber(totals, column.numbers![row], place);
    else if (code >= 0) addText(totals, texts[code], hashes[code], place);
    else if (code === CELL.true || code === CELL.false) addBoolean(totals, code === CELL.true, place);
  }
}

function addNumber(totals: ColumnTotals, value: number, place: number): void {
  totals.numbers++;
  if (!Number.isFinite(value)) return;
  totals.sum += value;
  totals.squares += value * value;
  totals.absolute += Math.abs(value);
  totals.placed += value * place;
  if (value < totals.min) totals.min = value;
  if (value > totals.max) totals.max = value;
  note(totals, value);
}

const BOOLEANS = { true: hashText('true'), false: hashText('false') };

function addBoolean(totals: ColumnTotals, value: boolean, place: number): void {
  addText(totals, value ? 'true' : 'false', value ? BOOLEANS.true : BOOLEANS.false, place);
}

function addText(totals: ColumnTotals, text: string, hash: number, place: number): void {
  totals.texts++;
  totals.hash = (totals.hash + hash) >>> 0;
  totals.placedHash = (totals.placedHash + Math.imul(hash, place)) >>> 0;
  note(totals, text);
}

function note(totals: ColumnTotals, value: number | string): void {
  if (totals.last !== null && totals.last !== value) totals.changes++;
  totals.last = value;
  if (totals.distinct.size < FEWEST_DISTINCT) totals.distinct.add(value);
}

/** Whether two columns have the same cells, in whatever order. */
export function haveSameTotals(a: ColumnTotals, b: ColumnTotals): boolean {
  if (a.numbers !== b.numbers || a.texts !== b.texts || a.missing !== b.missing || a.hash !== b.hash) return false;
  if (a.numbers === 0) return true;
  const largest = Math.max(Math.abs(a.min), Math.abs(a.max));
  return (
    isNear(a.sum, b.sum, a.absolute) &&
    isNear(a.squares, b.squares, a.squares) &&
    isNear(a.min, b.min, largest) &&
    isNear(a.max, b.max, largest)
  );
}

/** Whether two columns with the same totals also have the cells in the same order. */
function haveSameOrder(a: ColumnTotals, b: ColumnTotals): boolean {
  const weight = a.absolute * (a.numbers + a.texts + a.missing);
  return a.placedHash === b.placedHash && isNear(a.placed, b.placed, weight / Math.max(1, a.numbers));
}

/** Equal up to rounding; two infinities of one sign are equal. */
function isNear(a: number, b: number, scale: number): boolean {
  return a === b || Math.abs(a - b) <= ROUNDING * scale;
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Whether two columns with the same totals can hardly be of different rows. */
export function identifyRows(a: ColumnTotals, b: ColumnTotals): boolean {
  const varied = Math.min(a.distinct.size, b.distinct.size) >= FEWEST_DISTINCT;
  return varied || (Math.min(a.changes, b.changes) >= FEWEST_DISTINCT && haveSameOrder(a, b));
}
