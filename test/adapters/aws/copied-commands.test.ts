import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { copiedAwsCommands } from '../../../lambdas/adapters/aws/copied-commands.ts';
import { parseEvent } from '../../../lambdas/runtime/event.ts';

const OPTIONS = {
  region: 'eu-west-1',
  bucket: 'state-1',
  prefix: '',
  functionName: 'Driftwarden-Drift-1',
  operationsFunction: undefined,
};
const CHECK = {
  monitor: 'churn',
  window: { name: '2026-03-02', end: '2026-03-03T00:00:00Z' },
  kind: 'drift',
  resultKey: 'churn/checks/drift/2026-03-02/result.json',
} as const;

/** The words that a shell hands to the program. */
function wordsOf(line: string): string[] {
  const { stdout } = spawnSync(
    'sh',
    ['-c', `aws() { printf '%s\\n' aws "$@"; }; npx() { printf '%s\\n' "$AWS_REGION" npx "$@"; }; ${line}`],
    {
      encoding: 'utf8',
    },
  );
  return stdout.trimEnd().split('\n');
}

describe('the commands in a message from an account', () => {
  const commands = copiedAwsCommands(OPTIONS);

  it('show the result in the state bucket', () => {
    expect(wordsOf(commands.lookAt(CHECK))).toEqual([
      'aws',
      '--region',
      'eu-west-1',
      's3',
      'cp',
      `s3://state-1/${CHECK.resultKey}`,
      '-',
    ]);
  });

  it('check the window again with an event that the function accepts', () => {
    const words = wordsOf(commands.checkAgain!(CHECK));
    expect(words.slice(0, 7)).toEqual([
      'aws',
      '--region',
      'eu-west-1',
      'lambda',
      'invoke',
      '--function-name',
      OPTIONS.functionName,
    ]);
    expect(words.slice(-3)).toEqual(['--payload', 'fileb:///dev/stdin', '/dev/stdout']);
    const { stdout: payload } = spawnSync('sh', ['-c', `aws() { cat; }; ${commands.checkAgain!(CHECK)}`], {
      encoding: 'utf8',
    });
    expect(parseEvent(JSON.parse(payload), 'drift')).toMatchObject({ monitor: 'churn', window: '2026-03-02' });
  });

  it('acknowledge through the function that sends the message', () => {
    expect(wordsOf(commands.acknowledge('churn', 'drift-2026-03-02'))).toEqual([
      ...['eu-west-1', 'npx', 'driftwarden', 'acknowledge', 'churn', 'drift-2026-03-02'],
      ...['--function', OPTIONS.functionName],
    ]);
    expect(wordsOf(commands.newNormal('churn', 'drift-2026-03-02'))).toEqual([
      ...['eu-west-1', 'npx', 'driftwarden', 'acknowledge', 'churn', 'drift-2026-03-02', '--new-normal'],
      ...['--function', OPTIONS.functionName],
    ]);
  });

  it('list retrainings by the function for operations; without one they show the record', () => {
    const retraining = copiedAwsCommands({ ...OPTIONS, operationsFunction: 'operations' });
    expect(wordsOf(retraining.lookAtRetraining('churn', 'k')).slice(1)).toEqual([
      'npx',
      'driftwarden',
      'retrain',
      'list',
      'churn',
      '--function',
      'operations',
    ]);
    expect(retraining.rollback('churn')).toContain('rollback churn --function operations');
    // The operations function may not read the history that a new normal needs.
    expect(retraining.newNormal('churn', 'drift-2026-03-02')).toContain(`--function ${OPTIONS.functionName}`);
    expect(wordsOf(commands.lookAtRetraining('churn', 'churn/r.json')).slice(3)).toEqual([
      's3',
      'cp',
      's3://state-1/churn/r.json',
      '-',
    ]);
    expect(commands.rollback('churn')).toBeNull();
  });
});
