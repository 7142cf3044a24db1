import type { Commands } from '../../core/alerts.ts';
import { explainCommand } from '../../core/report/explain-command.ts';
import { shellWord } from '../../core/text/shell-word.ts';
import type { WatchdogCommands } from '../../core/watchdog/context.ts';

export interface CopiedCommandsOptions {
  readonly region: string;
  /** Bucket with the results and the state. */
  readonly bucket: string;
  /** Prefix of every key in that bucket. */
  readonly prefix: string;
  /** The function that sends the messages. It accepts operations on incidents. */
  readonly functionName: string;
  /** The function that accepts operations on retrainings; undefined: there is none. */
  readonly operationsFunction: string | undefined;
}

/**
 * Command lines for messages in an account, for the AWS CLI or for driftwarden in a checkout. They use the credentials of the shell
 * that runs them.
 */
export function copiedAwsCommands(options: CopiedCommandsOptions): Commands {
  const { region, bucket, prefix, functionName, operationsFunction } = options;
  const show = (key: string) => aws(region, 's3', 'cp', `s3://${bucket}/${prefix}${key}`, '-');
  const driftwarden = (invoked: string, ...words: string[]) => functionCommand(region, invoked, ...words);
  return {
    lookAt: ({ resultKey }) => show(resultKey),
    checkAgain: ({ monitor, window }) => invoke(region, functionName, { monitor, window: window.name }),
    explain: explainCommand,
    buildBaseline: () => null,
    acknowledge: (monitor, incident) => driftwarden(functionName, 'acknowledge', monitor, incident),
    newNormal: (monitor, incident) => driftwarden(functionName, 'acknowledge', monitor, incident, '--new-normal'),
    lookAtRetraining: (monitor, recordKey) =>
      operationsFunction === undefined ? show(recordKey) : driftwarden(operationsFunction, 'retrain', 'list', monitor),
    rollback: (monitor) =>
      operationsFunction === undefined ? null : driftwarden(operationsFunction, 'rollback', monitor),
  };
}

/** The command line that sends an operation to a function. */
export function functionCommand(region: string, functionName: string, ...words: string[]): string {
  const given = [...words, '--function', functionName];
  return [`AWS_REGION=${shellWord(region)} npx driftwarden`, ...given.map(shellWord)].join(' ');
}

/** Command lines for the watchdog's messages, for the AWS CLI. They use the credentials of the shell that runs them. */
export function copiedWatchdogCommands({
  region,
  bucket,
}: Pick<CopiedCommandsOptions, 'region' | 'bucket'>): WatchdogCommands {
  return {
    run: (functionName, monitor, window) => invoke(region, functionName, { monitor, window }),
    showLog: (logGroup, since) => {
      const words = ['logs', 'filter-log-events', '--log-group-name', logGroup, '--start-time', String(since)];
      return aws(region, ...words, '--query', 'events[].message', '--output', 'text');
    },
    show: (key) => aws(region, 's3', 'cp', `s3://${bucket}/${key}`, '-'),
  };
}

function invoke(region: string, functionName: string, event: object): string {
  const words = ['lambda', 'invoke', '--function-name', functionName, '--cli-read-timeout', '900'];
  // Versions 1 and 2 of the AWS CLI read a payload on the command line differently, and a file of bytes alike.
  return `printf %s ${shellWord(JSON.stringify(event))} | ${aws(region, ...words, '--payload', 'fileb:///dev/stdin', '/dev/stdout')}`;
}

function aws(region: string, ...words: string[]): string {
  return ['aws', '--region', region, ...words].map(shellWord).join(' ');
}
