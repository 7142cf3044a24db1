/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundles, whose search of profiles, SSO and instance metadata takes a tenth of
 * their size. Lambda passes the role's credentials in the environment, and a function needs no others.
 */
export function defaultProvider() {
  return async () => ({
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    ...(process.env.AWS_SESSION_TOKEN && { sessionToken: process.env.AWS_SESSION_TOKEN }),
  });
}

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`the environment variable ${variable} is not set: this bundle runs as a Lambda function`);
  return value;
}
