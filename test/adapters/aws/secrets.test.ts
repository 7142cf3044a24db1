import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretText } from '../../../lambdas/adapters/aws/secrets.ts';
import { type LoopbackServer, startServer } from './loopback-server.ts';

let server: LoopbackServer;
let text: string | undefined = 'first';
beforeEach(async () => {
  text = 'first';
  server = await startServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ ARN: 'arn', Name: 'key', ...(text !== undefined && { SecretString: text }) }));
  });
});
afterEach(() => server.close());

describe('the text of a secret', () => {
  it('is read once in five minutes, so that an exchanged secret is used soon', async () => {
    let now = 0;
    const read = secretText(new SecretsManagerClient(server.clientSettings), 'oncall/key', () => now);
    expect(await read()).toBe('first');
    text = 'second';
    now = 299_999;
    expect(await read()).toBe('first');
    now = 300_000;
    expect(await read()).toBe('second');
    expect(server.received.map(({ body }) => JSON.parse(body.toString()))).toEqual(
      Array(2).fill({ SecretId: 'oncall/key' }),
    );
  });

  it('is not that of a binary secret', async () => {
    text = undefined;
    const read = secretText(new SecretsManagerClient(server.clientSettings), 'oncall/key', () => 0);
    await expect(read()).rejects.toThrow('the secret oncall/key has no text: binary secrets are not read');
  });
});
