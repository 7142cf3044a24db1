import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { systemErrorCode } from '../../lambdas/adapters/local/errors.ts';
import { ENCODINGS, type Encoding } from '../../lambdas/core/capture/tables/dialect.ts';
import type { InitPlaces } from '../../lambdas/core/init/found-capture.ts';
import { type InitiatedMonitor, initMonitor } from '../../lambdas/core/init/init-monitor.ts';
import { initText, type NextCommands } from '../../lambdas/core/init/init-text.ts';
import { monitorNameOf } from '../../lambdas/core/monitor/parse-value.ts';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import { refang } from '../../lambdas/core/text/defang.ts';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import { CommandError, UsageError } from './explain.ts';
import { isInS3, openPlace } from './locations.ts';
import { type StoreOptions, showStoreOptions } from './options.ts';
import { runnable } from './program-name.ts';
import { dialogueOn } from './questions.ts';
import type { Terminal } from './terminal.ts';

interface InitOptions extends StoreOptions {
  readonly labels?: string;
  readonly training?: string;
  readonly name?: string;
  readonly encoding?: Encoding;
  readonly yes?: boolean;
  readonly force?: boolean;
}

/** The streams of a process; stdin is undefined where nothing can be typed. */
interface TerminalStreams {
  readonly stdin?: NodeJS.ReadStream | undefined;
  readonly stdout: NodeJS.WriteStream;
}

const HELP = `
Reads the first files and rows, recognises format, columns, problem type and
prediction, and writes monitors/<name>.yaml with comments that say what was
recognised from what, and what is a guess. On a terminal it asks what the data
does not tell.

Examples:
  driftwarden init captures/churn/AllTraffic --labels labels/churn \\
    --training train.csv
  driftwarden init scored.csv --name churn --yes
  driftwarden init s3://ml-capture/churn/AllTraffic   # with your credentials`;

export function addInitCommand(program: Command, terminal: Terminal, streams: TerminalStreams): void {
  showStoreOptions(program.command('init'))
    .argument('<captures>', 'folder, file or s3:// prefix of the captures')
    .summary('write a monitor file from your data')
    .description('Looks at captures, labels and training data, and writes a monitor file for them.')
    .option('--labels <place>', 'folder, file or s3:// prefix of the labels')
    .option('--training <place>', 'folder, file or s3:// prefix of the training data')
    .option('--name <name>', 'name of the monitor; default: by the folder of the captures')
    .addOption(
      new Option('--encoding <name>', 'encoding of the tables that are not UTF-8; default: recognised').choices(
        ENCODINGS,
      ),
    )
    .option('--yes', 'ask nothing: take the best guess')
    .option('--force', 'replace an existing monitor file')
    .addHelpText('after', HELP)
    .action(async (captures: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<InitOptions>();
      const file = fileOf(options.name ?? nameOf(captures), options);
      const places = { captures, labels: options.labels, training: options.training };
      const uris = fromFolderOf(file, places);
      const { stdin, stdout } = streams;
      const dialogue =
        !options.yes && stdin?.isTTY && stdout.isTTY ? dialogueOn(stdin, (text) => terminal.alert(text)) : null;
      const context = {
        open: (uri: string) => openPlace(uri, dirname(file)),
        encoding: options.encoding,
        now: Date.now(),
        onProgress: (rows: number) => terminal.progress(`${countOf(rows, 'row')} read`),
        ask: dialogue?.ask ?? (async () => null),
      };
      const initiated = await initMonitor(file, uris, context).finally(() => dialogue?.close());
      write(file, initiated, options.force ?? false);
      terminal.out(refang(initText(file, initiated, nextFor(initiated, options), terminal.width)));
    });
}

/** The path of the new monitor file. @throws UsageError for a name that no monitor can have, and if the file exists */
function fileOf(name: string, { monitors, force }: InitOptions): string {
  const file = join(monitors, `${name}.yaml`);
  try {
    monitorNameOf(file);
  } catch (error) {
    if (!(error instanceof MonitorFileError)) throw error;
    throw new UsageError(
      `${JSON.stringify(name)} cannot be the name of a monitor: give --name with up to 63 lower-case letters, digits and hyphens`,
    );
  }
  if (existsSync(file) && !force) throw new UsageError(exists(file));
  return file;
}

function exists(file: string): string {
  return `${file} exists: give another --name, or --force to replace it`;
}

/** Folders whose names say nothing about the model. */
const COMMON_FOLDERS = /^(alltraffic|captures?|data|datacapture|predictions|\d*|\.+)$/i;

/** The name of a monitor from the path of its captures: `captures/churn/AllTraffic` is `churn`. */
function nameOf(captures: string): string {
  const parts = resolve(captures.replace(/^file:\/\//, ''))
    .split(/[/\\]/)
    .filter((part) => part !== '');
  const own = parts.findLast((part) => !COMMON_FOLDERS.test(part.replace(/\..*$/, ''))) ?? parts.at(-1) ?? '';
  return own
    .replace(/\..*$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);
}

/** The locations relative to the folder of the monitor file. @throws UsageError if one does not exist */
function fromFolderOf(file: string, { captures, labels, training }: InitPlaces): InitPlaces {
  const toUri = (place: string) => {
    requireOpen(place);
    if (isAbsolute(place) || /^[a-z][a-z0-9+.-]+:\/\//i.test(place)) return place;
    return relative(resolve(dirname(file)), resolve(place)).replaceAll('\\', '/') || '.';
  };
  return {
    captures: toUri(captures),
    labels: labels === undefined ? undefined : toUri(labels),
    training: training === undefined ? undefined : toUri(training),
  };
}

function requireOpen(place: string): void {
  try {
    openPlace(place, process.cwd());
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

function write(file: string, { text }: InitiatedMonitor, force: boolean): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') throw new UsageError(exists(file));
    throw new CommandError(`${file} cannot be written: ${errorMessage(error)}`);
  }
}

/** What to do next. */
function nextFor({ monitor, faults, checkFrom }: InitiatedMonitor, { monitors }: InitOptions): NextCommands {
  const folder = monitors === 'monitors' ? [] : ['--monitors', monitors];
  const run = (command: string) => runnable(command, monitor.name, ...folder);
  const { capture, labels, baseline } = monitor;
  const isDeployable = [capture, labels, baseline].some((section) => section !== null && isInS3(section.uri));
  const deploy = isDeployable ? ['npx cdk deploy   # checks on a schedule in your account: docs/deploy.md'] : [];
  if (faults.length > 0) {
    const look = runnable('validate', monitor.name, '--data', ...folder);
    return {
      before: 'mend the data or the monitor file',
      commands: [look, run('baseline'), ...(baseline === null ? [] : [run('check')]), ...deploy],
    };
  }
  return baseline === null
    ? { before: 'add a section baseline with the training data', commands: [run('baseline'), ...deploy] }
    : {
        commands: [
          run('baseline'),
          checkFrom === null ? run('check') : runnable('check', monitor.name, '--from', checkFrom, ...folder),
          ...deploy,
        ],
      };
}
