import { isObject } from '../field-path.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { foundRows, foundTable, type NamedTable, type PayloadLayout, type PayloadSide } from './layout.ts';
import { requireNames } from './names.ts';
import { type Reshaped, reshape } from './reshape.ts';
import { rawContents, readTensorData } from './tensor-data.ts';

interface Tensor extends Reshaped {
  readonly name: string;
}

/**
 * Tensors of the Open Inference Protocol (KServe V2, Triton):
 * `{"inputs":[{"name":"age","shape":[2,1],"datatype":"FP32", "data":[31,52]},…]}`, in responses under `outputs`. A
 * tensor with one value per row is a column of its name; one with several is the columns `name.0`, `name.1`, …. If a
 * request has only one tensor, and its name is not a feature, its values are read by position. The values may also be
 * where protobuf's JSON has them.
 */
export const tensors: PayloadLayout = (object, side) => {
  const key = side.what === 'request' ? 'inputs' : 'outputs';
  if (!Object.hasOwn(object, key)) return null;
  const given = object[key];
  if (!Array.isArray(given) || !isTensor(given[0])) return null;
  const raw = rawContents(object, side.what);
  const read = given.map((tensor, i) => readTensor(tensor, raw[i], side));
  requireOneLength(read, side);
  if (side.what === 'request' && read.length === 1 && !isNamed(read[0], side)) return foundRows(read[0].rows);
  const table = new Tensors(read);
  requireNames(table.names, side);
  return foundTable(table);
};

function isTensor(value: unknown): value is Record<string, unknown> & { name: string; shape: unknown[] } {
  return isObject(value) && typeof value['name'] === 'string' && Array.isArray(value['shape']);
}

function readTensor(value: unknown, raw: unknown, { what }: PayloadSide): Tensor {
  if (!isTensor(value)) {
    throw new RejectedRecordError('nested-values', `one of the tensors of the ${what} has no name or no shape`);
  }
  const { name, shape } = value;
  const data = readTensorData(value, raw);
  if (data === null) {
    const detail = `the tensor ${JSON.stringify(name)} of the ${what} has no "data": its values were sent as bytes, which were not captured`;
    throw new RejectedRecordError('unsupported-encoding', detail);
  }
  return { name, ...reshape(shape, data, `the tensor ${JSON.stringify(name)}`, what) };
}

/** Whether a listed name means the tensor or one of its columns. If none are listed: whether it is a single column. */
function isNamed({ name, width }: Tensor, { names }: PayloadSide): boolean {
  if (names === null) return width === 1;
  return names.some((key) => key.name === name || (key.steps !== null && key.name.startsWith(`${name}.`)));
}

class Tensors implements NamedTable {
  readonly names: string[] = [];
  readonly rows: number;
  readonly ordered: boolean;
  readonly #columns: { readonly rows: Tensor['rows']; readonly position: number }[] = [];

  constructor(tensors: readonly Tensor[]) {
    this.rows = tensors[0].rows.length;
    // Positions across several tensors are ambiguous unless each tensor is one column.
    this.ordered = tensors.length === 1 || tensors.every(({ width }) => width === 1);
    for (const { name, rows, width } of tensors) {
      for (let position = 0; position < width; position++) {
        this.names.push(width === 1 ? name : `${name}.${position}`);
        this.#columns.push({ rows, position });
      }
    }
  }

  at(row: number, column: number): unknown {
    const { rows, position } = this.#columns[column];
    return rows[row][position];
  }
}

function requireOneLength(tensors: readonly Tensor[], { what }: PayloadSide): void {
  const [first] = tensors;
  const other = tensors.find(({ rows }) => rows.length !== first.rows.length);
  if (other === undefined) return;
  const lengths = `${JSON.stringify(first.name)} has ${first.rows.length}, ${JSON.stringify(other.name)} ${other.rows.length}`;
  throw new RejectedRecordError('row-count-mismatch', `the tensors of the ${what} differ in rows: ${lengths}`);
}
