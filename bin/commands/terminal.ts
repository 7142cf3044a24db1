import { printableLines } from '../../lambdas/core/text/printable.ts';

/** Where a command writes: stdout for data, stderr for everything about the run. */
export interface Terminal {
  /** Columns of the terminal that data goes to; infinite when it goes to a file or another program. */
  readonly width: number;
  /** Data, written as it is: JSON, or a text that is printable. */
  out(text: string): void;
  /** Progress, alerts, notes. Made printable. */
  note(text: string): void;
  /** Made printable. */
  error(message: string): void;
  /** Shows how far a long piece of work is; nothing in its first second. */
  progress(text: string): void;
  /** Ends a progress line and waits until everything is written. Returns what went wrong with that, if anything did. */
  close(): Promise<Error | null>;
}

/** What a terminal needs of `process`. */
export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Work shorter than this shows no progress, milliseconds. */
const QUIET_TIME = 1000;
/** Time between two progress texts: a terminal rewrites one line, a log should not fill. */
const REDRAW = { terminal: 100, log: 5000 } as const;
/** Narrower terminals are written to as if they were this wide. */
const MIN_WIDTH = 40;

export function terminalOf({ stdout, stderr }: Streams): Terminal {
  const started = performance.now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let line = false;
  let failure: Error | null = null;
  // A reader that has seen enough, such as `head`, closes the pipe. The work goes on: its results are saved all the same.
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failure ??= error;
  };
  for (const stream of [stdout, stderr]) stream.on('error', onError);
  const clearLine = () => {
    if (line) stderr.write('\r\u001b[K');
    line = false;
  };
  return {
    width: stdout.isTTY ? Math.max(MIN_WIDTH, stdout.columns ?? 80) : Number.POSITIVE_INFINITY,
    out(text) {
      clearLine();
      stdout.write(text);
    },
    note(text) {
      clearLine();
      stderr.write(printableLines(text));
    },
    error(message) {
      clearLine();
      stderr.write(`driftwarden: ${printableLines(message)}\n`);
    },
    progress(text) {
      const now = performance.now();
      const every = stderr.isTTY ? REDRAW.terminal : REDRAW.log;
      if (now - started < QUIET_TIME || now - drawnAt < every) return;
      drawnAt = now;
      const shown = printableLines(text);
      if (stderr.isTTY) {
        clearLine();
        stderr.write(shown.slice(0, (stderr.columns ?? 80) - 1));
        line = true;
      } else {
        stderr.write(`${shown}\n`);
      }
    },
    async close() {
      clearLine();
      await Promise.all([flush(stdout), flush(stderr)]);
      for (const stream of [stdout, stderr]) stream.off('error', onError);
      return failure;
    },
  };
}

/** Resolves when what was written has left, or cannot. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) resolve();
    else stream.write('', () => resolve());
  });
}
