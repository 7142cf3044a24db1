import { isObject } from '../field-path.ts';
import { type CapturedSide, decodePayload } from '../payload.ts';
import { notARecord, parseRecord } from './json-record.ts';
import type { CaptureReader } from './reader.ts';
import type { Envelope, RecordFormat } from './record-adder.ts';
import { readRecordLines } from './record-lines.ts';
import { splitTransformed } from './transformed.ts';

interface CaptureEnvelope extends Envelope {
  readonly input: unknown;
  readonly output: unknown;
  readonly transformed: unknown;
}

/**
 * `{"captureData":{"endpointInput":{…},"endpointOutput":{…}},"eventMetadata":{"eventId":…,"inferenceTime":…}}`, one per
 * line, as an endpoint's data capture writes it. Model Monitor's merge job adds `groundTruthData` beside it, and may
 * put `batchTransformOutput` inside.
 */
const records: RecordFormat<CaptureEnvelope> = {
  timeKey: 'inferenceTime',

  open(line) {
    const { captureData, eventMetadata } = parseRecord(line);
    if (!isObject(captureData)) throw notARecord('it has no object "captureData"');
    if (!isObject(eventMetadata)) throw notARecord('it has no object "eventMetadata"');
    const { inferenceId, eventId, inferenceTime } = eventMetadata;
    return {
      time: inferenceTime,
      id: inferenceId === undefined || inferenceId === null || inferenceId === '' ? eventId : inferenceId,
      uniqueId: eventId,
      input: captureData['endpointInput'],
      output: captureData['endpointOutput'],
      transformed: captureData['batchTransformOutput'],
    };
  },

  decode({ input, output, transformed }) {
    if (transformed !== undefined) return splitTransformed(decodePayload(toSide(transformed)));
    return { request: decodePayload(toSide(input)), response: decodePayload(toSide(output)) };
  },
};

export const sagemakerDataCapture: CaptureReader = {
  hourly: true,
  streams: true,
  sharesIds: false,
  read: (source, run) => readRecordLines(source, run, records),
};

function toSide(value: unknown): CapturedSide | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw notARecord('a side of "captureData" is not an object');
  return value;
}
