import { errorMessage } from '../text/error-message.ts';
import { isObject } from './field-path.ts';
import { parseJson } from './json.ts';
import { RejectedRecordError } from './rejection-reason.ts';
import { readTensorBytes } from './tensor-bytes.ts';

/**
 * The size of the JSON header before the tensors' bytes, which Triton on SageMaker puts into the content type. null if
 * absent.
 */
export function jsonHeaderSize(contentType: string): number | null {
  const match = /;\s*json-header-size=(\d{1,15})\s*(?:;|$)/i.exec(contentType);
  return match === null ? null : Number(match[1]);
}

/**
 * Reads a request or response of Triton's binary tensor data extension: JSON, followed by the bytes of the tensors
 * whose values are not in the JSON. Returns the document with all values in it. Throws RejectedRecordError if sizes or
 * values contradict each other.
 */
export function readBinaryTensors(bytes: Uint8Array, headerSize: number): unknown {
  if (headerSize > bytes.length) throw refused(`has ${bytes.length} bytes, fewer than its JSON header (${headerSize})`);
  const document = parseHeader(bytes.subarray(0, headerSize));
  let at = headerSize;
  for (const tensor of tensorsOf(document)) {
    const { name, datatype, parameters } = tensor;
    const size = isObject(parameters) ? parameters['binary_data_size'] : undefined;
    if (size === undefined) continue;
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || at + size > bytes.length) {
      throw refused(`ends before the bytes of the tensor ${JSON.stringify(String(name))}`);
    }
    tensor['data'] = readTensorBytes(bytes.subarray(at, at + size), datatype, String(name));
    at += size;
  }
  if (at < bytes.length) throw refused(`has ${bytes.length - at} bytes more than its tensors`);
  return document;
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return parseJson(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw new RejectedRecordError('invalid-json', `the header of the tensors is not JSON: ${errorMessage(error)}`);
  }
}

function* tensorsOf(document: unknown): Generator<Record<string, unknown>> {
  if (!isObject(document)) return;
  for (const key of ['inputs', 'outputs']) {
    const tensors = document[key];
    if (Array.isArray(tensors)) yield* tensors.filter(isObject);
  }
}

function refused(why: string): RejectedRecordError {
  return new RejectedRecordError('unsupported-encoding', `the data ${why}`);
}
