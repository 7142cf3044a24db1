import { dirname, resolve } from 'node:path';
import type { Commands } from '../../lambdas/core/alerts.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import type { RetrainingContext } from '../../lambdas/core/retraining/steps/context.ts';
import { isoTime } from '../../lambdas/core/text/times.ts';
import { runnable } from './program-name.ts';

/** Locations as the user entered them. */
export interface Places {
  readonly store: string;
  /** Folder of the monitor files. @default the folder of the monitor's file */
  readonly monitors?: string | undefined;
  /** The time of `--as-of`, milliseconds since the epoch. @default this machine's clock */
  readonly now?: number | undefined;
}

/** Command lines for a shell in the working directory of this command. */
export type CopiedCommands = Omit<Commands, 'buildBaseline'> & {
  readonly answers: RetrainingContext['answerCommands'];
  /** Checks the latest window. */
  check(monitor: string): string;
  buildBaseline(monitor: string): string;
  /** Holds the monitor file against its data. */
  validateData(monitor: string): string;
};

/**
 * Command lines for messages on this machine. They include the store and the folder of the monitor files, are quoted for a shell,
 * and run in the working directory of this command.
 */
export function copiedCommands({ file }: Pick<Monitor, 'file'>, { store, monitors, now }: Places): CopiedCommands {
  const folder = monitors !== undefined && resolve(monitors) === resolve(dirname(file)) ? monitors : dirname(file);
  const places = ['--monitors', folder, '--store', store];
  const command = (...words: string[]) => runnable(...words, ...places);
  return {
    lookAt: ({ monitor, window, kind }) =>
      command('check', monitor, '--window', window.name, '--kind', kind, '--dry-run', ...asOf(window.end, now)),
    explain: (kind) => runnable('explain', kind),
    validateData: (monitor) => command('validate', monitor, '--data'),
    buildBaseline: (monitor) => command('baseline', monitor),
    check: (monitor) => command('check', monitor),
    acknowledge: (monitor, incident) => command('acknowledge', monitor, incident),
    newNormal: (monitor, incident) => command('acknowledge', monitor, incident, '--new-normal'),
    lookAtRetraining: (monitor) => command('retrain', 'list', monitor),
    rollback: (monitor) => command('rollback', monitor),
    answers: (monitor, id) => ({ approve: command('approve', monitor, id), reject: command('reject', monitor, id) }),
  };
}

/** `--as-of` for a window that is not over by this machine's clock, because it was checked with `--as-of`. */
function asOf(end: string, now: number | undefined): string[] {
  return now === undefined || Date.parse(end) <= Date.now() ? [] : ['--as-of', isoTime(now)];
}
