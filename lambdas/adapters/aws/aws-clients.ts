import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { type ClientOptions, withTimeouts } from './client-options.ts';
import { s3Client } from './s3-client.ts';

export interface AwsClients {
  readonly s3: S3Client;
  readonly cloudWatch: CloudWatchClient;
  readonly sns: SNSClient;
}

/** The clients of an {@link awsContext}. Region, endpoint and credentials default to the SDK's. */
export function awsClients(options: ClientOptions = {}): AwsClients {
  const settings = withTimeouts(options);
  return { s3: s3Client(options), cloudWatch: new CloudWatchClient(settings), sns: new SNSClient(settings) };
}

/** The client of a StepFunctionsWorkflow. */
export function stepFunctionsClient(options: ClientOptions = {}): SFNClient {
  return new SFNClient(withTimeouts(options));
}

/** The client that reads secrets. */
export function secretsClient(options: ClientOptions = {}): SecretsManagerClient {
  return new SecretsManagerClient(withTimeouts(options));
}
