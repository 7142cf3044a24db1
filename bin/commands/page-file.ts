import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { UsageError } from './explain.ts';
import type { Terminal } from './terminal.ts';

/** `--html` of a command that writes a page. */
export function pageOption(): Option {
  return new Option('--html <file>', 'also write the result as an HTML page, with charts');
}

/** Throws UsageError if a page cannot be written there. Called before the work, which may be long. */
export function requirePlace(file: string | undefined): void {
  if (file === undefined) return;
  const path = resolve(file);
  const folder = dirname(path);
  if (!existsSync(folder)) throw new UsageError(`--html ${file}: there is no folder ${folder}`);
  if (existsSync(path) && statSync(path).isDirectory()) throw new UsageError(`--html ${file} is a folder: give a file`);
}

/** Writes the page, if one is wanted, and says where. */
export async function writePage(
  file: string | undefined,
  pageOf: (facts: { readonly version: string; readonly now: number }) => string,
  terminal: Terminal,
): Promise<void> {
  if (file === undefined) return;
  await writeFile(resolve(file), pageOf({ version: packageJson.version, now: Date.now() }));
  terminal.note(`page: ${file}\n`);
}
