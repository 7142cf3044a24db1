import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { hasNoLimit, suggestingLimit } from '../../lambdas/core/monitor/missing-limit.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import { refang } from '../../lambdas/core/text/defang.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import { printableLines } from '../../lambdas/core/text/printable.ts';
import { validateData } from '../../lambdas/core/validate/validate-data.ts';
import { findMonitorFile, monitorFiles, noMonitors, readMonitor, UnreadableMonitorError } from '../monitor-files.ts';
import type { Validation } from '../output/validate.ts';
import { EXIT } from './exit.ts';
import { UsageError } from './explain.ts';
import { openPlace } from './locations.ts';
import { type StoreOptions, showStoreOptions } from './options.ts';
import { runnable } from './program-name.ts';
import type { Terminal } from './terminal.ts';

interface ValidateOptions extends StoreOptions {
  readonly json?: boolean;
  readonly data?: boolean;
}

const HELP = `
Lists the problems with their file, line and key, the given value and what is
accepted. Exits with 1 when a file is not valid.

With --data it also checks the first files of the training data, the captures
and the labels: columns and features exist, records can be read, the positive
class occurs, labels have the ids of captured requests, and answers are where
the monitor file says.

Examples:
  driftwarden validate
  driftwarden validate flight-delays --data
  driftwarden validate flight-delays
  driftwarden validate monitors/flight-delays.yaml --json`;

export function addValidateCommand(program: Command, terminal: Terminal, outcome: { code: number }): void {
  showStoreOptions(program.command('validate'))
    .argument('[monitors...]', 'names, files or folders; default: all monitors')
    .summary('list the problems in monitor files')
    .description('Checks monitor files without running anything.')
    .option('--json', 'print as a JSON array, one entry per file')
    .option('--data', "also check the first files of the monitors' data")
    .addHelpText('after', HELP)
    .action(async (names: string[], _options: unknown, command: Command) => {
      const { monitors, json, data } = command.optsWithGlobals<ValidateOptions>();
      const files = names.length > 0 ? names.flatMap((name) => filesOf(name, monitors)) : monitorFiles(monitors);
      if (files.length === 0) throw new UsageError(noMonitors(names[0] ?? monitors));
      const found: Validation[] = [];
      for (const file of files) {
        const onProgress = (rows: number) => terminal.progress(`${file}: ${countOf(rows, 'row')} read`);
        found.push(data ? await withData(validateFile(file), onProgress) : validateFile(file));
      }
      terminal.out(
        json ? formatJson(found) : refang(printableLines(found.map(({ message }) => `${message}\n`).join(''))),
      );
      if (found.some(({ valid }) => !valid)) outcome.code = EXIT.failed;
    });
}

function validateFile(file: string): Validation {
  try {
    const warnings = warningsOf(file, readMonitor(file, Date.now()));
    const message = `${file}: valid${warnings.map((warning) => `\n  warning: ${warning}`).join('')}`;
    return { file, valid: true, problems: [], warnings, message };
  } catch (error) {
    if (error instanceof MonitorFileError) {
      return { file, valid: false, problems: error.problems, warnings: [], message: error.message };
    }
    if (error instanceof UnreadableMonitorError)
      return { file, valid: false, problems: [], warnings: [], message: error.message };
    throw error;
  }
}

function warningsOf(file: string, monitor: Monitor): string[] {
  if (!hasNoLimit(monitor)) return [];
  // Without --dry-run, the command would replace the active baseline.
  return [suggestingLimit(monitor.baseline === null ? null : runnable('baseline', file, '--dry-run'))];
}

/** Validates a valid file against its data. */
async function withData(validation: Validation, onProgress: (rows: number) => void): Promise<Validation> {
  if (!validation.valid) return validation;
  const { file, warnings } = validation;
  const monitor = readMonitor(file);
  const data = await validateData(monitor, {
    open: (uri) => openPlace(uri, dirname(file)),
    now: Date.now(),
    onProgress,
  });
  const { problems, notes } = data;
  const warned = [...warnings, ...data.warnings].map((text) => `warning: ${text}`);
  const lines = [...problems, ...warned, ...notes.map((note) => `(${note})`)].map((line) => `\n  ${line}`).join('');
  if (problems.length === 0) {
    const but = warned.length === 0 ? '' : `, with ${countOf(warned.length, 'warning')}:`;
    return { ...validation, data, message: `${file}: valid, and so is its data${but}${lines}` };
  }
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return { ...validation, valid: false, data, message: `${file}: its data has ${count}:${lines}` };
}

function filesOf(name: string, folder: string): string[] {
  return existsSync(name) && statSync(name).isDirectory() ? monitorFiles(name) : [findMonitorFile(name, folder)];
}
