/** Whether an error of the file system says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** For `catch`: null where there is no such file. */
export function ignoreMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}
