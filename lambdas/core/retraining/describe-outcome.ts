import * as z from 'zod';
import { isPlainName } from '../privacy/protect.ts';
import { defang } from '../text/defang.ts';
import { printable } from '../text/printable.ts';
import type { Redactor } from '../text/redactor.ts';
import type { Outcome } from './contract.ts';

const MAX_MESSAGE = 300;

/** Why a run ended as it did, in one printable line: a step's message, or the failed state and its error. */
export function describeOutcome({ message, at, error, cause = '' }: Outcome, redactor: Redactor): string {
  if (message !== undefined && message !== '') return printable(message, MAX_MESSAGE);
  const parts = [at, error, shownCause(error, cause, redactor)].filter((part) => part !== undefined && part !== '');
  return printable(parts.length === 0 ? 'the reason is unknown' : parts.join(': '), MAX_MESSAGE);
}

const UNQUOTED = 'the reason that the job gave is not shown, because it may quote the data (privacy.values)';

/**
 * The errors of functions are protected where they are thrown, and SageMaker's own name resources and limits; but what a container,
 * or a program on a laptop, says of its failure may be any text.
 */
function shownCause(error: string | undefined, cause: string, redactor: Redactor): string {
  const text = causeText(cause);
  const isOfFunction = /^\s*\{\s*"error(?:Type|Message)"/.test(cause);
  const isOfService = error?.startsWith('SageMaker.') === true && !cause.startsWith('FailedCommandError');
  if (cause === '' || isOfService || (isOfFunction && isPlainName(error ?? ''))) return text;
  return redactor.shows || isOfFunction ? defang(text) : UNQUOTED;
}

/** Fields with the text of a function's or job's error. */
const TEXT_FIELDS = ['errorMessage', 'FailureReason', 'Message', 'message'] as const;

/** The text of a cause, which is often a JSON document and may be cut off. */
function causeText(cause: string): string {
  let document: unknown;
  try {
    document = JSON.parse(cause);
  } catch {
    // The JSON is cut off, or the cause is not JSON.
    const found = /"(?:errorMessage|FailureReason)"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(cause)?.[1];
    return found === undefined ? cause : unquoted(found);
  }
  const fields = z.record(z.string(), z.unknown()).safeParse(document).data ?? {};
  return TEXT_FIELDS.map((field) => fields[field]).find((value) => typeof value === 'string') ?? cause;
}

/** The text of a JSON string, or the string unchanged if its escapes are not valid JSON. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
