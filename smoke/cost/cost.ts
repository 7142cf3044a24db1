import { type PlannedStep, plannedSteps, STEPS, type StepId } from '../plan.ts';
import { INSTANCE_PRICES, REST, regionFactor } from './prices.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Instances that were, or still are, paid for. */
export interface Usage {
  readonly what: string;
  readonly instanceType: string;
  /** All instances together, milliseconds. */
  readonly duration: number;
}

export interface CostLine {
  readonly what: string;
  /** Dollars, not rounded. */
  readonly dollars: number;
}

/** What instances and the rest cost. @throws RangeError for a type without a known price */
export function costOf(usages: readonly Usage[], region: string): CostLine[] {
  const factor = regionFactor(region);
  const lines = usages.map(({ what, instanceType, duration }) => {
    const price = INSTANCE_PRICES.get(instanceType);
    if (price === undefined) throw new RangeError(`the price of ${instanceType} is not known`);
    const minutes = Math.ceil(duration / MINUTE);
    return { what: `${what}: ${minutes} min of ${instanceType}`, dollars: (duration / HOUR) * price * factor };
  });
  return [...lines, { what: 'key, alarms, functions, requests', dollars: REST }];
}

/** Dollars with two decimals, rounded up. */
export function formatDollars(dollars: number): string {
  // Sums of cents are not whole in binary: 0.1 + 0.2 is 30.000000000000004 cents.
  return `$${(Math.ceil(dollars * 100 - 1e-6) / 100).toFixed(2)}`;
}

export function totalOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** What a whole run is expected to use: jobs, the endpoint from its creation to the end, and a second fleet during deployments. */
export function expectedUsage(instanceType: string | null): Usage[] {
  if (instanceType === null) return [];
  const steps = plannedSteps(true);
  const served = steps.slice(steps.indexOf('endpoint'));
  const minutes = (ids: readonly StepId[]) =>
    ids.reduce((sum, id) => sum + (STEPS[id] as PlannedStep).minutes, CLEANUP_MINUTES);
  return [
    { what: 'endpoint', instanceType, duration: minutes(served) * MINUTE },
    { what: 'second fleet while deploying', instanceType, duration: 20 * MINUTE },
    { what: 'two training jobs and a transform job', instanceType, duration: 15 * MINUTE },
  ];
}

/** Deleting everything takes about this long. */
export const CLEANUP_MINUTES = 6;
