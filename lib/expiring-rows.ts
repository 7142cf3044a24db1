import { Duration } from 'aws-cdk-lib';
import type { LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { KEPT_ANSWERS, keptAnswersOf } from '../lambdas/core/check/reading/answers/answers-keys.ts';
import { WINDOW_PARTS } from '../lambdas/core/check/reading/fan-out/reading-keys.ts';
import { RETRAINING_DATA, retrainingDataOf } from '../lambdas/core/decision/retraining/keys.ts';
import type { MonitorDefinition } from './monitor-definition.ts';

const DAY = 86_400_000;
/** Where no monitor keeps any more, for rows of earlier days. */
const DEFAULT_DAYS = 30;
/** How long the parts of large windows are kept: long enough to look into a reading that failed, and to repeat it. */
const PARTS_DAYS = 7;
/** Rules of a bucket (S3's quota of 1,000), without the one for all its objects and that of the overview. */
const MAX_RULES = 998;

/** The monitors of a deployment have more different settings than a bucket has lifecycle rules. */
export class TooManyLifecycleRulesError extends Error {
  override readonly name = 'TooManyLifecycleRulesError';
  readonly rules: number;
  constructor(rules: number) {
    super(
      `monitors that keep rows of their retrainings (retraining.data.keep) or answers (labels.keepAnswers) for a shorter time than others need ${rules} lifecycle rules, and a bucket has ${MAX_RULES} for them: let them keep as long as the others, or deploy them in several stacks`,
    );
    this.rules = rules;
  }
}

/**
 * Lifecycle rules by which rows expire: those of retrainings, and the answers that accuracy checks keep. Parts of large windows expire too. Of each, one rule for all
 * monitors, with the longest time that any of them keeps rows, and one for each monitor with a shorter time. Where two rules apply, S3
 * uses the shorter time. The rules for all also delete the rows of monitors that are gone.
 *
 * @throws TooManyLifecycleRulesError
 */
export function expiringRows(definitions: readonly MonitorDefinition[]): LifecycleRule[] {
  const rules = [
    ...rulesFor(RETRAINING_DATA, retrainingDataOf, keptRows(definitions)),
    ...rulesFor(KEPT_ANSWERS, keptAnswersOf, keptAnswers(definitions)),
    ruleFor(WINDOW_PARTS, PARTS_DAYS),
  ];
  if (rules.length > MAX_RULES) throw new TooManyLifecycleRulesError(rules.length);
  return rules;
}

/** A monitor and how many days it keeps rows. */
interface Kept {
  readonly name: string;
  readonly days: number;
}

function keptRows(definitions: readonly MonitorDefinition[]): Kept[] {
  return definitions.flatMap(({ monitor, retraining }) =>
    retraining !== null && monitor.retraining !== null
      ? [{ name: monitor.name, days: monitor.retraining.data.keep / DAY }]
      : [],
  );
}

function keptAnswers(definitions: readonly MonitorDefinition[]): Kept[] {
  return definitions.flatMap(({ monitor: { name, labels } }) =>
    // A rule has at least a day. Where nothing is kept any more, it deletes what was kept before.
    labels === null ? [] : [{ name, days: Math.max(1, labels.keepAnswers / DAY) }],
  );
}

function rulesFor(all: string, prefixOf: (monitor: string) => string, kept: readonly Kept[]): LifecycleRule[] {
  const longest = kept.reduce((most, { days }) => Math.max(most, days), kept.length === 0 ? DEFAULT_DAYS : 0);
  const shorter = kept.filter(({ days }) => days < longest);
  return [ruleFor(all, longest), ...shorter.map(({ name, days }) => ruleFor(prefixOf(name), days))];
}

/** Deletes objects for good: the bucket is versioned, so that they become earlier versions first. */
function ruleFor(prefix: string, days: number): LifecycleRule {
  return { prefix, expiration: Duration.days(days), noncurrentVersionExpiration: Duration.days(1) };
}
