import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CommandOptions,
  FailedCommandError,
  runCommand,
} from '../../../../lambdas/adapters/local/retraining/run-command.ts';

const folders: string[] = [];
let folder: string;
const never = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftwarden-command-'));
  folders.push(folder);
});
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true });
});

function run(script: string, options: Partial<CommandOptions> = {}): Promise<void> {
  return runCommand(['node', '-e', script], {
    cwd: folder,
    env: {},
    logs: join(folder, 'logs'),
    signal: never,
    ...options,
  });
}

async function failureOf(work: Promise<void>): Promise<FailedCommandError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof FailedCommandError) return error;
  throw new Error('it did not fail as a command', { cause: error });
}

/** Whether a process is there; of one that has just ended its parent may not have heard. */
async function hasEnded(pid: number): Promise<boolean> {
  for (let i = 0; i < 500; i++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

/** Starts a child of its own, says who it is, and both wait for ever. */
const FOREVER = `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
require('node:fs').writeFileSync('pids', process.pid + ' ' + child.pid);
setInterval(() => {}, 1000);
`;

/** Waits for the file in which {@link FOREVER} says who runs. */
async function pidsOf(file: string): Promise<number[]> {
  for (;;) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (/^\d+ \d+$/.test(text)) return text.split(' ').map(Number);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a command', () => {
  it('runs in its folder, with its environment, from stdin to stdout', async () => {
    const [input, output] = [join(folder, 'in.csv'), join(folder, 'deep/er/in.csv.out')];
    writeFileSync(input, '1\n2\n');
    const script = `
      const lines = require('node:fs').readFileSync(0, 'utf8').trim().split('\\n');
      for (const line of lines) console.log(Number(line) * Number(process.env.FACTOR), process.cwd() === ${JSON.stringify(folder)});
      console.error('done');`;

    await run(script, { input, output, env: { FACTOR: '10' } });

    expect(readFileSync(output, 'utf8')).toBe('10 true\n20 true\n');
    expect(readFileSync(join(folder, 'logs/stderr.log'), 'utf8')).toBe('done\n');
  });

  it('writes its output to files', async () => {
    await run("console.log('epoch 1')");
    expect(readFileSync(join(folder, 'logs/stdout.log'), 'utf8')).toBe('epoch 1\n');
  });

  it('called node is the Node that runs this', async () => {
    await run('console.log(process.execPath + process.version)');
    expect(readFileSync(join(folder, 'logs/stdout.log'), 'utf8')).toBe(`${process.execPath}${process.version}\n`);
  });

  it('that fails is reported with its code and its last lines, printable', async () => {
    const script =
      "for (let i = 0; i < 9; i++) console.error('line ' + i); console.error('\\u001b[31mred'); process.exit(3)";

    const error = await failureOf(run(script));

    expect(error.exitCode).toBe(3);
    expect(error.message).toMatch(/ exited with code 3 \| line 5 \| line 6 \| line 7 \| line 8 \| \\u\{1b\}\[31mred$/);
  });

  it('that there is not cannot be started', async () => {
    const options = { cwd: folder, env: {}, logs: join(folder, 'logs'), signal: never };
    const error = await failureOf(runCommand(['no-such-program-anywhere', '--fast'], options));
    expect(error.message).toMatch(/^no-such-program-anywhere --fast cannot be started: .*ENOENT/);
    expect(error.exitCode).toBeNull();
  });

  it('is ended at its time limit', async () => {
    const error = await failureOf(run('setInterval(() => {}, 1000)', { timeLimit: 500 }));
    expect(error.message).toContain('was stopped after its time limit of 0.5 s');
  });

  it('is ended with its child processes when its caller stops waiting', async () => {
    const controller = new AbortController();
    const running = run(FOREVER, { signal: controller.signal });
    const ended = expect(running).rejects.toThrow('enough');
    const pids = await pidsOf(join(folder, 'pids'));

    controller.abort(new Error('enough'));

    await ended;
    expect(await Promise.all(pids.map(hasEnded))).toEqual([true, true]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is ended when %s ends the process that runs it', async (signal) => {
    const module = new URL('../../../../lambdas/adapters/local/retraining/run-command.ts', import.meta.url).href;
    const options = { cwd: folder, env: {}, logs: join(folder, 'logs') };
    const script = `
      const { runCommand } = await import(${JSON.stringify(module)});
      const options = { ...${JSON.stringify(options)}, signal: new AbortController().signal };
      await runCommand(['node', '-e', ${JSON.stringify(FOREVER)}], options);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
    const ended = new Promise((resolve) => owner.once('exit', (_code, by) => resolve(by)));
    const pids = await pidsOf(join(folder, 'pids'));

    owner.kill(signal);

    expect(await ended).toBe(signal);
    expect(await Promise.all(pids.map(hasEnded))).toEqual([true, true]);
  });
});
