import { type Command, InvalidArgumentError, Option } from 'commander';
import { MAX_BY, MAX_NOTE } from '../../lambdas/core/decision/incident-actions.ts';
import {
  acknowledgeIncident,
  declareNormal,
  type IncidentOutcome,
  incidentOutcomeSchema,
  resolveIncident,
} from '../../lambdas/core/operate/incidents.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { UsageError } from './explain.ts';
import { localContext } from './local-context.ts';
import { asOfOption, parseUntil } from './options.ts';
import { currentUser, operateFunction, type RetrainingOptions, retrainingOptions } from './retraining-function.ts';
import type { Terminal } from './terminal.ts';

interface IncidentOptions extends RetrainingOptions {
  readonly by?: string;
  readonly note: string;
  readonly until?: string;
  readonly newNormal?: boolean;
  readonly asOf?: number;
}

const ACKNOWLEDGE_HELP = `
The incident stays open. Reports, status and the next alert show who has
acknowledged it. Its end is still reported by an alert.

With --new-normal, the current values of the drifted columns count as normal
from now on. The incident is closed. Until the baseline changes, later windows
are compared with the windows since each column drifted. It needs at least two
drifted windows.

Examples:
  driftwarden acknowledge flight-delays data-quality-2001-03-20
  driftwarden acknowledge flight-delays drift-2001-03-20 --until P7D
  driftwarden acknowledge flight-delays drift-2001-03-20 --note "new supplier"
  driftwarden acknowledge flight-delays drift-2001-03-20 --new-normal`;

const RESOLVE_HELP = `
The incident is closed, whatever its windows show. The next window that breaches
a limit opens a new one.

Examples:
  driftwarden resolve flight-delays drift-2001-03-20 --note "the holidays"`;

export function addAcknowledgeCommand(program: Command, terminal: Terminal): void {
  incidentCommand(program, 'acknowledge', 'acknowledge an incident: no reminders until it ends')
    .option('--until <time>', 'mute until a day or time (UTC), or for a duration such as P7D')
    .addOption(
      new Option('--new-normal', 'accept the drift as the new normal, which closes the incident').conflicts('until'),
    )
    .addHelpText('after', ACKNOWLEDGE_HELP)
    .action((monitor: string, id: string, _options: unknown, command: Command) =>
      answer('acknowledge', { monitor, id }, command, terminal),
    );
}

export function addResolveCommand(program: Command, terminal: Terminal): void {
  incidentCommand(program, 'resolve', 'close an incident')
    .addHelpText('after', RESOLVE_HELP)
    .action((monitor: string, id: string, _options: unknown, command: Command) =>
      answer('resolve', { monitor, id }, command, terminal),
    );
}

type Operation = 'acknowledge' | 'resolve';

function incidentCommand(program: Command, name: Operation, summary: string): Command {
  return retrainingOptions(program.command(name))
    .argument('<monitor>', 'name or file of the monitor')
    .argument('<incident>', 'id of the incident, from its alert or from status')
    .summary(summary)
    .description(`${summary[0].toUpperCase()}${summary.slice(1)}.`)
    .option(
      '--by <name>',
      'who acknowledges or resolves; default: your user name; not with --function',
      parseText(MAX_BY),
    )
    .option('--note <text>', 'the reason, shown in status, reports and alerts', parseText(MAX_NOTE), '')
    .addOption(asOfOption());
}

function parseText(maximum: number): (text: string) => string {
  return (text) => {
    if (text.length <= maximum) return text;
    throw new InvalidArgumentError(`It must have at most ${maximum} characters, not ${text.length}.`);
  };
}

async function answer(
  operation: Operation,
  { monitor: name, id }: { readonly monitor: string; readonly id: string },
  command: Command,
  terminal: Terminal,
): Promise<void> {
  const options = command.optsWithGlobals<IncidentOptions>();
  const answered = await ask(operation, name, id, options, terminal);
  if (answered.warning !== undefined) terminal.alert(`warning: ${answered.warning}\n`);
  terminal.out(options.json ? formatJson(answered) : `${answered.message}\n`);
}

async function ask(
  operation: Operation,
  name: string,
  incident: string,
  options: IncidentOptions,
  terminal: Terminal,
): Promise<IncidentOutcome> {
  const { note, function: functionName, asOf: now = Date.now() } = options;
  const until = options.until === undefined ? null : parseUntil(options.until, now);
  if (functionName !== undefined) {
    if (options.by !== undefined) {
      throw new UsageError(
        '--by works only on this machine: a deployed function writes down whose AWS credentials you use',
      );
    }
    const muted = until !== null && { until: new Date(until).toISOString() };
    const normal = options.newNormal === true && { newNormal: true };
    const event = { operation, monitor: name, incident, note, ...muted, ...normal };
    return operateFunction(functionName, event, incidentOutcomeSchema);
  }
  const { by = currentUser() } = options;
  const monitor = readMonitor(findMonitorFile(name, options.monitors));
  const context = localContext(monitor, { ...options, now }, terminal);
  if (options.newNormal) return declareNormal(monitor, incident, { by, note }, context);
  return operation === 'acknowledge'
    ? acknowledgeIncident(monitor.name, incident, { by, note, until }, context)
    : resolveIncident(monitor.name, incident, { by, note }, context);
}
