import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** The environment of a person: without what npm and Vitest add to that of this process. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|VITEST|CDK_|NODE_(?:ENV|OPTIONS|COMPILE_CACHE)$|FORCE_COLOR$)/i.test(name),
  ),
);

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. @throws Error with its output, unless it ends with 0 */
export function runIn(
  cwd: string,
  [program, ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...ENVIRONMENT, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return { stdout, stderr };
}

/** Packs the package, which builds it, into a folder. @returns the path of the tarball */
export function pack(folder: string): string {
  const { stdout } = runIn(ROOT, ['npm', 'pack', '--json', '--pack-destination', folder]);
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[')));
  return join(folder, filename);
}

/** Installs packages into a folder. */
export function install(folder: string, packages: readonly string[]): void {
  runIn(folder, ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--no-package-lock', ...packages]);
}

/** Writes the process's processor time in microseconds to stderr when it ends. */
const METER = `data:text/javascript,process.on('exit',()=>{const {user,system}=process.cpuUsage();process.stderr.write('\\nprocessor '+(user+system))})`;

/** The median of the processor times, in milliseconds, that Node takes for the arguments. */
export function processorTime(node: string, args: readonly string[], runs = 9): number {
  const times = Array.from({ length: runs }, () => {
    const { stderr } = runIn(ROOT, [node, '--import', METER, ...args]);
    return Number(/processor (\d+)$/.exec(stderr)![1]) / 1000;
  });
  return times.sort((a, b) => a - b)[runs >> 1];
}
