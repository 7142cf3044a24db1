import { columns, onlyList } from './columns.ts';
import { dense } from './dense.ts';
import type { Form } from './form.ts';
import { indexedColumns, indexedRows } from './indexed.ts';
import { split } from './split.ts';
import { tensors } from './tensors.ts';

/** The forms of objects that have their names or rows in places of their own. A new one is a file and a line here. */
export const FORMS: readonly Form[] = [tensors, split, dense, indexedRows];

/** The forms of objects that have lists or objects under the listed names, or where none is listed, under all of their keys. */
export const FORMS_BY_NAME: readonly Form[] = [columns, indexedColumns];

/** The forms of objects that are nothing else. */
export const LAST_FORMS: readonly Form[] = [onlyList];
