import { LocationError } from '../../lambdas/adapters/local/open-location.ts';
import { BaselineError } from '../../lambdas/core/baseline/document.ts';
import { StateError } from '../../lambdas/core/decision/state-store.ts';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import { UnknownMonitorError } from '../monitor-files.ts';

/** The user gave something that cannot be meant. The message says what is accepted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const USAGE_ERRORS = [UsageError, UnknownMonitorError] as const;
/** Errors whose message is all a user needs; others are faults of the program and come with their stack. */
const EXPLAINED = [...USAGE_ERRORS, MonitorFileError, LocationError, BaselineError, StateError] as const;

export function isUsageError(error: unknown): boolean {
  return USAGE_ERRORS.some((kind) => error instanceof kind);
}

export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return EXPLAINED.some((kind) => error instanceof kind) ? error.message : (error.stack ?? error.message);
}
