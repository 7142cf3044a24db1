import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that a script has started, with the arguments that the shell gave it. */
export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
}

export interface Script {
  readonly invocations: readonly Invocation[];
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs that only note how they are started, and what each prints. */
const STAND_INS = {
  npm: '',
  npx: '',
  duckdb: '',
  aws: 'printf "driftwarden-answer\\n"',
  openssl: `exec '${process.execPath}' '${join(import.meta.dirname, 'openssl.ts')}' "$@"`,
} as const;
/** The other programs that a page may use: they run. */
const REAL = ['cat', 'cut', 'grep', 'sed'];

/** Where shells look for completions. */
const SHELL_FOLDERS = ['.local/share/bash-completion/completions', '.zfunc', '.config/fish/completions'];

const INVOCATION = (program: string) =>
  `#!/bin/sh\nprintf '%s\\0' $(($# + 1)) ${program} "$@" >> "$DRIFTWARDEN_INVOCATIONS"\n`;

/**
 * Runs a script of a page in bash, which finds stand-ins for the programs that would need an account, the network or minutes.
 *
 * @param folder Where it runs; not given: an empty one.
 */
export function runScript(script: string, folder?: string): Script {
  const own = mkdtempSync(join(tmpdir(), 'documented-'));
  try {
    const [programs, log, home] = ['programs', 'invocations', 'home'].map((name) => join(own, name));
    mkdirSync(programs);
    for (const each of SHELL_FOLDERS) mkdirSync(join(home, each), { recursive: true });
    writeFileSync(log, '');
    for (const [name, answer] of Object.entries(STAND_INS)) {
      writeFileSync(join(programs, name), `${INVOCATION(name)}${answer}\n`, { mode: 0o755 });
    }
    for (const name of REAL) symlinkSync(pathOf(name), join(programs, name));
    const { status, stdout, stderr } = spawnSync(pathOf('bash'), ['--norc', '-eu', '-c', script], {
      cwd: folder ?? home,
      encoding: 'utf8',
      env: { PATH: programs, HOME: home, DRIFTWARDEN_INVOCATIONS: log },
    });
    return { invocations: parseInvocations(readFileSync(log, 'utf8')), status, stdout, stderr };
  } finally {
    rmSync(own, { recursive: true });
  }
}

const paths = new Map<string, string>();
/** Where a program of this machine is. */
function pathOf(name: string): string {
  const path = paths.get(name) ?? execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  paths.set(name, path);
  return path;
}

function parseInvocations(log: string): Invocation[] {
  const words = log.split('\0').slice(0, -1);
  const invocations: Invocation[] = [];
  for (let i = 0; i < words.length; i += 1 + Number(words[i])) {
    const [program, ...args] = words.slice(i + 1, i + 1 + Number(words[i]));
    invocations.push({ program, args });
  }
  return invocations;
}
