import { releaseEndedExecutions } from '../../lambdas/adapters/local/retraining/executions.ts';
import { readComparison } from '../../lambdas/core/decision/retraining/stored-comparison.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { retrainingEndText } from '../../lambdas/core/report/retrainings-text.ts';
import { listRetrainings } from '../../lambdas/core/retraining/operate-retraining.ts';
import { type RequestOutcome, requestOutcomeSchema } from '../../lambdas/core/retraining/operation-answers.ts';
import type { OperationContext } from '../../lambdas/core/retraining/steps/context.ts';
import { refang } from '../../lambdas/core/text/defang.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import type { WorkflowEvent } from '../../lambdas/states-language/events.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import type { RetrainingOutput } from '../output/retraining.ts';
import { EXIT } from './exit.ts';
import { UsageError } from './explain.ts';
import { localRetrainingContext } from './local-context.ts';
import { currentUser, operateFunction, type RetrainingOptions } from './retraining-function.ts';
import type { Terminal } from './terminal.ts';

export interface OperationOptions extends RetrainingOptions {
  readonly dryRun?: boolean;
  readonly asOf?: number;
}

/** An operation that runs the retraining machine: here to its end, or in an account. */
export interface Operation {
  readonly name: 'retrain' | 'rollback';
  readonly ask: (monitor: Monitor, by: string, context: OperationContext) => Promise<RequestOutcome>;
}

/** Where a command reports its result. */
export interface CommandOutput {
  readonly terminal: Terminal;
  readonly outcome: { code: number };
}

/** Requests an execution of the machine. On this machine, also runs it and shows how it ended. */
export async function runOperation(
  { name: operation, ask }: Operation,
  monitorName: string,
  options: OperationOptions,
  output: CommandOutput,
): Promise<void> {
  const { dryRun = false, asOf: now, store, monitors } = options;
  if (options.function !== undefined) {
    if (now !== undefined)
      throw new UsageError('--as-of works only on this machine: a deployed function uses its own clock');
    const event = { operation, monitor: monitorName, dryRun };
    const requested = await operateFunction(options.function, event, requestOutcomeSchema);
    showRequest(requested, options, output);
    return;
  }
  const monitor = readMonitor(findMonitorFile(monitorName, monitors));
  const listener = (event: WorkflowEvent) => output.terminal.note(stateLine(event));
  const settings = { store, monitors, dryRun, listener, ...(now !== undefined && { now }) };
  const context = localRetrainingContext(monitor, settings, output.terminal);
  if (!dryRun) await releaseEndedExecutions(context.results, monitor.name, context.now);
  const requested = await ask(monitor, currentUser(), context);
  if (dryRun || !requested.starts) showRequest(requested, options, output);
  else await showEnd(requested, monitor, context, options, output);
}

/** Shows the outcome of a request. The exit code is 1 if the execution should start and does not. */
function showRequest(
  requested: RequestOutcome,
  { json, dryRun }: OperationOptions,
  { terminal, outcome }: CommandOutput,
): void {
  const { id, starts, message, requests = [] } = requested;
  const word = dryRun ? (starts ? 'would start' : 'would not start') : starts ? 'starts' : 'does not start';
  const what = [id, word].filter((part) => part !== '').join(' ');
  const sent = requests.map((each) => `  ${printable(each.operation, 60)} ${printable(nameIn(each.request), 100)}\n`);
  const list = sent.length === 0 ? '' : `SageMaker would be sent (--json shows every parameter):\n${sent.join('')}`;
  terminal.out(
    json
      ? formatJson(requested satisfies RetrainingOutput)
      : `${printable(what, 200)}: ${printable(message, 300)}\n${list}`,
  );
  if (!starts && !dryRun) outcome.code = EXIT.failed;
}

/** The name of what a request to SageMaker is about, which is its only or first member of that kind. */
function nameIn(request: Readonly<Record<string, unknown>>): string {
  const [, name = ''] =
    Object.entries(request).find(([key]) => /(Job|Group|Config|Model|Endpoint)Name$/.test(key)) ?? [];
  return String(name);
}

/** Shows how the requested run ended, with the comparison of candidate and live model. */
async function showEnd(
  { id, message }: RequestOutcome,
  monitor: Monitor,
  context: OperationContext,
  { json }: OperationOptions,
  { terminal, outcome }: CommandOutput,
): Promise<void> {
  const { runs } = await listRetrainings(monitor, context);
  const run = runs.find((other) => other.id === id && other.end !== null);
  if (run === undefined) {
    terminal.error(`${id} did not end: ${message}`);
    outcome.code = EXIT.failed;
    return;
  }
  const { text } = await readComparison(context.results, monitor.name, id);
  terminal.out(
    json ? formatJson(run satisfies RetrainingOutput) : `${refang(retrainingEndText(run, text, terminal.width))}\n`,
  );
  if (run.end === 'failed' || run.end === 'rolled-back') outcome.code = EXIT.failed;
}

/** A line for each state that the machine enters, except for Choice and Pass states. */
function stateLine(event: WorkflowEvent): string {
  const time = new Date(event.time).toISOString().slice(11, 19);
  switch (event.type) {
    case 'stateEntered':
      return event.stateType === 'Choice' || event.stateType === 'Pass' ? '' : `${time}  ${event.state}\n`;
    case 'stateRetried':
      return `${time}  ${event.state} again in ${event.delay / 1000} s: ${event.error}\n`;
    default:
      return '';
  }
}
