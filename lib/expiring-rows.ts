import { Duration } from 'aws-cdk-lib';
import type { LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { RETRAINING_DATA, retrainingDataOf } from '../lambdas/core/decision/retraining/keys.ts';
import type { MonitorDefinition } from './monitor-definition.ts';

const DAY = 86_400_000;
/** Where no monitor retrains any more, for rows of earlier days. */
const DEFAULT_DAYS = 30;
/** Rules of a bucket (S3's quota of 1,000), without the one for all its objects and that of the overview. */
const MAX_RULES = 998;

/** The monitors of a deployment have more different settings than a bucket has lifecycle rules. */
export class TooManyLifecycleRulesError extends Error {
  override readonly name = 'TooManyLifecycleRulesError';
  readonly rules: number;
  constructor(rules: number) {
    super(
      `${rules} monitors keep the rows of their retrainings for a shorter time than others (retraining.data.keep), and a bucket has lifecycle rules for ${MAX_RULES - 1}: let them keep rows as long as the others, or deploy them in several stacks`,
    );
    this.rules = rules;
  }
}

/**
 * Lifecycle rules by which the rows of retrainings expire: one for all monitors, with the longest time that any of them keeps rows, and
 * one for each monitor with a shorter time. Where two rules apply, S3 uses the shorter time. The first rule also deletes the rows of
 * monitors that are gone.
 *
 * @throws TooManyLifecycleRulesError
 */
export function expiringRows(definitions: readonly MonitorDefinition[]): LifecycleRule[] {
  const kept = definitions.flatMap(({ monitor, retraining }) =>
    retraining !== null && monitor.retraining !== null
      ? [{ name: monitor.name, days: monitor.retraining.data.keep / DAY }]
      : [],
  );
  const longest = kept.reduce((most, { days }) => Math.max(most, days), kept.length === 0 ? DEFAULT_DAYS : 0);
  const shorter = kept.filter(({ days }) => days < longest);
  if (shorter.length >= MAX_RULES) throw new TooManyLifecycleRulesError(shorter.length);
  return [ruleFor(RETRAINING_DATA, longest), ...shorter.map(({ name, days }) => ruleFor(retrainingDataOf(name), days))];
}

/** Deletes objects for good: the bucket is versioned, so that they become earlier versions first. */
function ruleFor(prefix: string, days: number): LifecycleRule {
  return { prefix, expiration: Duration.days(days), noncurrentVersionExpiration: Duration.days(1) };
}
