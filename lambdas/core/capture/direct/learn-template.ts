import { formOf } from '../content-type.ts';
import { isObject } from '../field-path.ts';
import { decodeUtf8 } from '../utf8.ts';
import { findTexts } from './find-texts.ts';
import { RecordTemplate, type Span, type Variable } from './record-template.ts';

const PLACES = {
  captureData: { endpointInput: { data: 'request' }, endpointOutput: { data: 'response' } },
  eventMetadata: { eventId: 'eventId', inferenceId: 'inferenceId', inferenceTime: 'time' },
} as const;

const NEEDED = ['eventId', 'time', 'request', 'response'] as const;

/** How the text of a side is written. */
interface TextForm {
  readonly form: 'csv' | 'json';
  readonly isBase64: boolean;
}

/** A side of a record: how its text is written, and the text as it stands between quotes in the record. */
export interface LearnedSide extends TextForm {
  readonly raw: Uint8Array;
}

export interface Learned {
  readonly template: RecordTemplate;
  readonly request: LearnedSide;
  readonly response: LearnedSide;
}

/** Learns the form of a record of SageMaker's data capture whose sides are CSV or JSON. null if it is another record. */
export function learnRecord(line: Uint8Array): Learned | null {
  const record = parse(line);
  if (record === null || !isObject(record['captureData'])) return null;
  const { endpointInput, endpointOutput, batchTransformOutput } = record['captureData'];
  // Both sides are then in one document.
  if (batchTransformOutput !== undefined) return null;
  const [requestForm, responseForm] = [formOfSide(endpointInput), formOfSide(endpointOutput)];
  const spans = findTexts(line, PLACES);
  if (requestForm === null || responseForm === null || spans === null) return null;
  if (!NEEDED.every((name) => spans.some(({ variable }) => variable === name))) return null;
  return {
    template: new RecordTemplate(line, spans),
    request: { ...requestForm, raw: textOf(line, spans, 'request') },
    response: { ...responseForm, raw: textOf(line, spans, 'response') },
  };
}

function textOf(line: Uint8Array, spans: readonly Span[], name: Variable): Uint8Array {
  const { start, end } = spans.find(({ variable }) => variable === name)!;
  return line.subarray(start, end);
}

function parse(line: Uint8Array): Record<string, unknown> | null {
  try {
    const record: unknown = JSON.parse(decodeUtf8(line));
    return isObject(record) ? record : null;
  } catch {
    return null;
  }
}

/** The form of the side's data if it does not begin like the other one. null: neither, or not known. */
function formOfSide(side: unknown): TextForm | null {
  if (!isObject(side)) return null;
  const { encoding, observedContentType } = side;
  const type = typeof observedContentType === 'string' ? formOf(observedContentType) : undefined;
  // Several lines of JSON are no document, so that their frame is not learned.
  const declared = type === 'json-lines' ? 'json' : (type ?? null);
  if (encoding === undefined || encoding === null) return textForm(declared, false);
  if (typeof encoding !== 'string') return null;
  switch (encoding.toUpperCase()) {
    case 'CSV':
      return textForm('csv', false);
    case 'JSON':
      return textForm('json', false);
    case 'BASE64':
      return textForm(declared, true);
    default:
      return null;
  }
}

function textForm(form: TextForm['form'] | null, isBase64: boolean): TextForm | null {
  return form && { form, isBase64 };
}
