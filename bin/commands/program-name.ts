import { existsSync } from 'node:fs';
import { basename, delimiter, dirname, join, sep } from 'node:path';
import { shellWord } from '../../lambdas/core/text/shell-word.ts';

/** Where a run of the command line was started. */
export interface Start {
  /** Folder of the program: a checkout, or the installed package. */
  readonly root: string;
  readonly cwd: string;
  /** Path by which Node was given the program. */
  readonly script: string;
  /** The environment variable PATH. */
  readonly path: string;
}

/** This run. */
function thisStart(): Start {
  const { argv, env } = process;
  return { root: rootAbove(import.meta.dirname), cwd: process.cwd(), script: argv[1] ?? '', path: env['PATH'] ?? '' };
}

/** The command line that runs this program with these words, quoted for a shell in the working directory. */
export function runnable(...words: string[]): string {
  return [programName(thisStart()), ...words.map(shellWord)].join(' ');
}

/** The words with which a shell in the same folder starts the same program. */
export function programName({ root, cwd, script, path }: Start): string {
  // npx finds the program in the checkout around the folder, and in the project that has installed the package.
  const project = basename(dirname(root)) === 'node_modules' ? dirname(dirname(root)) : root;
  if (`${cwd}${sep}`.startsWith(`${project}${sep}`)) return 'npx driftwarden';
  const folder = dirname(script);
  const isInstalledForAll = basename(script) === 'driftwarden' && basename(folder) !== '.bin';
  if (isInstalledForAll && path.split(delimiter).includes(folder)) return 'driftwarden';
  return `node ${shellWord(join(root, 'bin', 'driftwarden.js'))}`;
}

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));
}
