import { refang } from '../../lambdas/core/text/defang.ts';
import { printableLines } from '../../lambdas/core/text/printable.ts';

/** Where a command writes: stdout for data, stderr for everything about the run. */
export interface Terminal {
  /** Columns of the terminal; infinite when stdout is a file or another program. */
  readonly width: number;
  /** Writes data unchanged: JSON, or printable text. */
  out(text: string): void;
  /** Writes a note about the run, made printable. Nothing with `--quiet`. */
  note(text: string): void;
  /** Writes an alert, a question or what belongs to an error, made printable. */
  alert(text: string): void;
  /** Writes an error, made printable. */
  error(message: string): void;
  /** Shows the progress of long work, after its first second. Nothing with `--quiet`. */
  progress(text: string): void;
  /** From now on there are no notes and no progress. */
  beQuiet(): void;
  /** Ends a progress line and waits until everything is written. Returns the error if writing failed. */
  close(): Promise<Error | null>;
}

/** The part of `process` that a terminal needs. */
export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Milliseconds that never go back: when progress is shown. @default performance.now */
  readonly clock?: () => number;
}

/** The part of `process` that a command line needs. */
export interface CommandLineProcess extends Streams {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Where questions are answered, and where `-` reads data from. Nothing is asked without it, and if it or stdout is no terminal.
   */
  readonly stdin?: NodeJS.ReadStream;
}

/** Time without progress texts at the start, in milliseconds. */
const QUIET_TIME = 1000;
/** Milliseconds between two progress texts. A terminal rewrites one line; a log should stay short. */
const REDRAW = { terminal: 100, log: 5000 } as const;
/** The smallest width: output to narrower terminals is formatted for this one. */
const MIN_WIDTH = 40;

export function terminalOf({ stdout, stderr, clock = () => performance.now() }: Streams): Terminal {
  const started = clock();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let line = false;
  let isQuiet = false;
  let failure: Error | null = null;
  // A reader such as `head` may close the pipe early. The work continues, so that its results are saved.
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failure ??= error;
  };
  for (const stream of [stdout, stderr]) stream.on('error', onError);
  const clearLine = () => {
    if (line) stderr.write('\r\u001b[K');
    line = false;
  };
  const writeError = (text: string) => {
    clearLine();
    stderr.write(printableLines(refang(text)));
  };
  return {
    width: stdout.isTTY ? Math.max(MIN_WIDTH, stdout.columns ?? 80) : Number.POSITIVE_INFINITY,
    out(text) {
      clearLine();
      stdout.write(text);
    },
    note(text) {
      if (!isQuiet) writeError(text);
    },
    alert: writeError,
    error: (message) => writeError(`driftwarden: ${message}\n`),
    beQuiet() {
      isQuiet = true;
    },
    progress(text) {
      if (isQuiet) return;
      const now = clock();
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

/** Resolves when everything was written or writing has failed. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) resolve();
    else stream.write('', () => resolve());
  });
}
