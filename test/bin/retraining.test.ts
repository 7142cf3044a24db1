import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../lambdas/core/text/width.ts';
import { openRetrainedShop } from './retrained-shop.ts';
import { DAYS, openShop, openWatchedShop, type Shop } from './shop.ts';

const BY = userInfo().username;
/** After the labels of the last day. */
const AS_OF = ['--as-of', '2026-03-05T06:30Z'];

/** A shop whose labels have been joined and whose model has become wrong. Nothing is deployed, so nothing waits for a deployment. */
async function openWrongShop(options: Parameters<typeof openRetrainedShop>[0] = {}) {
  const shop = openRetrainedShop({ promote: ', approval: never', ...options });
  await shop.run(['baseline', 'returns']);
  await checkLabelled(shop, DAYS[0]);
  return shop;
}

/** The second day is the one whose check starts a retraining. */
function checkLabelled(shop: Shop, day: string) {
  return shop.run(['check', 'returns', '--window', day, '--kind', 'accuracy', ...AS_OF]);
}

describe('retrain', () => {
  it('--dry-run says what would happen, and does nothing', async () => {
    const shop = await openWrongShop();
    await checkLabelled(shop, DAYS[1]);
    const before = readFileSync(join(shop.folder, 'store/returns/state.json'), 'utf8');

    const soon = await shop.run(['retrain', 'returns', '--dry-run', ...AS_OF]);
    const later = await shop.run(['retrain', 'returns', '--dry-run', '--as-of', '2026-03-09T06:30Z']);

    expect([soon, later]).toEqual([
      {
        code: 0,
        stderr: '',
        stdout: 'retraining-2026-03-02-2 would not start: in cooldown until 2026-03-08T06:30Z\n',
      },
      {
        code: 0,
        stderr: '',
        stdout:
          'retraining-2026-03-02-2 would start: 200 labelled rows in 1 window to train on, 200 in 1 newer window to judge on\n',
      },
    ]);
    expect(readFileSync(join(shop.folder, 'store/returns/state.json'), 'utf8')).toBe(before);
  });

  it('runs to the end, and shows each state and the result', async () => {
    const shop = await openWrongShop();
    await checkLabelled(shop, DAYS[1]);
    await checkLabelled(shop, DAYS[2]);

    const { code, stdout } = await shop.run(['retrain', 'list', 'returns']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^retraining-2026-03-02 .* accuracy < 0\.5 +not-deployed /m);
    // Bound by the cooldown like any other.
    const again = await shop.run(['retrain', 'returns', ...AS_OF]);
    expect([again.code, again.stdout]).toEqual([
      1,
      'retraining-2026-03-03 does not start: in cooldown until 2026-03-08T06:30Z\n',
    ]);
    const later = await shop.run(['retrain', 'returns', '--as-of', '2026-03-09T06:30Z']);
    expect(later.code).toBe(0);
    expect(later.stderr).toMatch(
      /^\d\d:\d\d:\d\d {2}Permit\n\d\d:\d\d:\d\d {2}Plan\n\d\d:\d\d:\d\d {2}PrepareDataset\n/,
    );
    expect(later.stderr).toMatch(
      / {2}Train\n.* {2}CreateModel\n.* {2}ScoreCandidate\n.* {2}RenewForJudge\n.* {2}Judge\n.* {2}RenewForRegister\n.* {2}Register\n/,
    );
    expect(later.stdout).toMatch(
      /^retraining-2026-03-03: not deployed\n\n {2}because +accuracy 1\.0000 \(live model 0\.2000\)/,
    );
    expect(later.stdout).toMatch(/^the candidate is better: accuracy 1\.0000/m);
    expect(later.stdout).toMatch(/^ {2}metric +candidate +95 % interval +live /m);
  });

  it('--json prints the result', async () => {
    const shop = await openWrongShop();
    const dry = await shop.run(['retrain', 'returns', '--json', '--dry-run', ...AS_OF]);
    const message = expect.stringMatching(/^not enough labelled rows: 0 in 0 windows to train on, 100 are needed/);
    expect(JSON.parse(dry.stdout)).toEqual({ id: 'retraining-2026-03-01', starts: false, message });

    const { stdout } = await shop.run(['retrain', 'returns', '--json', ...AS_OF]);

    const run = { id: 'retraining-2026-03-01', end: 'not-enough-data', reason: `requested by ${BY}` };
    expect(JSON.parse(stdout)).toMatchObject(run);
  });

  it('requested by a person trains on the whole lookback, even with since: incident', async () => {
    const shop = await openWrongShop({ since: 'incident' });
    for (const day of DAYS.slice(1)) await checkLabelled(shop, day);
    const { stdout } = await shop.run(['retrain', 'returns', '--dry-run', '--as-of', '2026-03-09T06:30Z']);
    expect(stdout).toBe(
      'retraining-2026-03-03 would start: 200 labelled rows in 1 window to train on, 400 in 2 newer windows to judge on\n',
    );
  });

  it('of a killed process is ended by the next check, with an alert', async () => {
    const shop = await openWrongShop({ train: 'setInterval(() => {}, 1000)' });
    const program = join(import.meta.dirname, '../../bin/driftwarden.ts');
    const args = [program, 'check', 'returns', '--window', DAYS[1], '--kind', 'accuracy', ...AS_OF, ...shop.options];
    const child = spawn(process.execPath, args, { stdio: 'ignore', detached: true });
    const killed = new Promise((resolve) => child.once('exit', resolve));
    const record = join(shop.folder, 'store/returns/executions/driftwarden-returns-retraining-2026-03-02.json');
    while (!existsSync(record) || !readFileSync(record, 'utf8').includes('"Train"')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGTERM');
    await killed;

    const { code, stdout, stderr } = await shop.run(['retrain', 'returns', ...AS_OF]);

    expect(stderr).toContain('[RETRAINING STOPPED] returns: the execution driftwarden-returns-retraining-2026-03-02');
    expect([code, stdout]).toEqual([
      1,
      'retraining-2026-03-02-2 does not start: in cooldown until 2026-03-08T06:30Z\n',
    ]);
    expect((await shop.run(['retrain', 'list', 'returns'])).stdout).toMatch(/^retraining-2026-03-02 .* abandoned /m);
  });

  it('exits with 1 when the training fails, and says why', async () => {
    const shop = await openWrongShop({ train: "console.error('no GPU'); process.exit(7)" });
    for (const day of DAYS.slice(1)) await checkLabelled(shop, day);

    const { code, stdout } = await shop.run(['retrain', 'returns', '--as-of', '2026-03-09T06:30Z']);

    expect(stdout).toContain('Train: States.TaskFailed: node train.mjs exited with code 7 | no GPU');
    expect(code).toBe(1);
  });
});

describe('a monitor that cannot be retrained here', () => {
  it.each([
    ['retrain', 'returns'],
    ['approve', 'returns', 'retraining-1'],
    ['reject', 'returns', 'retraining-1'],
    ['rollback', 'returns'],
  ])('%s names the missing section', async (...args) => {
    const shop = openShop();
    const { code, stdout, stderr } = await shop.run(args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `driftwarden: ${join(shop.folder, 'monitors/returns.yaml')} has no section "retraining", so it cannot be retrained here; for a deployed monitor, use --function\n`,
    );
  });

  it('has no retrainings', async () => {
    const shop = await openWatchedShop();
    expect(await shop.run(['retrain', 'list', 'returns'])).toEqual({
      code: 0,
      stderr: '',
      stdout:
        'returns\n  in service: the model from before any retraining\n  no retraining is requested\n  none has run yet\n',
    });
    expect(JSON.parse((await shop.run(['retrain', 'list', 'returns', '--json'])).stdout)).toEqual({
      monitor: 'returns',
      request: null,
      standing: null,
      lock: null,
      model: null,
      runs: [],
    });
  });
});

describe('an answer without a waiting candidate', () => {
  it.each(['approve', 'reject'])('%s says so', async (answer) => {
    const shop = await openWrongShop();
    const unknown = await shop.run([answer, 'returns', 'retraining-1']);
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      'driftwarden: returns has no retraining "retraining-1"; none is running\n',
    ]);
    await shop.run(['retrain', 'returns', ...AS_OF]);
    const ended = await shop.run([answer, 'returns', 'retraining-2026-03-01', '--note', 'now']);
    expect([ended.code, ended.stderr]).toEqual([
      1,
      'driftwarden: retraining-2026-03-01 has already ended (not-enough-data); it is not waiting for approval\n',
    ]);
  });
});

describe('rollback', () => {
  it('is refused without a previous model', async () => {
    const shop = await openWrongShop();
    const { code, stderr } = await shop.run(['rollback', 'returns', '--dry-run']);
    expect([code, stderr]).toEqual([
      1,
      'driftwarden: returns: the live model was not deployed by a retraining, so there is nothing to roll back to\n',
    ]);
  });
});

describe('status', () => {
  it('has a row for each retraining, and fits 80 columns', async () => {
    const shop = await openWrongShop();
    await checkLabelled(shop, DAYS[1]);

    const { stdout } = await shop.run(['status']);
    expect(stdout).toMatch(/^not deployed +2026-03-05 06:30Z +accuracy 1\.0000 against 0\.2000 live/m);

    const narrow = (await shop.run(['status'], { columns: 80 })).stdout;
    expect(narrow.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
  });
});
