import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Settings of all functions that an organisation may prescribe. */
export interface FunctionSettings {
  /**
   * Memory of each function, in megabytes. Lambda allocates CPU in proportion to it.
   * @default 2048
   */
  readonly memorySize?: number | undefined;
  /**
   * How long the functions' logs are kept.
   * @default - three months
   */
  readonly logRetention?: RetentionDays | undefined;
  /**
   * Concurrent runs that are reserved for each function, and its limit. Events that find none free wait up to two hours.
   * @default - none are reserved, and the account's limit applies
   */
  readonly reservedConcurrency?: number | undefined;
  /**
   * The network of the functions. It needs routes to S3, CloudWatch, CloudWatch Logs, SNS, SQS, KMS, Lambda and STS, and for
   * retraining and `readingConcurrency` to Step Functions: through a NAT gateway or interface endpoints.
   * @default - the functions are in no VPC
   */
  readonly network?: FunctionNetwork | undefined;
}

/** Where the functions' network interfaces are. The ids may be those of constructs: `vpc.selectSubnets().subnetIds`. */
export interface FunctionNetwork {
  /** In several availability zones. */
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}
