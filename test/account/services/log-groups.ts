import { AwsError } from '../aws-error.ts';
import type { Access } from '../iam/access.ts';
import type { Stack } from '../template/stack.ts';

/** What CloudWatch Logs does with the key of a log group. */
const ACTIONS = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey'];

/**
 * CloudFormation creates no log group with a key that CloudWatch Logs may not use for it.
 *
 * @throws AwsError InvalidParameterException
 */
export function checkLogKeys(stack: Stack, access: Access): void {
  const { region } = stack.place;
  for (const { id, ref, arn, properties } of stack.resources('AWS::Logs::LogGroup')) {
    if (properties.KmsKeyId === undefined) continue;
    const context = new Map([['kms:encryptioncontext:aws:logs:arn', [arn.replace(/:\*$/, '')]]]);
    const principal = { kind: 'service', name: `logs.${region}.amazonaws.com` } as const;
    try {
      for (const action of ACTIONS) access.authorize(principal, `kms:${action}`, properties.KmsKeyId, context);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const message = `${id}: The specified KMS key does not exist or is not allowed to be used with log group ${ref}: ${error.message}`;
      throw new AwsError('InvalidParameterException', message, 400);
    }
  }
}
