import type { Evidence } from './assumptions.ts';
import { CLEANUP_MINUTES, type CostLine, costOf, expectedUsage, formatDollars, totalOf } from './cost/cost.ts';
import { INSTANCE_PRICES, PRICES_AS_OF, regionFactor } from './cost/prices.ts';
import type { Remaining } from './leftovers/clean-up.ts';
import type { Names } from './names.ts';
import type { Options } from './options.ts';
import { type PlannedStep, plannedSteps, STEPS } from './plan.ts';

/**
 * What a run will do, create and cost.
 *
 * @param account Its number; undefined before AWS has named it.
 */
export function describePlan(options: Options, names: Names, account?: string): string {
  const { keep, region, retraining } = options;
  const steps = plannedSteps(retraining !== null).map((id): PlannedStep => STEPS[id]);
  const minutes = steps.reduce((sum, step) => sum + step.minutes, keep ? 0 : CLEANUP_MINUTES);
  const cost = totalOf(costOf(expectedUsage(retraining?.instanceType ?? null), region));
  const facts = [
    ['account', account ?? 'that of the credentials'],
    ['region', region],
    ['stack', names.stack],
    ['bucket', names.bucket(account ?? 'ACCOUNT', region)],
    ['queue', names.queue],
    ...(retraining === null ? [['monitor', names.monitors.generated]] : describeRetraining(retraining, names)),
    ['all names', `begin with ${names.prefix}, or with the stack's`],
    ['takes', `about ${minutes} minutes`],
    ['costs', `about ${formatDollars(cost)}, by the prices of ${PRICES_AS_OF}`],
  ];
  const skipped = retraining === null ? ['', 'Nothing is trained or deployed: that needs --role.'] : [];
  const end = keep ? 'delete nothing (--keep): what is left goes on costing money' : 'delete everything';
  return [
    ...[...steps.map(({ title }) => title), end].map((title, i) => `${String(i + 1).padStart(2)}. ${title}`),
    '',
    ...facts.map(([name, value]) => `${name.padEnd(14)}${value}`),
    ...skipped,
  ].join('\n');
}

function describeRetraining({ role, image, instanceType }: NonNullable<Options['retraining']>, names: Names) {
  return [
    ['monitors', Object.values(names.monitors).join(', ')],
    ['endpoint', names.endpoint],
    ['role', role],
    ['image', image],
    ['instances', instanceType],
  ];
}

/** What a run has found out, costs, and leaves behind. */
export interface Summary {
  readonly evidence: Evidence;
  readonly cost: readonly CostLine[];
  readonly region: string;
  /** Instances that go on costing money. */
  readonly running: readonly { readonly what: string; readonly instanceType: string }[];
  readonly remaining: readonly Remaining[];
}

export function describeSummary({ evidence, cost, region, running, remaining }: Summary): string {
  const left = remaining.map(({ what, reason }) => `  ${what}: ${reason}`);
  const hours = running.map(
    ({ what, instanceType }) =>
      `${what} goes on costing ${formatDollars((INSTANCE_PRICES.get(instanceType) ?? 0) * regionFactor(region))} an hour`,
  );
  return [
    'Assumptions of docs/assumptions.md',
    ...evidence.table(),
    '',
    `Cost, by the prices of ${PRICES_AS_OF}, rounded up`,
    ...cost.map(({ what, dollars }) => `${formatDollars(dollars).padStart(7)}  ${what}`),
    `${formatDollars(totalOf(cost)).padStart(7)}  together`,
    ...hours,
    ...(left.length === 0
      ? []
      : ['', 'Left behind:', ...left, 'Delete it with --cleanup-only, and --role if you gave it.']),
  ].join('\n');
}
