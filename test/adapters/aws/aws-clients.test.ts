import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AwsClients, awsClients } from '../../../lambdas/adapters/aws/aws-clients.ts';
import { type LoopbackServer, startServer } from './loopback-server.ts';

let server: LoopbackServer;
let clients: AwsClients;

beforeAll(async () => {
  server = await startServer((request, response) => {
    const isJson = request.headers['content-type'] === 'application/x-amz-json-1.0';
    response.end(isJson ? '{}' : '<PublishResponse><PublishResult/></PublishResponse>');
  });
  const { region, endpoint, credentials } = server.clientSettings;
  clients = awsClients({ region, endpoint, credentials, requestTimeout: 300 });
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await server.close();
});
beforeEach(() => server.forget());

describe('awsClients', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['s3', () => clients.s3.send(new HeadBucketCommand({ Bucket: 'results' }))],
    ['cloudWatch', () => clients.cloudWatch.send(new PutMetricDataCommand({ Namespace: 'N', MetricData: [] }))],
    ['sns', () => clients.sns.send(new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:1:t', Message: 'm' }))],
  ])('sends a request again that is never answered (%s)', async (_name, send) => {
    server.next(() => {});
    await send();
    expect(server.received.length).toBeGreaterThan(1);
  });
});
