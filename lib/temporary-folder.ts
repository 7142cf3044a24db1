import { rmSync } from 'node:fs';
import { FileSystem } from 'aws-cdk-lib';

const folders: string[] = [];

/** A new folder that is removed when the process ends. What an asset is made from must not lie in it, because staging may be off. */
export function temporaryFolder(prefix: string): string {
  if (folders.length === 0) process.once('exit', removeAll);
  const folder = FileSystem.mkdtemp(prefix);
  folders.push(folder);
  return folder;
}

function removeAll(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
