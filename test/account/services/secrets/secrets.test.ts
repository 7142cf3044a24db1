import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenAccount, openSmallAccount } from '../../fixture/open.ts';

const NOW = Date.UTC(2026, 0, 10, 12);
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ALLOWED = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:oncall/key-??????';

let opened: OpenAccount;
let client: SecretsManagerClient;
beforeEach(async () => {
  opened = await openSmallAccount(NOW, ({ Resources }) => {
    const statement = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: ALLOWED };
    (Resources['WorkerRole'].Properties!['Policies'] as object[]).push({
      PolicyName: 'secrets',
      PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    });
  });
  client = new SecretsManagerClient(opened.client);
});
afterEach(async () => {
  client.destroy();
  await opened.close();
});

const read = async (SecretId: string) => (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;

describe('a secret', () => {
  it('is read by its name or its ARN, and may be exchanged', async () => {
    const arn = opened.account.secrets.put('oncall/key', 'first');
    expect([await read('oncall/key'), await read(arn)]).toEqual(['first', 'first']);
    opened.account.secrets.put('oncall/key', 'second');
    expect(await read('oncall/key')).toBe('second');
  });

  it('is refused without permission, and unknown if there is none', async () => {
    opened.account.secrets.put('other', 'text');
    await expect(read('other')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(read('oncall/key')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('that a customer-managed key encrypts needs permission on the key', async () => {
    opened.account.keys.createKey(KEY);
    opened.account.secrets.put('oncall/key', 'text', { kmsKey: KEY });
    await expect(read('oncall/key')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
