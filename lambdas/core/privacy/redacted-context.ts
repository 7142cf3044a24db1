import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Redactor } from '../text/redactor.ts';
import { loadRedactor } from './value-key.ts';

/** The context of a run for one monitor, with what its texts may quote. */
export interface RedactedContext extends RunContext {
  readonly redactor: Redactor;
}

/** Adds the monitor's redactor to a context. @param needsTokens See {@link loadRedactor}. */
export async function withRedactor<C extends Pick<RunContext, 'results' | 'dryRun'>>(
  monitor: Monitor,
  context: C,
  needsTokens = false,
): Promise<C & { readonly redactor: Redactor }> {
  const redactor = await loadRedactor(context.results, monitor, { needsTokens, isReadOnly: context.dryRun });
  return { ...context, redactor };
}
