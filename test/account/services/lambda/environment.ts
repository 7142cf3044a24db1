import type { TemporaryCredentials } from '../../iam/access.ts';
import type { LambdaFunction } from './function.ts';

/** The environment that Lambda gives a function, with the account's front door in place of AWS's endpoints. */
export function environmentOf(
  of: LambdaFunction,
  credentials: TemporaryCredentials,
  endpoint: string,
): Record<string, string> {
  const region = of.arn.split(':')[3];
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    ...of.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    // Nothing of the machine's own AWS configuration: no file, no metadata service.
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: of.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(of.memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: of.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'test-account',
  };
}
