/**
 * What to do about errors that the AWS SDK raises before it sends a request: no region is set, or there are no credentials.
 * Such an error may be the cause of another. null for other errors.
 */
export function explainAwsSettings(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  // The SDK gives this error no name of its own.
  if (error.message === 'Region is missing') {
    return 'no AWS region is set: set AWS_REGION, or AWS_PROFILE to a profile with a region';
  }
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return `there are no AWS credentials: sign in (aws sso login, aws configure), or set AWS_PROFILE (${error.message})`;
  }
  return explainAwsSettings(error.cause);
}
