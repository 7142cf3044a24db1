import { explainAwsSettings } from './aws-settings-error.ts';

/** The command line is invalid. The message says what is accepted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command is valid but cannot be done with this data. The message says why. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Names of the errors that say that the command line is invalid. Their classes would load most of the core. */
const USAGE_ERRORS: ReadonlySet<string> = new Set([
  'UsageError',
  'UnknownMonitorError',
  'UnknownWindowError',
  'ColumnNotFoundError',
  'IncidentError',
  'UnknownRetrainingError',
]);

/** Errors of the language, the runtime and libraries, whose messages are not meant for users. */
const FAULTS = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'AggregateError',
  'ZodError',
  '$ZodError',
]);

export function isUsageError(error: unknown): boolean {
  return error instanceof Error && isUsageErrorType(error.name);
}

/** The same of an error that a deployed function has thrown. @param type Its name. */
export function isUsageErrorType(type: string): boolean {
  return USAGE_ERRORS.has(type);
}

/** The message for an error that users can understand; the stack for a fault of the program. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const settings = explainAwsSettings(error);
  if (settings !== null) return settings;
  const isExplained = !FAULTS.has(error.name) || isSystemError(error);
  if (isExplained) return error.message;
  return `this is a fault of driftwarden, please report it\n${error.stack ?? error.message}`;
}

/** `EACCES: permission denied, open '…'`. */
function isSystemError(error: NodeJS.ErrnoException): boolean {
  return error.syscall !== undefined && error.code !== undefined;
}
