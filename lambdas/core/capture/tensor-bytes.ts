import { shortestFloat16, shortestFloat32 } from '../columns/float32.ts';
import { RejectedRecordError } from './rejection-reason.ts';

interface NumberType {
  readonly size: number;
  read(view: DataView, at: number): unknown;
}

/** The datatypes of the Open Inference Protocol, little-endian. */
const NUMBER_TYPES: ReadonlyMap<unknown, NumberType> = new Map<unknown, NumberType>([
  ['BOOL', { size: 1, read: (view, at) => view.getUint8(at) !== 0 }],
  ['UINT8', { size: 1, read: (view, at) => view.getUint8(at) }],
  ['UINT16', { size: 2, read: (view, at) => view.getUint16(at, true) }],
  ['UINT32', { size: 4, read: (view, at) => view.getUint32(at, true) }],
  ['UINT64', { size: 8, read: (view, at) => Number(view.getBigUint64(at, true)) }],
  ['INT8', { size: 1, read: (view, at) => view.getInt8(at) }],
  ['INT16', { size: 2, read: (view, at) => view.getInt16(at, true) }],
  ['INT32', { size: 4, read: (view, at) => view.getInt32(at, true) }],
  ['INT64', { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) }],
  ['FP16', { size: 2, read: (view, at) => shortestFloat16(toFloat16(view.getUint16(at, true))) }],
  ['FP32', { size: 4, read: (view, at) => shortestFloat32(view.getFloat32(at, true)) }],
  ['FP64', { size: 8, read: (view, at) => view.getFloat64(at, true) }],
]);

/**
 * Reads the values of a tensor that was sent as bytes: numbers one after the other, or texts (`BYTES`), each after its
 * length in four bytes. Throws RejectedRecordError if the bytes do not fit the datatype or the texts are not UTF-8.
 *
 * @param name The tensor's name, for messages.
 */
export function readTensorBytes(bytes: Uint8Array, datatype: unknown, name: string): unknown[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (datatype === 'BYTES') return readTexts(bytes, view, name);
  const type = NUMBER_TYPES.get(datatype);
  if (type === undefined) throw refused(name, 'was sent as bytes of an unsupported datatype');
  if (bytes.length % type.size !== 0) {
    throw refused(name, `has ${bytes.length} bytes, not a multiple of the size of ${String(datatype)} values`);
  }
  return Array.from({ length: bytes.length / type.size }, (_, i) => type.read(view, i * type.size));
}

function readTexts(bytes: Uint8Array, view: DataView, name: string): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 <= bytes.length ? at + 4 + view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw refused(name, 'ends inside a text');
    texts.push(readText(bytes.subarray(at + 4, end), name));
    at = end;
  }
  return texts;
}

/** Throws RejectedRecordError if the bytes are not UTF-8, for example those of an image. */
export function readText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused(name, 'holds bytes that are not text');
  }
}

/** Sign, five bits of exponent, ten of fraction (IEEE 754). */
function toFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function refused(name: string, why: string): RejectedRecordError {
  return new RejectedRecordError('unsupported-encoding', `the tensor ${JSON.stringify(name)} ${why}`);
}
