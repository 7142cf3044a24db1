/** Where a command writes: stdout for data, stderr for everything about the run. */
export interface Terminal {
  out(text: string): void;
  /** Progress, alerts, notes. */
  note(text: string): void;
  error(message: string): void;
  /** Shows how far a long piece of work is; nothing in its first second. */
  progress(text: string): void;
  /** Ends a progress line. */
  close(): void;
}

/** Work shorter than this shows no progress, milliseconds. */
const QUIET_TIME = 1000;
/** Time between two progress texts: a terminal rewrites one line, a log should not fill. */
const REDRAW = { terminal: 100, log: 5000 } as const;

export function terminalOf(process: NodeJS.Process): Terminal {
  const { stdout, stderr } = process;
  const started = performance.now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let line = false;
  const clearLine = () => {
    if (line) stderr.write('\r\u001b[K');
    line = false;
  };
  return {
    out(text) {
      clearLine();
      stdout.write(text);
    },
    note(text) {
      clearLine();
      stderr.write(text);
    },
    error(message) {
      clearLine();
      stderr.write(`driftwarden: ${message}\n`);
    },
    progress(text) {
      const now = performance.now();
      const every = stderr.isTTY ? REDRAW.terminal : REDRAW.log;
      if (now - started < QUIET_TIME || now - drawnAt < every) return;
      drawnAt = now;
      if (stderr.isTTY) {
        clearLine();
        stderr.write(text.slice(0, (stderr.columns ?? 80) - 1));
        line = true;
      } else {
        stderr.write(`${text}\n`);
      }
    },
    close: clearLine,
  };
}
