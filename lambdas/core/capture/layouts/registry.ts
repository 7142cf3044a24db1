import { columns, onlyList } from './columns.ts';
import { dense } from './dense.ts';
import { indexedColumns, indexedRows } from './indexed.ts';
import type { PayloadLayout } from './layout.ts';
import { split } from './split.ts';
import { tensors } from './tensors.ts';

/** The layouts with names or rows under keys of their own. A new layout is a file and a line here. */
export const LAYOUTS: readonly PayloadLayout[] = [tensors, split, dense, indexedRows];

/** The layouts with lists or objects under the listed names, or if none are listed, under all keys. */
export const LAYOUTS_BY_NAME: readonly PayloadLayout[] = [columns, indexedColumns];

/** The layouts that are tried last. */
export const FALLBACK_LAYOUTS: readonly PayloadLayout[] = [onlyList];
