/** Whether S3 refused a request: an error of S3 has that as its name, one of a store in S3 as its code. */
export function isAccessDenied(cause: unknown): cause is Error {
  if (!(cause instanceof Error)) return false;
  return cause.name === 'AccessDenied' || ('code' in cause && cause.code === 'AccessDenied');
}
