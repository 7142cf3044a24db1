import { isNested } from '../field-path.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import type { PayloadSide } from './layout.ts';

export interface Reshaped {
  /** Arrays of `width` cells. */
  readonly rows: readonly (readonly unknown[])[];
  readonly width: number;
}

/**
 * Splits a tensor into rows: the first number of its shape is the number of rows, the product of the others their
 * width. The values are flat in row-major order, or nested like the shape. Throws RejectedRecordError if the number of
 * values does not fit the shape.
 */
export function reshape(
  shape: readonly unknown[],
  values: readonly unknown[],
  name: string,
  what: PayloadSide['what'],
): Reshaped {
  const flat = flatten(values, shape.length);
  const size = (lengths: readonly number[]) => lengths.reduce((product, length) => product * length, 1);
  if (!shape.every(isLength) || size(shape) !== flat.length) {
    const detail = `${name} of the ${what} has ${flat.length} values, which do not fit its shape [${shape.map(describeLength).join(', ')}]`;
    throw new RejectedRecordError('row-count-mismatch', detail);
  }
  const [count = 1] = shape;
  const width = count === 0 ? 0 : flat.length / count;
  const rows = Array.from({ length: width === 0 ? 0 : count }, (_, row) => flat.slice(row * width, (row + 1) * width));
  return { rows, width };
}

/** Flattens arrays nested in `levels` levels. */
function flatten(values: readonly unknown[], levels: number): readonly unknown[] {
  let flat = values;
  for (let level = 1; level < levels && flat.some(isNested); level++) flat = flat.flat(1);
  return flat;
}

function isLength(length: unknown): length is number {
  return typeof length === 'number' && Number.isInteger(length) && length >= 0;
}

function describeLength(length: unknown): string {
  return typeof length === 'number' ? String(length) : '?';
}
