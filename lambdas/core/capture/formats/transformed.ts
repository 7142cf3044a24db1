import { isObject } from '../lookup.ts';
import { ABSENT, type Payload } from '../payload.ts';

export const ID_KEY = 'SageMakerInferenceId';
export const TIME_KEY = 'SageMakerInferenceTime';
const OUTPUT_KEY = 'SageMakerOutput';

export interface Sides {
  readonly request: Payload;
  readonly response: Payload;
}

/** Both sides of a transformed payload: a JSON object is split, anything else is all output. */
export function splitTransformed(payload: Payload): Sides {
  if (payload.kind === 'json' && payload.documents.length === 1) {
    const [document] = payload.documents;
    if (isObject(document)) return splitDocument(document);
  }
  return { request: ABSENT, response: payload };
}

/** The output under `SageMakerOutput` and the input beside it; without that key the document is all output. */
export function splitDocument(document: Record<string, unknown>): Sides {
  const others = Object.entries(document).filter(([key]) => key !== ID_KEY && key !== TIME_KEY && key !== OUTPUT_KEY);
  // fromEntries defines its keys, `__proto__` too, as the object's own.
  const rest = others.length === 0 ? ABSENT : toPayload(Object.fromEntries(others));
  if (!Object.hasOwn(document, OUTPUT_KEY)) return { request: ABSENT, response: rest };
  return { request: rest, response: toPayload(document[OUTPUT_KEY]) };
}

function toPayload(document: unknown): Payload {
  return document === null ? ABSENT : { kind: 'json', documents: [document], text: null };
}
