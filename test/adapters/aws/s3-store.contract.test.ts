import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { S3Store } from '../../../lambdas/adapters/aws/s3-store.ts';
import { describeObjectStore } from '../object-store-contract.ts';
import { type LoopbackServer, startServer } from './loopback-server.ts';
import { MemoryS3 } from './memory-s3.ts';

let server: LoopbackServer;
let client: S3Client;
let stores = 0;

beforeAll(async () => {
  server = await startServer(new MemoryS3().answer);
  client = new S3Client(server.clientSettings);
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

describeObjectStore(async () => new S3Store({ client, bucket: 'results', prefix: `store ${stores++}/` }));
