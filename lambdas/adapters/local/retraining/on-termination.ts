const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `end` when this process receives a termination signal, and then lets the process end. This is needed for programs in their
 * own process group, which a terminal's Ctrl-C does not reach.
 *
 * @returns A function that removes the handler.
 */
export function onTermination(end: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    end();
    forget();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('exit', end);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('exit', end);
  return forget;
}
