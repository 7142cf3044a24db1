import { errorMessage } from '../../text/error-message.ts';
import { isObject } from '../field-path.ts';
import { parseJson } from '../json.ts';
import { RejectedRecordError } from '../rejection-reason.ts';

/** Parses a line that must be a JSON object. Throws RejectedRecordError. */
export function parseRecord(line: string): Record<string, unknown> {
  let record: unknown;
  try {
    record = parseJson(line);
  } catch (error) {
    throw new RejectedRecordError('invalid-json', `the line is not JSON: ${errorMessage(error)}`);
  }
  if (!isObject(record)) throw notARecord('it is not a JSON object');
  return record;
}

export function notARecord(why: string): RejectedRecordError {
  return new RejectedRecordError('not-a-capture-record', `the line is not a capture record: ${why}`);
}
