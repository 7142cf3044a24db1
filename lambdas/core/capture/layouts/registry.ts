import { columns, onlyList } from './columns.ts';
import { dense } from './dense.ts';
import { indexedColumns, indexedRows } from './indexed.ts';
import type { PayloadLayout } from './layout.ts';
import { split } from './split.ts';
import { tensors } from './tensors.ts';

/** The layouts of objects that have their names or rows in places of their own. A new one is a file and a line here. */
export const LAYOUTS: readonly PayloadLayout[] = [tensors, split, dense, indexedRows];

/** The layouts of objects that have lists or objects under the listed names, or where none is listed, under all of their keys. */
export const LAYOUTS_BY_NAME: readonly PayloadLayout[] = [columns, indexedColumns];

/** The layouts of objects that are nothing else. */
export const FALLBACK_LAYOUTS: readonly PayloadLayout[] = [onlyList];
