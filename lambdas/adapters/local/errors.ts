/** The code of an error of the operating system, such as `ENOENT`; null for other errors. */
export function systemErrorCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** Whether an error of the file system says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** For `catch`: null where there is no such file. */
export function ignoreMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}
