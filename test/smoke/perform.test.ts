import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Evidence } from '../../smoke/assumptions.ts';
import { Meter } from '../../smoke/cost/meter.ts';
import { namesOf } from '../../smoke/names.ts';
import { type Parts, perform } from '../../smoke/perform.ts';
import { type Session, SmokeError } from '../../smoke/session.ts';
import { answering } from './answering.ts';

/** A run of which nothing is left and nothing has failed, but for `parts`. */
async function run(parts: Partial<Parts>, change: (session: Session) => Session = (session) => session) {
  const { account } = answering({});
  const lines: string[] = [];
  const happened: string[] = [];
  const session = change({
    ...account,
    options: { region: 'us-east-1', retraining: null },
    names: namesOf('DriftwardenSmoke', 0),
    account: '123456789012',
    evidence: new Evidence(),
    meter: new Meter(),
    say: (line) => void lines.push(line),
  });
  const cleanUp = async () => {
    happened.push(`cleanup at ${session.time.now()}`);
    return [];
  };
  const succeeded = await perform(session, { steps: async () => {}, cleanUp, jobs: async () => [], ...parts });
  return { succeeded, happened, text: lines.join('\n') };
}

const fail = async () => {
  throw new SmokeError('no alert');
};

describe('a run', () => {
  it('deletes everything and says what it cost', async () => {
    const { succeeded, happened, text } = await run({});
    expect([succeeded, happened]).toEqual([true, ['cleanup at 0']]);
    expect(text).toContain('$0.05  together');
  });

  it('deletes everything when a step fails', async () => {
    expect(await run({ steps: fail })).toMatchObject({ succeeded: false, happened: ['cleanup at 0'] });
  });

  it('deletes everything after an interruption, when what was begun had time to end', async () => {
    const signal = AbortSignal.abort(new SmokeError('interrupted'));
    const interrupted = await run({ steps: fail }, (session) => ({ ...session, signal }));
    expect(interrupted).toMatchObject({ succeeded: false, happened: ['cleanup at 10000'] });
  });

  it('fails when something is left, or an assumption was refuted', async () => {
    const remaining = [{ what: 'bucket b', reason: 'not empty' }];
    const left = await run({ cleanUp: async () => remaining });
    expect(left.succeeded).toBe(false);
    expect(left.text).toContain('  bucket b: not empty');
    const refuting = (session: Session) => {
      session.evidence.refute('alarm-key', 'nothing came');
      return session;
    };
    expect((await run({}, refuting)).succeeded).toBe(false);
  });

  it('says that the cost of its jobs is not known', async () => {
    const { succeeded, text } = await run({ jobs: () => Promise.reject(new Error('denied')) });
    expect(succeeded).toBe(true);
    expect(text).toContain('their cost is missing: denied');
  });
});

describe('the program', () => {
  const start = (...args: string[]) => {
    const file = join(import.meta.dirname, '../../smoke/run.ts');
    // Without a place to send them, every request would fail.
    const env = { PATH: process.env['PATH'], AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    return spawnSync(process.execPath, [file, ...args], { env, encoding: 'utf8' });
  };

  it('calls nothing in a dry run', () => {
    const { status, stdout } = start('--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('region        eu-west-1');
  });

  it('refuses a wrong option with the usage', () => {
    const { status, stderr } = start('--stack', 'Production');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^--stack Production has to begin with DriftwardenSmoke[\s\S]*Usage:/);
  });
});
