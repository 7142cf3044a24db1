import * as z from 'zod';
import { imitated, invalid, POSITIVE } from './input.ts';

const CAPACITY = z.strictObject({ Type: z.enum(['CAPACITY_PERCENT', 'INSTANCE_COUNT']), Value: POSITIVE });

export const DEPLOYMENT_CONFIG = z.strictObject({
  BlueGreenUpdatePolicy: z.strictObject({
    TrafficRoutingConfiguration: z.strictObject({
      Type: imitated('ALL_AT_ONCE', 'CANARY', 'LINEAR'),
      WaitIntervalInSeconds: z.number().int().min(0).max(3600),
      CanarySize: CAPACITY.optional(),
      LinearStepSize: CAPACITY.optional(),
    }),
    TerminationWaitInSeconds: z.number().int().min(0).max(3600).optional(),
    MaximumExecutionTimeoutInSeconds: z.number().int().min(600).max(28_800).optional(),
  }),
  AutoRollbackConfiguration: z
    .strictObject({
      Alarms: z
        .array(z.strictObject({ AlarmName: z.string().min(1).max(255) }))
        .min(1)
        .max(10),
    })
    .optional(),
});

export type DeploymentConfig = z.infer<typeof DEPLOYMENT_CONFIG>;

/** How traffic moves to the new fleet. Milliseconds from the moment the fleet is there. */
export interface TrafficPlan {
  /** Share of the traffic from each time on, ascending. */
  readonly shifts: readonly { readonly at: number; readonly share: number }[];
  /** When the last baking ends. */
  readonly bakedAt: number;
  /** How long the old fleet is kept after that. */
  readonly terminationWait: number;
  /** Longest time from the request to the end; infinite when there is no limit. */
  readonly timeout: number;
  readonly alarms: readonly string[];
}

/** A blue-green update without further words: at once, without baking. */
const AT_ONCE: TrafficPlan = {
  shifts: [{ at: 0, share: 1 }],
  bakedAt: 0,
  terminationWait: 0,
  timeout: Number.POSITIVE_INFINITY,
  alarms: [],
};

/**
 * A canary bakes twice: on the canary and on the rest; a linear one after each step.
 *
 * @param instances Of the new fleet.
 * @throws AwsError ValidationException
 */
export function planTraffic(config: DeploymentConfig | undefined, instances: number): TrafficPlan {
  if (config === undefined) return AT_ONCE;
  const { TrafficRoutingConfiguration: routing, ...policy } = config.BlueGreenUpdatePolicy;
  const wait = routing.WaitIntervalInSeconds * 1000;
  const shares = sharesOf(routing, instances);
  const bakedAt = shares.length * wait;
  const terminationWait = (policy.TerminationWaitInSeconds ?? 0) * 1000;
  const timeout = (policy.MaximumExecutionTimeoutInSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  if (timeout <= bakedAt + terminationWait)
    throw invalid(
      `MaximumExecutionTimeoutInSeconds must be larger than all waiting times together, ${(bakedAt + terminationWait) / 1000} s`,
    );
  return {
    shifts: shares.map((share, index) => ({ at: index * wait, share })),
    bakedAt,
    terminationWait,
    timeout,
    alarms: config.AutoRollbackConfiguration?.Alarms.map(({ AlarmName }) => AlarmName) ?? [],
  };
}

type Routing = DeploymentConfig['BlueGreenUpdatePolicy']['TrafficRoutingConfiguration'];

function sharesOf({ Type, CanarySize, LinearStepSize }: Routing, instances: number): number[] {
  if ((CanarySize !== undefined) !== (Type === 'CANARY') || (LinearStepSize !== undefined) !== (Type === 'LINEAR'))
    throw invalid(`${Type}: CanarySize belongs to CANARY and LinearStepSize to LINEAR, each is required there`);
  if (CanarySize !== undefined) return [shareOf('CanarySize', CanarySize, 0, instances), 1];
  if (LinearStepSize === undefined) return [1];
  const step = shareOf('LinearStepSize', LinearStepSize, 0.1, instances);
  const count = Math.ceil(1 / step - 1e-9);
  return Array.from({ length: count }, (_, index) => Math.min(1, (index + 1) * step));
}

function shareOf(name: string, { Type, Value }: z.infer<typeof CAPACITY>, least: number, instances: number): number {
  const share = Value / (Type === 'CAPACITY_PERCENT' ? 100 : instances);
  if (share < least || share > 0.5)
    throw invalid(`${name} is ${share * 100} % of the capacity: ${least * 100} to 50 % are allowed`);
  return share;
}
