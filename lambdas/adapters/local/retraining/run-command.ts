import { type ChildProcess, spawn } from 'node:child_process';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { printable } from '../../../core/text/printable.ts';
import { systemErrorCode } from '../errors.ts';
import { onTermination } from './on-termination.ts';

export interface CommandOptions {
  readonly cwd: string;
  /** Environment variables, in addition to those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder for `stdout.log` and `stderr.log`. */
  readonly logs: string;
  /** File for the program's stdin; not given: stdin is empty. */
  readonly input?: string;
  /** File for the program's stdout, instead of the log. */
  readonly output?: string;
  /** Milliseconds. */
  readonly timeLimit?: number;
  /** Stops the program when aborted. */
  readonly signal: AbortSignal;
}

/** A program of the user failed. The message has how it ended and the end of its output. */
export class FailedCommandError extends Error {
  override readonly name = 'FailedCommandError';
  /** null if it was stopped or did not start. */
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Time between asking a program to stop and killing it, in milliseconds. */
const GRACE = 5000;
const LAST_LINES = 5;
const LAST_BYTES = 4096;

/**
 * Runs a program without a shell, to its end. `node` means the Node that runs this process, because another on the PATH may be too
 * old.
 *
 * @throws FailedCommandError, or the reason of the signal
 */
export async function runCommand([program, ...args]: readonly string[], options: CommandOptions): Promise<void> {
  const { cwd, env, logs, input, output, signal } = options;
  signal.throwIfAborted();
  const errors = join(logs, 'stderr.log');
  const files: FileHandle[] = [];
  const opened = async (path: string, flags: 'r' | 'w') => {
    if (flags === 'w') await mkdir(dirname(path), { recursive: true });
    const file = await open(path, flags);
    files.push(file);
    return file.fd;
  };
  try {
    const stdin = input === undefined ? 'ignore' : await opened(input, 'r');
    const stdout = await opened(output ?? join(logs, 'stdout.log'), 'w');
    const stderr = await opened(errors, 'w');
    const command = program === 'node' ? process.execPath : program;
    // With its own process group, everything that the program starts is stopped with it.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [stdin, stdout, stderr],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const end = await endOf(child, options);
    signal.throwIfAborted();
    if (end.exitCode !== 0) throw await failure([program, ...args].join(' '), end, errors);
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

interface End {
  readonly exitCode: number | null;
  readonly how: string;
  readonly cause?: Error;
}

function endOf(child: ChildProcess, { timeLimit, signal }: CommandOptions): Promise<End> {
  let tooSlow = false;
  let killing: NodeJS.Timeout | undefined;
  const stop = () => {
    killGroup(child, 'SIGTERM');
    killing ??= setTimeout(() => killGroup(child, 'SIGKILL'), GRACE);
  };
  const forget = onTermination(() => killGroup(child, 'SIGTERM'));
  const limit =
    timeLimit === undefined
      ? undefined
      : setTimeout(() => {
          tooSlow = true;
          stop();
        }, timeLimit);
  signal.addEventListener('abort', stop, { once: true });
  return new Promise<End>((resolve) => {
    child.once('error', (cause) => resolve({ exitCode: null, how: `cannot be started: ${cause.message}`, cause }));
    child.once('exit', (exitCode, killedBy) => {
      if (tooSlow) resolve({ exitCode: null, how: `was stopped after its time limit of ${timeLimit! / 1000} s` });
      else if (exitCode === null) resolve({ exitCode, how: `was ended by ${killedBy}` });
      else resolve({ exitCode, how: `exited with code ${exitCode}` });
    });
  }).finally(() => {
    clearTimeout(limit);
    clearTimeout(killing);
    signal.removeEventListener('abort', stop);
    forget();
  });
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    // The program has just ended by itself.
    if (systemErrorCode(error) !== 'ESRCH') throw error;
  }
}

async function failure(command: string, { exitCode, how, cause }: End, errors: string): Promise<FailedCommandError> {
  const said = await readEnd(errors);
  const lines = said.split(/\r?\n|\r/).filter((line) => line.trim() !== '');
  const last = lines.slice(-LAST_LINES).map((line) => printable(line.trim(), 200));
  const message = [`${printable(command, 120)} ${how}`, ...last].join(last.length === 0 ? '' : ' | ');
  return new FailedCommandError(message, exitCode, { cause });
}

/** The end of a file that may be larger than memory. */
async function readEnd(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, LAST_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
