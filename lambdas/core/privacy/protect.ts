import type { Monitor } from '../monitor/monitor.ts';
import type { QuotingError, Redactor } from '../text/redactor.ts';
import { redactorWithoutKey } from './value-key.ts';

/** Names of errors whose messages quote no data: settings, names, keys, counts. All others are suspected of it. */
const PLAIN: ReadonlySet<string> = new Set([
  'AlertTooLargeError',
  'AlignmentError',
  'BaselineError',
  'BrokenArchiveError',
  'DataChangedError',
  'EventError',
  'IncidentError',
  'InvalidMetricError',
  'LocationError',
  'LockLostError',
  'MissingLabelsError',
  'MissingPartsError',
  'MonitorFileError',
  'NoPendingApprovalError',
  'ObjectChangedError',
  'ObjectNotFoundError',
  'OutOfTimeError',
  'OutdatedError',
  'PreconditionFailedError',
  'ProfileMergeError',
  'ReadingChangedError',
  'RetrainingError',
  'S3UriError',
  'SettingsError',
  'StateError',
  'StoreWriteError',
  'UnknownFormatError',
  'UnknownMonitorError',
  'UnknownRetrainingError',
  'UnknownWindowError',
  'UnsuitableMethodError',
  'ValueKeyError',
  'WindowTooLargeError',
]);

/** Errors that are protected already. */
const PROTECTED = new WeakSet<Error>();

/**
 * Runs what reads a monitor's data. An error that leaves it says no more than the monitor file allows: its catcher may log it,
 * and Lambda puts it into the dead-letter queue.
 */
export async function protecting<T>(monitor: Pick<Monitor, 'privacy'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw protectError(error, redactorWithoutKey(monitor));
  }
}

/**
 * An error without values of the data, of the same class and name. Where it is not known to quote none, its message is replaced. Its
 * cause goes, and of its stack only the places stay.
 */
export function protectError(given: unknown, redactor: Redactor): unknown {
  if (redactor.shows || isProtected(given)) return given;
  const error = given instanceof Error ? given : new Error(String(given));
  const message = messageOf(error, redactor);
  const safe = new Error(message);
  Object.setPrototypeOf(safe, Object.getPrototypeOf(error));
  for (const [name, value] of [
    ['name', error.name],
    ['stack', `${error.name}: ${message}${placesOf(error)}`],
  ]) {
    Object.defineProperty(safe, name, { value, configurable: true, writable: true });
  }
  PROTECTED.add(safe);
  return safe;
}

/** The message of an error, with values of the data as they may be shown. */
export function messageOf(error: Error, redactor: Redactor): string {
  if (redactor.shows || isProtected(error)) return error.message;
  if (isQuoting(error)) return error.messageFor(redactor);
  if (isPlain(error)) return redactor.uri(error.message);
  return 'the message is not shown, because it may quote the data (privacy.values)';
}

/** Whether errors of this name quote no data. */
export function isPlainName(name: string): boolean {
  return PLAIN.has(name);
}

/** Whether it is an error that is protected, or one that is made of such errors. */
function isProtected(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isProtected);
  return error instanceof Error && PROTECTED.has(error);
}

function isQuoting(error: Error): error is QuotingError {
  return 'messageFor' in error;
}

function isPlain(error: Error & { readonly syscall?: unknown; readonly code?: unknown }): boolean {
  // The errors of AWS's services, and those of the file system, which name a path.
  const isOutside = '$metadata' in error || (typeof error.syscall === 'string' && typeof error.code === 'string');
  return isOutside || isPlainName(error.name);
}

/** The lines of a stack below the message. */
function placesOf({ name, message, stack = '' }: Error): string {
  const head = [`${name}: ${message}`, `Error: ${message}`, message].find((start) => stack.startsWith(start));
  const rest = head === undefined ? stack : stack.slice(head.length);
  const places = rest.split('\n').filter((line) => /^ {4}at .*[:(<]/.test(line));
  return places.map((line) => `\n${line}`).join('');
}
