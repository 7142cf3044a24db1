const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `end` when this process is told to end, and then lets it end as it would have. A terminal's Ctrl-C does not reach
 * programs in a group of their own.
 *
 * @returns Forgets it again.
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
