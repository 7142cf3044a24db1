import { formOf } from '../content-type.ts';
import { isObject } from '../field-path.ts';
import { decodeUtf8 } from '../utf8.ts';
import { findTexts } from './find-texts.ts';
import { RecordTemplate } from './record-template.ts';

const PLACES = {
  captureData: { endpointInput: { data: 'request' }, endpointOutput: { data: 'response' } },
  eventMetadata: { eventId: 'eventId', inferenceId: 'inferenceId', inferenceTime: 'time' },
} as const;

const NEEDED = ['eventId', 'time', 'request', 'response'] as const;

/**
 * Makes a template of a record of SageMaker's data capture whose request and response are CSV. null if it is another
 * record.
 */
export function learnTemplate(line: Uint8Array): RecordTemplate | null {
  const record = parse(line);
  if (record === null || !isObject(record['captureData'])) return null;
  const { endpointInput, endpointOutput, batchTransformOutput } = record['captureData'];
  // Both sides are then in one document.
  if (batchTransformOutput !== undefined || !isCsv(endpointInput) || !isCsv(endpointOutput)) return null;
  const spans = findTexts(line, PLACES);
  if (spans === null || !NEEDED.every((name) => spans.some(({ variable }) => variable === name))) return null;
  return new RecordTemplate(line, spans);
}

function parse(line: Uint8Array): Record<string, unknown> | null {
  try {
    const record: unknown = JSON.parse(decodeUtf8(line));
    return isObject(record) ? record : null;
  } catch {
    return null;
  }
}

/** Whether the side's data is CSV if its text does not begin like JSON. */
function isCsv(side: unknown): boolean {
  if (!isObject(side)) return false;
  const { encoding, observedContentType: type } = side;
  if (typeof encoding === 'string') return encoding.toUpperCase() === 'CSV';
  return (encoding === undefined || encoding === null) && typeof type === 'string' && formOf(type) === 'csv';
}
