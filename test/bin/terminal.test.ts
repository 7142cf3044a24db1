import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Streams, terminalOf } from '../../bin/commands/terminal.ts';

/** A stream that keeps what is written, as a terminal of so many columns or a pipe. */
function stream(columns?: number) {
  const written: string[] = [];
  const emitter = new EventEmitter();
  return Object.assign(emitter, {
    written,
    isTTY: columns !== undefined,
    columns,
    write(text: string, done?: () => void) {
      if (text !== '') written.push(text);
      done?.();
      return true;
    },
  });
}

function terminal({ out, err }: { out?: number; err?: number } = {}) {
  const [stdout, stderr] = [stream(out), stream(err)];
  return { stdout, stderr, terminal: terminalOf({ stdout, stderr } as unknown as Streams) };
}

describe('a terminal', () => {
  it.each([
    [120, 120],
    [10, 40],
    [undefined, Number.POSITIVE_INFINITY],
  ])('of %s columns gets texts of %s', (columns, width) => {
    expect(terminal(columns === undefined ? {} : { out: columns }).terminal.width).toBe(width);
  });

  it('gets data as it is, and notes and errors made printable', () => {
    const { stdout, stderr, terminal: t } = terminal();
    t.out('{"a":"\u001b"}\n');
    t.note('two\nlines\u001b[2J\n');
    t.error('broken \u0007');
    expect(stdout.written).toEqual(['{"a":"\u001b"}\n']);
    expect(stderr.written).toEqual(['two\nlines\\u{1b}[2J\n', 'driftwarden: broken \\u{7}\n']);
  });

  it.each([
    ['EPIPE', null],
    ['ENOSPC', 'ENOSPC'],
  ])('that fails with %s closes with %s: a reader that has seen enough is no fault', async (code, outcome) => {
    const { stdout, terminal: t } = terminal();
    stdout.emit('error', Object.assign(new Error(code), { code }));
    expect((await t.close())?.message ?? null).toBe(outcome);
    expect(stdout.listenerCount('error')).toBe(0);
  });
});

describe('a quiet terminal', () => {
  it('gets data, alerts and errors only', async () => {
    const { stdout, stderr, terminal: t } = terminal();
    t.note('before\n');
    t.beQuiet();
    t.note('a note\n');
    t.out('data\n');
    t.alert('[OPEN critical]\u0007\n');
    t.error('broken');
    await t.close();
    expect(stdout.written).toEqual(['data\n']);
    expect(stderr.written).toEqual(['before\n', '[OPEN critical]\\u{7}\n', 'driftwarden: broken\n']);
  });

  it('shows no progress', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { stderr, terminal: t } = terminal({ err: 80 });
    t.beQuiet();
    vi.advanceTimersByTime(5000);
    t.progress('1,000 rows read');
    expect(stderr.written).toEqual([]);
    vi.useRealTimers();
  });
});

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is silent in the first second, then one rewritten line of a terminal', async () => {
    const { stdout, stderr, terminal: t } = terminal({ err: 20 });
    vi.advanceTimersByTime(999);
    t.progress('too early');
    vi.advanceTimersByTime(1);
    t.progress('1,000 rows read and many more');
    vi.advanceTimersByTime(99);
    t.progress('too soon');
    vi.advanceTimersByTime(1);
    t.progress('2,000 rows');
    t.out('done\n');
    await t.close();
    expect(stderr.written).toEqual(['1,000 rows read and', '\r\u001b[K', '2,000 rows', '\r\u001b[K']);
    expect(stdout.written).toEqual(['done\n']);
  });

  it('is a line every five seconds where stderr is a log', () => {
    const { stderr, terminal: t } = terminal();
    for (let second = 0; second < 12; second++) {
      vi.advanceTimersByTime(1000);
      t.progress(`${second + 1} s`);
    }
    expect(stderr.written).toEqual(['1 s\n', '6 s\n', '11 s\n']);
  });
});
