import type { Commands } from '../../core/alerts.ts';
import { shellWord } from '../../core/text/shell-word.ts';

export interface CopiedCommandsOptions {
  readonly region: string;
  /** Bucket with the results and the state. */
  readonly bucket: string;
  /** Prefix of every key in that bucket. */
  readonly prefix: string;
  /** The function that sends the messages. Functions of checks and of retrainings both accept operations on incidents. */
  readonly functionName: string;
  /** Whether that function accepts operations on retrainings. */
  readonly retrains: boolean;
}

/**
 * Command lines for messages in an account, for the AWS CLI or for driftwarden in a checkout. They use the credentials of the shell
 * that runs them.
 */
export function copiedAwsCommands(options: CopiedCommandsOptions): Commands {
  const { region, bucket, prefix, functionName, retrains } = options;
  const show = (key: string) => aws(region, 's3', 'cp', `s3://${bucket}/${prefix}${key}`, '-');
  const driftwarden = (...words: string[]) =>
    [`AWS_REGION=${shellWord(region)} npx driftwarden`, ...[...words, '--function', functionName].map(shellWord)].join(
      ' ',
    );
  return {
    lookAt: ({ resultKey }) => show(resultKey),
    checkAgain: ({ monitor, window }) =>
      aws(
        region,
        ...['lambda', 'invoke', '--function-name', functionName, '--cli-read-timeout', '900'],
        ...['--cli-binary-format', 'raw-in-base64-out'],
        ...['--payload', JSON.stringify({ monitor, window: window.name }), '/dev/stdout'],
      ),
    buildBaseline: () => null,
    acknowledge: (monitor, incident) => driftwarden('acknowledge', monitor, incident),
    newNormal: (monitor, incident) => driftwarden('acknowledge', monitor, incident, '--new-normal'),
    lookAtRetraining: (monitor, recordKey) => (retrains ? driftwarden('retrain', 'list', monitor) : show(recordKey)),
    rollback: (monitor) => (retrains ? driftwarden('rollback', monitor) : null),
  };
}

function aws(region: string, ...words: string[]): string {
  return ['aws', '--region', region, ...words].map(shellWord).join(' ');
}
