import * as z from 'zod';
import { printable } from '../text/printable.ts';
import type { Outcome } from './contract.ts';

const MAX_MESSAGE = 300;

/** Why a run ended so, in one printable line: what a step said, or the state that failed and what the error says. */
export function describeOutcome({ message, at, error, cause }: Outcome): string {
  if (message !== undefined && message !== '') return printable(message, MAX_MESSAGE);
  const parts = [at, error, causeText(cause ?? '')].filter((part) => part !== undefined && part !== '');
  return printable(parts.length === 0 ? 'nothing is known about the reason' : parts.join(': '), MAX_MESSAGE);
}

/** Where errors of functions, and of jobs that have ended, keep their text. */
const TEXT_FIELDS = ['errorMessage', 'FailureReason', 'Message', 'message'] as const;

/** Causes are often JSON documents: the text in them, or as much of the document as there is. */
function causeText(cause: string): string {
  let document: unknown;
  try {
    document = JSON.parse(cause);
  } catch {
    // Cut in the middle, or no JSON at all.
    const found = /"(?:errorMessage|FailureReason)"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(cause)?.[1];
    return found === undefined ? cause : unquoted(found);
  }
  const fields = z.record(z.string(), z.unknown()).safeParse(document).data ?? {};
  return TEXT_FIELDS.map((field) => fields[field]).find((value) => typeof value === 'string') ?? cause;
}

/** A JSON string's text, or the string as it stands where its escapes are none of JSON's. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
