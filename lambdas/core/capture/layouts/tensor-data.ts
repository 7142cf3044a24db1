import { isObject } from '../field-path.ts';
import { readTensorBytes, readText } from '../tensor-bytes.ts';
import type { PayloadSide } from './layout.ts';

/** Number types that protobuf's JSON writes as texts. */
const NUMBERS_AS_TEXTS: ReadonlySet<unknown> = new Set(['INT64', 'UINT64', 'FP16', 'FP32', 'FP64']);

/**
 * Reads the values of a tensor of the Open Inference Protocol: under `data`, or, in protobuf's JSON, under `contents`
 * or as base64 in the raw contents. null if there are none. Throws RejectedRecordError.
 */
export function readTensorData(tensor: Record<string, unknown>, raw: unknown): readonly unknown[] | null {
  const { name, datatype, data, contents } = tensor;
  if (Array.isArray(data)) return data;
  if (typeof raw === 'string') return readTensorBytes(Buffer.from(raw, 'base64'), datatype, String(name));
  const values = isObject(contents)
    ? Object.values(contents).find((list) => Array.isArray(list) && list.length > 0)
    : null;
  if (!Array.isArray(values)) return null;
  if (datatype === 'BYTES') return values.map((value) => readBase64(value, String(name)));
  return NUMBERS_AS_TEXTS.has(datatype) ? values.map(readNumber) : values;
}

/** The raw contents of all tensors, in the order of the tensors. */
export function rawContents(object: Record<string, unknown>, what: PayloadSide['what']): readonly unknown[] {
  const keys =
    what === 'request' ? ['raw_input_contents', 'rawInputContents'] : ['raw_output_contents', 'rawOutputContents'];
  const raw = keys.map((key) => object[key]).find(Array.isArray);
  return raw ?? [];
}

function readBase64(value: unknown, name: string): unknown {
  return typeof value === 'string' ? readText(Buffer.from(value, 'base64'), name) : value;
}

/** A number that may be a text: 64-bit integers, `NaN`, `Infinity` and `-Infinity` are. */
function readNumber(value: unknown): unknown {
  if (value === 'NaN') return Number.NaN;
  return typeof value === 'string' && /^-?(?:\d+|Infinity)$/.test(value) ? Number(value) : value;
}
