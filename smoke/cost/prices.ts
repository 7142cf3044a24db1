/** The prices as published for us-east-1, to the best of our knowledge in October 2025. None was read from a bill. */
export const PRICES_AS_OF = '2025-10';

/** Dollars an hour of one instance, for training, transform jobs and endpoints alike: types that all three accept. */
export const INSTANCE_PRICES: ReadonlyMap<string, number> = new Map([
  ['ml.m5.large', 0.115],
  ['ml.m5.xlarge', 0.23],
  ['ml.c5.xlarge', 0.204],
  ['ml.m4.xlarge', 0.24],
]);

/** Regions with the prices of us-east-1. */
const BASE_REGIONS: ReadonlySet<string> = new Set(['us-east-1', 'us-east-2', 'us-west-2']);
/** No region of the image's table costs more than this many times as much. */
const DEAREST = 1.7;

/** By how much a region's prices exceed those of us-east-1, at most. */
export function regionFactor(region: string): number {
  return BASE_REGIONS.has(region) ? 1 : DEAREST;
}

/**
 * Dollars of everything but instances, generously: a KMS key and some alarms for two hours, a few minutes of functions, and requests to
 * S3, SQS, SNS and Step Functions.
 */
export const REST = 0.05;
