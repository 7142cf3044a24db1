import { isObject } from '../field-path.ts';
import { ABSENT, type Payload } from '../payload.ts';
import type { Envelope } from './record-adder.ts';

export const ID_KEY = 'SageMakerInferenceId';
export const TIME_KEY = 'SageMakerInferenceTime';
export const OUTPUT_KEY = 'SageMakerOutput';
/** The key of an input that is not an object. */
const INPUT_KEY = 'SageMakerInput';

export interface Sides {
  readonly request: Payload;
  readonly response: Payload;
}

/** A transformed record, with the request and the response separated. */
export type TransformEnvelope = Envelope & Sides;

/** Both sides of a transformed payload: a JSON object is split, anything else is all output. */
export function splitTransformed(payload: Payload): Sides {
  if (payload.kind === 'json' && payload.documents.length === 1) {
    const [document] = payload.documents;
    if (isObject(document)) return splitDocument(document);
  }
  return { request: ABSENT, response: payload };
}

/**
 * Splits a document into the output under `SageMakerOutput` and the input beside it or under `SageMakerInput`. Without
 * the output's key, the whole document is output.
 *
 * @param taken Keys that belong to neither.
 */
export function splitDocument(document: Record<string, unknown>, taken?: ReadonlySet<string | undefined>): Sides {
  const others = Object.entries(document).filter(
    ([key]) => key !== ID_KEY && key !== TIME_KEY && key !== OUTPUT_KEY && !taken?.has(key),
  );
  if (!Object.hasOwn(document, OUTPUT_KEY)) return { request: ABSENT, response: restOf(others) };
  const [first] = others;
  const input = others.length === 1 && first[0] === INPUT_KEY ? toPayload(first[1]) : restOf(others);
  return { request: input, response: toPayload(document[OUTPUT_KEY]) };
}

/** Uses fromEntries because it defines even `__proto__` as a key of the object itself. */
function restOf(entries: readonly [string, unknown][]): Payload {
  return entries.length === 0 ? ABSENT : toPayload(Object.fromEntries(entries));
}

function toPayload(document: unknown): Payload {
  return document === null ? ABSENT : { kind: 'json', documents: [document], text: null };
}
