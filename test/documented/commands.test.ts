import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAppSettings } from '../../bin/app-settings.ts';
import { historyRowSchema } from '../../lambdas/core/history/row.ts';
import { parseScheduleExpression } from '../../lambdas/core/monitor/schedule-expression.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { readOptions } from '../../smoke/options.ts';
import { blocksOf, placeOf, ROOT, readPage } from './blocks.ts';
import { refusalOf } from './command-line.ts';
import { type Invocation, runScript } from './shell.ts';

/** The functions `output` and `run` of docs/deploy.md, which other blocks and pages use. */
const FUNCTIONS = ['output', 'run'].map(
  (name) => new RegExp(`^ *${name}\\(\\) \\{[\\s\\S]*?\\}$`, 'm').exec(readPage('docs/deploy.md'))![0],
);

/** The options of the operations of the AWS CLI that pages use, from its reference: https://docs.aws.amazon.com/cli/latest/. */
const AWS: Readonly<Record<string, readonly string[]>> = {
  'cloudformation describe-stacks': ['--stack-name'],
  'lambda invoke': ['--function-name', '--payload'],
  's3api get-object': ['--bucket', '--key'],
  's3api put-object': ['--bucket', '--key', '--body', '--if-match'],
  'sagemaker describe-endpoint': ['--endpoint-name'],
  'sagemaker list-endpoints': [],
  'secretsmanager create-secret': ['--name', '--secret-string'],
  'sqs delete-message': ['--queue-url', '--receipt-handle'],
  'sqs receive-message': ['--queue-url'],
};
const AWS_GLOBAL = ['--output', '--query', '--cli-read-timeout'];

/** Outputs of a stack with a monitor that retrains. */
const OUTPUTS = new Set(
  ['lib/monitoring-stack.ts', 'lib/monitor-group.ts'].flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\boutput\(\s*'(\w+)'/g)].map(([, name]) => name),
  ),
);

const CHECKS: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  async npx([program, ...args]) {
    if (program === 'driftwarden') return expect(await refusalOf(args)).toBeNull();
    expect(program).toBe('cdk');
    checkCdk(args);
  },
  npm([command, ...args]) {
    if (command === 'run') return checkRun(args);
    if (command === 'test') return expect([packageJson.scripts.test, args]).toEqual([expect.any(String), []]);
    if (command === 'install') return expect(args).toEqual([`/path/to/driftwarden-${packageJson.version}.tgz`]);
    expect(['ci', 'pack']).toContain(command);
    expect(args).toEqual([]);
  },
  aws([service, operation, ...args]) {
    const own = AWS[`${service} ${operation}`];
    expect(own, `aws ${service} ${operation}`).toBeDefined();
    const options = args.filter((arg) => arg.startsWith('--'));
    expect(options.filter((option) => ![...own, ...AWS_GLOBAL].includes(option))).toEqual([]);
    // Every option has a value; an operation may also name a file that it writes.
    expect(args.filter((arg, i) => arg.startsWith('--') && args[i + 1]?.startsWith('--') !== false)).toEqual([]);
    expect(args.length - 2 * options.length).toBe(
      ['lambda invoke', 's3api get-object'].includes(`${service} ${operation}`) ? 1 : 0,
    );
    for (const [, name] of args.join(' ').matchAll(/OutputKey=='(\w+)'/g)) expect(OUTPUTS).toContain(name);
  },
  duckdb([option, query, ...rest]) {
    expect([option, rest]).toEqual(['-c', []]);
    const [, columns, files, order] = /^select ([\w, ]+) from read_json\('([^']+)'\) order by (\w+)$/.exec(query)!;
    expect(files).toMatch(/^demo\/out\/store\/flight-delays\/history\/(accuracy|drift)\/\*\.jsonl$/);
    expect(Object.keys(historyRowSchema.shape)).toEqual(expect.arrayContaining([...columns.split(', '), order]));
  },
  // The stand-in fails with other options than those of the pages.
  openssl: () => {},
};

/** Settings are those that the app reads, with values that it accepts. */
function checkCdk([command, ...args]: readonly string[]): void {
  expect(['bootstrap', 'deploy', 'synth']).toContain(command);
  const settings = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '-q') continue;
    expect(args[i]).toBe('-c');
    const [key, value] = args[++i].split(/=(.*)/);
    settings.set(key, value);
  }
  const read = new Set<string>();
  readAppSettings((key) => {
    read.add(key);
    return settings.get(key);
  });
  expect([...settings.keys()].filter((key) => !read.has(key))).toEqual([]);
}

/** A script of package.json, with options that it accepts or files that exist. */
function checkRun([script, dashes, ...args]: readonly string[]): void {
  expect(Object.keys(packageJson.scripts)).toContain(script);
  if (dashes === undefined) return;
  expect(dashes).toBe('--');
  if (script === 'smoke:aws') readOptions(args, {});
  else for (const arg of args) expect(existsSync(join(ROOT, arg)), arg).toBe(true);
}

async function check({ program, args }: Invocation): Promise<void> {
  await CHECKS[program](args);
}

/** A script as it stands in a page, after what its reader has typed before. */
function prepared(text: string): string {
  return ['cd() { :; }', ...FUNCTIONS, text].join('\n');
}

describe('commands on pages', () => {
  it.each(blocksOf('sh').map((block) => [placeOf(block), block] as const))('%s', async (_, { text }) => {
    const { invocations, status, stderr } = runScript(prepared(text));
    expect([status, stderr]).toEqual([0, '']);
    expect(invocations.length).toBeGreaterThan(0);
    for (const invocation of invocations) await check(invocation);
  });

  it.each(blocksOf('sh cron').map((block) => [placeOf(block), block] as const))('%s', async (_, { text }) => {
    for (const line of text.trimEnd().split('\n')) {
      const [, minute, hour, day, month, weekday, command] = /^(\S+) (\S+) (\S+) (\S+) (\S+) (.*)$/.exec(line)!;
      // A day of the month or of the week is ? in EventBridge's form, and only the former has a year.
      expect(weekday).toBe('*');
      expect(() => parseScheduleExpression(`cron(${minute} ${hour} ${day} ${month} ? *)`)).not.toThrow();
      const { invocations, status, stderr } = runScript(prepared(command));
      expect([status, stderr, invocations.length]).toEqual([0, '', 1]);
      await check(invocations[0]);
    }
  });
});
