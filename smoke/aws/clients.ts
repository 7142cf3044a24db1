import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';

/** Region, and for a test where the account is. */
export type ClientConfig = Pick<S3ClientConfig, 'region' | 'endpoint' | 'credentials' | 'maxAttempts'>;

/** A client of each service that the program calls. */
export type Clients = ReturnType<typeof clientsOf>;

export function clientsOf(config: ClientConfig) {
  return {
    cloudFormation: new CloudFormationClient(config),
    cloudWatch: new CloudWatchClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    runtime: new SageMakerRuntimeClient(config),
    s3: new S3Client(config),
    sageMaker: new SageMakerClient(config),
    sns: new SNSClient(config),
    // The queues are in the client's region, whatever their URLs say.
    sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    stepFunctions: new SFNClient(config),
    sts: new STSClient(config),
  };
}
