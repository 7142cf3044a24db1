import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** How long a value is kept, in milliseconds: short enough for a replaced secret, and long enough for alerts in a row to share it. */
const KEPT = 5 * 60_000;

/** The secret has no text. */
class SecretError extends Error {
  override readonly name = 'SecretError';
}

/**
 * Reads a secret of Secrets Manager, which needs secretsmanager:GetSecretValue on it.
 *
 * @param id Name or ARN.
 * @returns A function that gives its text. It throws SecretError and the errors of the service, which do not quote the text.
 */
export function secretText(client: SecretsManagerClient, id: string, clock: () => number): () => Promise<string> {
  let known: { readonly text: string; readonly at: number } | undefined;
  return async () => {
    if (known !== undefined && clock() - known.at < KEPT) return known.text;
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    if (!text) throw new SecretError(`the secret ${id} has no text: binary secrets are not read`);
    known = { text, at: clock() };
    return text;
  };
}
