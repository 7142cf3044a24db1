import { PassThrough } from 'node:stream';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { COMMANDS as LISTED } from '../../bin/commands/command-list.ts';
import { explain } from '../../bin/commands/explain.ts';
import { type CommandLineProcess, terminalOf } from '../../bin/commands/terminal.ts';
import { BaselineError } from '../../lambdas/core/baseline/document.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { run } from './fake-process.ts';

const COMMANDS = [
  'check',
  'baseline',
  'validate',
  'status',
  'acknowledge',
  'resolve',
  'retrain',
  'approve',
  'reject',
  'rollback',
  'compare',
  'evaluate',
];

describe('help', () => {
  it('of the program names every command, examples and exit codes', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command}( |$)`, 'm'));
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('Exit codes: 0 success, 1 failed, 2 wrong usage, 3 ');
  });

  it.each(COMMANDS)('of %s has examples and fits 80 columns, as `help` and as --help', async (command) => {
    const { code, stdout } = await run([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\n  driftwarden ${command}`));
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(await run(['help', command])).toEqual({ code: 0, stdout, stderr: '' });
  });

  it.each(COMMANDS.slice(0, -2))('of %s has the options of all monitors', async (command) => {
    expect((await run([command, '--help'])).stdout).toMatch(/--monitors <folder>[\s\S]*--store <folder>/);
  });

  it('goes to stderr, with exit code 2, without a command', async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: driftwarden');
  });

  it('of a subcommand is shown by `help` and by --help', async () => {
    const { code, stdout } = await run(['retrain', 'list', '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: driftwarden retrain list \[options\] <monitor>$/m);
    expect(stdout).toMatch(/--monitors <folder>[\s\S]*--store <folder>/);
    expect(stdout).not.toContain('--dry-run');
    expect(await run(['help', 'retrain', 'list'])).toEqual({ code: 0, stdout, stderr: '' });
  });

  it.each([
    ['retrainings', 'driftwarden retrain list '],
    ['refuse', 'driftwarden reject '],
  ])('of the old name %s shows the new one in its examples and is listed nowhere', async (old, example) => {
    expect((await run(['help', old])).stdout).toContain(`Examples:\n  ${example}`);
    expect((await run(['--help'])).stdout).not.toMatch(new RegExp(`\\b${old}\\b`));
    expect((await run(['help', 'chek-in-and-out'])).stderr).not.toContain(old);
  });

  it.each(LISTED)('of the program says of $name what the command says of itself', async (listed) => {
    const streams = { stdout: new PassThrough(), stderr: new PassThrough() } as unknown as CommandLineProcess;
    const program = new Command();
    await listed.add(program, { terminal: terminalOf(streams), process: streams, outcome: { code: 0 } });
    expect(program.commands.map((command) => command.name())).toEqual([listed.name]);
    const [command] = program.commands;
    expect(command.summary()).toBe(listed.summary);
    const usage = ['[options]', listed.arguments ?? []].flat().join(' ');
    expect(command.usage().replace(' [command]', '')).toBe(usage);
    expect(program.createHelp().visibleCommands(program).includes(command)).toBe(listed.hidden !== true);
  });

  it('says the version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });
});

describe('wrong usage', () => {
  it.each([
    [
      ['chek'],
      "driftwarden: unknown command 'chek'\n(Did you mean check?)\n(npx driftwarden --help shows what is accepted)\n",
    ],
    [['help', 'chek'], 'driftwarden: unknown command "chek"; did you mean check?\n'],
    [
      ['status', '--jsn'],
      "driftwarden: unknown option '--jsn'\n(Did you mean --json?)\n(npx driftwarden help status shows what is accepted)\n",
    ],
    [
      ['check'],
      "driftwarden: missing required argument 'monitor'\n(npx driftwarden help check shows what is accepted)\n",
    ],
    [
      ['status', '--store'],
      "driftwarden: option '--store <folder>' argument missing\n(npx driftwarden --help shows what is accepted)\n",
    ],
    [['help', 'retrain', 'lst'], 'driftwarden: unknown command "lst"; did you mean list?\n'],
    [
      ['retrain', 'list'],
      "driftwarden: missing required argument 'monitor'\n(npx driftwarden help retrain list shows what is accepted)\n",
    ],
    [
      ['retrain', 'list', 'm', '--dry-run'],
      "driftwarden: unknown option '--dry-run': retrain list starts nothing and shows what is stored now\n",
    ],
    [['\u001b[31m'], "driftwarden: unknown command '\\u{1b}[31m'\n(npx driftwarden --help shows what is accepted)\n"],
  ])('%j exits with 2 and suggests a command or option', async (args, message) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: message });
  });
});

describe('an error', () => {
  it('written for users is its message', () => {
    expect(explain(new BaselineError('there is none'))).toBe('there is none');
  });

  it('of the system is its message', () => {
    const error = Object.assign(new Error("EACCES: permission denied, open '/x'"), { code: 'EACCES', syscall: 'open' });
    expect(explain(error)).toBe("EACCES: permission denied, open '/x'");
  });

  it.each([
    ['no region', new Error('Region is missing'), /^no AWS region is set: set AWS_REGION,/],
    [
      'no region for a bucket',
      new Error('list s3://b/x/: Error: Region is missing', { cause: new Error('Region is missing') }),
      /^no AWS region is set/,
    ],
    [
      'no credentials',
      Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' }),
      /^there are no AWS credentials: sign in .*AWS_PROFILE \(Could not load/,
    ],
  ])('of the settings of AWS says what to set: %s', (_, error, message) => {
    expect(explain(error)).toMatch(message);
    expect(explain(error)).not.toContain('\n');
  });

  it('of the AWS SDK without a region is explained as it is raised', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null');
    try {
      const raised = await new STSClient({}).send(new GetCallerIdentityCommand({})).catch((error: unknown) => error);
      expect(explain(raised)).toMatch(/^no AWS region is set/);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('that is a fault of the program comes with its stack', () => {
    const error = new TypeError('x is not a function');
    expect(explain(error)).toBe(`this is a fault of driftwarden, please report it\n${error.stack}`);
  });
});
