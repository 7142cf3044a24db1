import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../smoke/duration.ts';
import { type Session, SmokeError, waitFor } from '../../smoke/session.ts';
import { Steps } from '../../smoke/steps/runner.ts';

/** A clock that moves when it is slept. */
function openSession(signal?: AbortSignal) {
  const lines: string[] = [];
  let now = 0;
  const time = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  const session: Pick<Session, 'time' | 'say' | 'signal'> = { time, signal, say: (line) => void lines.push(line) };
  return { lines, session };
}

describe('steps', () => {
  it('are printed with their duration and what was observed', async () => {
    const { lines, session } = openSession();
    const steps = new Steps(session);
    const { bucket } = await steps.run('bucket', async () => {
      await session.time.sleep(62_000);
      return { bucket: 'b', note: 'it is b' };
    });
    expect(bucket).toBe('b');
    expect(steps.ids).toEqual(['bucket']);
    expect(lines).toEqual(['create a bucket for the data', '  ok, 1 min 2 s: it is b']);
  });

  it('fail with their error', async () => {
    const { lines, session } = openSession();
    const work = async () => {
      throw new SmokeError('no such bucket');
    };
    await expect(new Steps(session).run('deploy', work)).rejects.toThrow('no such bucket');
    expect(lines).toEqual(['npx cdk deploy (about 5 minutes)', '  failed, 0 s: no such bucket']);
  });

  it('are not waited for, and not begun, after an interruption', async () => {
    const interruption = new AbortController();
    const { session } = openSession(interruption.signal);
    const steps = new Steps(session);
    const endless = steps.run('queue', () => new Promise<never>(() => {}));
    interruption.abort(new SmokeError('interrupted'));
    await expect(endless).rejects.toThrow('interrupted');
    await expect(steps.run('baseline', async () => ({ note: '' }))).rejects.toThrow('interrupted');
    expect(steps.ids).toEqual(['queue']);
  });

  it.each([
    [0, '0 s'],
    [59_400, '59 s'],
    [60_000, '1 min 0 s'],
    [3_725_000, '62 min 5 s'],
  ])('%d ms are %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('waiting', () => {
  const WAITING = { what: 'the mail', every: 1000, atMost: 60_000 };

  it('ends when there is something', async () => {
    const { session } = openSession();
    const look = async () => (session.time.now() >= 5000 ? 'mail' : undefined);
    expect(await waitFor(session, WAITING, look)).toBe('mail');
    expect(session.time.now()).toBe(5000);
  });

  it('ends when the time is over', async () => {
    const { session } = openSession();
    await expect(waitFor(session, WAITING, async () => undefined)).rejects.toThrow(
      'waited 1 min 0 s in vain for the mail',
    );
    expect(session.time.now()).toBe(60_000);
  });
});
