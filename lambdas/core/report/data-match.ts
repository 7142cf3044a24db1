import type { CheckResult } from '../result/schema.ts';

/**
 * Whose verdict it is that the data of an accuracy check does not match, and what decides on it; null where the check itself says so. Its
 * own next step is about performance, so it may continue.
 */
export function sourceOfMismatch({ kind, verdict }: Pick<CheckResult, 'kind' | 'verdict'>): string | null {
  const { dataMatches, nextStep } = verdict;
  if (kind !== 'accuracy' || dataMatches !== 'no' || nextStep === 'fix-data') return null;
  return "by the window's drift check, which decides what to do about the data";
}
