import { type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAYS, openFolder, openShop } from './shop.ts';

const BIN = join(import.meta.dirname, '../../bin');
const LAUNCHER = join(BIN, 'driftwarden.js');
/** The program on a clock that stands still: however busy the machine is, no second passes after which progress is shown. */
const PROGRAM = ['--import', 'data:text/javascript,performance.now = () => 0', join(BIN, 'driftwarden.ts')];

interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node on the command line as a shell does. @param closeStdout Ends reading after the first piece, as `head` does. */
function runNode(
  args: readonly string[],
  { closeStdout = false, ...options }: SpawnOptions & { closeStdout?: boolean } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout!.on('data', (piece) => {
    texts.stdout += piece;
    if (closeStdout) child.stdout!.destroy();
  });
  child.stderr!.on('data', (piece) => {
    texts.stderr += piece;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...texts }));
  });
}

describe('the CDK app as a process', () => {
  it.each([
    ['a setting', { memory: 'much' }, /^the setting memory is "much": it has to be/],
    [
      'a monitor file',
      { monitors: join(import.meta.dirname, '../../schema') },
      /^.*check-result.schema.json has one problem:/,
    ],
  ])('ends with what is wrong with %s, without a stack trace', async (_, context, message) => {
    const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context) };
    const { code, stdout, stderr } = await runNode([join(BIN, 'app.ts')], { env });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

describe('the program as a process', () => {
  it('works from another folder, with paths relative to it', async () => {
    const shop = openShop();
    const args = [...PROGRAM, 'baseline', 'returns', '--store', 'results'];
    const { code, stdout, stderr } = await runNode(args, { cwd: shop.folder });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('200 rows of ../training.csv');
    const check = ['check', 'monitors/returns.yaml', '--store', 'results', '--json', '--fail-on', 'alert'];
    const checked = await runNode([...PROGRAM, ...check, '--window', DAYS[2]], { cwd: shop.folder });
    expect(checked.code).toBe(3);
    expect(JSON.parse(checked.stdout)).toHaveLength(2);
  });

  it('ends without an error when its reader closes the pipe', async () => {
    const folder = openFolder();
    const columns = Array.from({ length: 5000 }, (_, i) => `c${i}`);
    const wide = folder.write('wide.csv', `${columns.join()}\n${columns.map((_, i) => i).join()}\n`);
    const { code, stdout, stderr } = await runNode([...PROGRAM, 'compare', wide, wide, '--json'], {
      closeStdout: true,
    });
    expect(stdout.length).toBeGreaterThan(0);
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('the launcher', () => {
  it('runs TypeScript where this Node does', async () => {
    expect(await runNode([LAUNCHER, 'help', 'nothing'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('runs it on the Node of the project where this one does not, and passes the exit code on', async () => {
    const { code, stdout, stderr } = await runNode(['--no-experimental-strip-types', LAUNCHER, '--version']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runNode(['--no-experimental-strip-types', LAUNCHER, 'chek'])).code).toBe(2);
  });
});
