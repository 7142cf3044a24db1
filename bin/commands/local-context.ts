import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { AlertChannels } from '../../lambdas/adapters/alert-channels.ts';
import { AlertFile, AlertTerminal, MetricFile } from '../../lambdas/adapters/local/files.ts';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import { localAccount } from '../../lambdas/adapters/local/retraining/account.ts';
import type { LocalTime } from '../../lambdas/adapters/local/retraining/local-time.ts';
import { LocalWorkflow } from '../../lambdas/adapters/local/retraining/local-workflow.ts';
import { threadsFor } from '../../lambdas/adapters/threads/reader-threads.ts';
import type { RunContext } from '../../lambdas/core/context.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { relativeAddress } from '../../lambdas/core/report/relative-address.ts';
import type { LocalRetrainingContext } from '../../lambdas/core/retraining/steps/context.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import type { WorkflowEvent } from '../../lambdas/states-language/events.ts';
import { REAL_TIME } from '../../lambdas/states-language/real-time.ts';
import { copiedCommands } from './copied-commands.ts';
import { CommandError, UsageError } from './explain.ts';
import { isInS3, openPlace, openStore, placeInStore } from './locations.ts';
import type { StoreOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

export interface LocalContextOptions extends Pick<StoreOptions, 'store'> {
  /** Folder of the monitor files as the user entered it, for commands in messages. @default the folder of the monitor's file */
  readonly monitors?: string;
  readonly dryRun?: boolean;
  readonly now?: number | undefined;
  readonly runId?: string;
  /** How many threads read large windows. @default - one for each processor */
  readonly jobs?: number | undefined;
  /** The clock of retrainings. @default this machine's clock, set to `now` if that is given */
  readonly time?: LocalTime;
  /** Called with the events of a retraining. @default shows its states as progress */
  readonly listener?: (event: WorkflowEvent) => void;
}

type Shown = Pick<Terminal, 'alert' | 'progress'>;

/**
 * The context of a run on this machine: results and state in the store, metrics and alerts in files next to them, alerts also on
 * stderr. It runs retrainings if the monitor file has `retraining.commands`. The store of a deployment, `s3://bucket`, is only read.
 *
 * @throws UsageError for a run that would write to a store in S3
 */
export function localContext(monitor: Monitor, options: LocalContextOptions, terminal: Shown): RunContext {
  const { store, dryRun } = options;
  if (isInS3(store) && !dryRun) {
    throw new UsageError(
      `--store ${store}: the state of a deployment is written by its functions; use --dry-run here, or --function for operations`,
    );
  }
  const context = folderContext(monitor, options, terminal);
  if (monitor.retraining?.commands === undefined || isInS3(store)) return context;
  return { ...context, workflow: localWorkflow(monitor, options, terminal) };
}

/** The context of operations on retrainings. @throws CommandError for a monitor whose retraining cannot run here */
export function localRetrainingContext(
  monitor: Monitor,
  options: LocalContextOptions,
  terminal: Shown,
): LocalRetrainingContext {
  if (monitor.retraining?.commands === undefined) {
    const lacking = monitor.retraining === null ? 'section "retraining"' : 'retraining.commands';
    throw new CommandError(
      `${monitor.file} has no ${lacking}, so it cannot be retrained here; for a deployed monitor, use --function`,
    );
  }
  if (isInS3(options.store)) {
    throw new UsageError(`--store ${options.store}: a deployed monitor is retrained by its functions: use --function`);
  }
  const store = new FolderStore(options.store);
  return {
    ...folderContext(monitor, options, terminal),
    resultsUri: localAccount(monitor, store, resolve(options.store)).uri,
    outputKey: null,
    workflow: localWorkflow(monitor, options, terminal),
    alarmPrefix: null,
    tags: [],
    answerCommands: copiedCommands(monitor, options).answers,
  };
}

function folderContext(monitor: Monitor, options: LocalContextOptions, terminal: Shown): RunContext {
  const { store, dryRun = false, now = Date.now(), runId = randomUUID(), jobs = availableParallelism() } = options;
  const folder = join(store, monitor.name);
  return {
    open: (uri) => openPlace(uri, dirname(monitor.file)),
    results: openStore(store),
    metrics: new MetricFile(join(folder, 'metrics.jsonl')),
    alerts: new AlertChannels([
      new AlertFile(join(folder, 'alerts.jsonl')),
      new AlertTerminal((text) => terminal.alert(text)),
    ]),
    links: { report: (key) => placeInStore(store, key), fromPage: relativeAddress },
    commands: copiedCommands(monitor, options),
    now,
    runId,
    dryRun,
    readers: threadsFor(jobs),
    knownFiles: new Map(),
    onProgress: (rows) => terminal.progress(`${monitor.name}: ${countOf(rows, 'row')} read`),
  };
}

function localWorkflow(monitor: Monitor, options: LocalContextOptions, terminal: Shown): LocalWorkflow {
  const { store, now, listener = showStates(monitor, terminal) } = options;
  const time = options.time ?? (now === undefined ? REAL_TIME : clockSetTo(now));
  return new LocalWorkflow(localAccount(monitor, new FolderStore(store), resolve(store)), {
    contextAt: (now, runId) => folderContext(monitor, { ...options, dryRun: false, now, runId }, terminal),
    answerCommands: copiedCommands(monitor, options).answers,
    time,
    listener,
  });
}

function showStates({ name }: Monitor, terminal: Shown): (event: WorkflowEvent) => void {
  return (event) => {
    if (event.type === 'stateEntered') terminal.progress(`${name}: retraining, ${event.state}`);
  };
}

/** This machine's clock, set to another time for `--as-of`. */
function clockSetTo(time: number): LocalTime {
  const ahead = time - Date.now();
  return { ...REAL_TIME, now: () => Date.now() + ahead };
}
