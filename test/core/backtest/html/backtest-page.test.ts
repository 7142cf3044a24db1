import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../lambdas/core/alerts.ts';
import { assess, type BadPeriod } from '../../../../lambdas/core/backtest/assess.ts';
import { backtestPage, type ShownBacktest } from '../../../../lambdas/core/backtest/html/backtest-page.ts';
import type { Replayed, ReplayedAlert } from '../../../../lambdas/core/backtest/replayed.ts';
import { parseLimit } from '../../../../lambdas/core/monitor/limit.ts';
import type { Monitor } from '../../../../lambdas/core/monitor/monitor.ts';
import { readPage } from '../../report/html/page-structure.ts';
import { historyRow, incident } from '../../report/results.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-01');
const time = (day: number) => START + day * DAY;
const nameOf = (day: number) => new Date(time(day)).toISOString().slice(0, 10);

const monitor = {
  name: 'returns',
  performance: { primaryMetric: 'accuracy', alert: [parseLimit('accuracy < 0.8')], retrain: [] },
} as unknown as Monitor;

/** An alert about a day, sent at noon of the next one. */
function alertOf(day: number, title: string, state = 'open'): ReplayedAlert {
  return { at: time(day + 1.5), about: time(day), alert: { kind: 'performance', state, title } as Alert };
}

function replayedOf(days: number, more: Partial<Replayed> = {}): Replayed {
  const rows = (kind: 'drift' | 'accuracy') =>
    Array.from({ length: days }, (_, i) =>
      historyRow(nameOf(i), {
        kind,
        window_start: new Date(time(i)).toISOString(),
        window_end: new Date(time(i + 1)).toISOString(),
        ...(kind === 'drift' ? { metric: null, metric_value: null } : { metric: 'accuracy', metric_value: 0.9 }),
      }),
    );
  return {
    monitor,
    alerts: [],
    incidents: [],
    requests: [],
    drift: rows('drift'),
    accuracy: rows('accuracy'),
    ...more,
  };
}

const third: BadPeriod = { name: nameOf(2), start: time(2), end: time(3) };

function pageOf(
  replays: readonly (readonly [name: string, replayed: Replayed])[],
  bad: readonly BadPeriod[],
  more: Partial<ShownBacktest> = {},
): string {
  const days = replays[0][1].drift.length;
  return backtestPage({
    variants: replays.map(([name, replayed]) => ({
      name,
      replayed,
      assessment: assess(replayed, bad, { start: time(0), end: time(days) }),
    })),
    windows: { first: nameOf(0), last: nameOf(days - 1), count: days },
    bad,
    version: '9.9.9',
    now: time(days),
    ...more,
  });
}

const textOf = (page: string) => readPage(page).texts.join(' ').replaceAll(/\s+/g, ' ');
const headingOf = (page: string) => /<h1([^>]*)>([^<]*)</.exec(page)!.slice(1);

describe('the page of a backtest', () => {
  it('first says whether what was bad is found, and nothing else', () => {
    const found = replayedOf(4, { alerts: [alertOf(2, 'late')] });
    expect(headingOf(pageOf([['the current file', found]], [third]))).toEqual([
      ' class="good"',
      'Found 1 of 1 bad range, with no false alert',
    ]);
    const wrong = replayedOf(4, { alerts: [alertOf(0, 'early'), alertOf(1, 'early too')] });
    expect(headingOf(pageOf([['the current file', wrong]], [third]))).toEqual([
      ' class="bad"',
      'Found 0 of 1 bad range, with 2 false alerts',
    ]);
    expect(headingOf(pageOf([['the current file', wrong]], []))).toEqual(['', '2 alerts of new incidents']);
  });

  it('compares the variants in numbers, and says how long each range took', () => {
    const current = replayedOf(4, { alerts: [alertOf(2, 'late')] });
    const page = textOf(
      pageOf(
        [
          ['the current file', current],
          ['drift.minimumRows=5', replayedOf(4)],
        ],
        [third],
        {
          suggested: {
            when: 'accuracy < 0.85',
            windows: 1,
            incidents: 1,
            aYear: 2,
            wanted: 2,
            measured: 200,
            needed: 182,
            leastAYear: 1.8,
          },
        },
      ),
    );
    expect(page).toContain('number of the current file drift.minimumRows=5');
    expect(page).toContain('alerts of new incidents 1 0');
    expect(page).toContain('– performance 1 0');
    // Noon of the day after is a day and a half after the start.
    expect(page).toContain(`found: ${nameOf(2)} after 1 day 12 hours no`);
    expect(page).toContain(
      'suggested from 200 measured windows: { when: accuracy &lt; 0.85, literal: true } would have been passed by 1 window',
    );
    expect(page).toContain('With drift.minimumRows=5');
    expect(page).toContain('No alert, no request for a retraining.');
  });

  it('draws incidents, messages and bad ranges on time lines of one length', () => {
    const current = replayedOf(5, {
      alerts: [alertOf(2, 'late')],
      incidents: [incident('performance', { since: nameOf(2), recoveredWindow: nameOf(3), state: 'recovered' })],
      requests: [{ at: time(8), since: nameOf(2), limit: 'accuracy < 0.8' }],
    });
    const page = pageOf(
      [
        ['the current file', current],
        ['alerts.repeatEvery=P1D', replayedOf(5)],
      ],
      [third],
    );
    // Eight days fill 572 units from 54 on: 71.5 a day.
    expect(
      [...page.matchAll(/class="known-bad" x="([\d.]+)" y="\d+" width="([\d.]+)"/g)].map(([, ...at]) => at),
    ).toEqual([
      ['197', '71.5'],
      ['197', '71.5'],
    ]);
    expect([...page.matchAll(/class="moment" x1="([\d.]+)"/g)].map(([, x]) => x)).toEqual(['304.3', '626']);
    expect([...page.matchAll(/class="incident" x="([\d.]+)"[^>]* width="([\d.]+)"/g)].map(([, ...at]) => at)).toEqual([
      ['193', '79.5'],
    ]);
    expect(textOf(page)).toContain(
      `2026-03-09T00:00Z retraining requested since window ${nameOf(2)}: accuracy &lt; 0.8`,
    );
    expect(page.match(/class="limit"/g)).toHaveLength(2);
  });

  it('joins neighbouring windows that are too many to be seen, and says so', () => {
    const page = pageOf([['the current file', replayedOf(1001)]], []);
    expect(textOf(page)).toContain('Each point stands for 3 windows: the mean of their values.');
    // 334 points, the last of 2 windows.
    expect(page.match(/<rect class="before"/g)).toHaveLength(334);
    expect(textOf(page)).toContain(`${nameOf(999)} to ${nameOf(1000)}`);
    expect(Buffer.byteLength(page)).toBeLessThan(200_000);
  });

  it('lists the first messages of very many, and says how many more there are', () => {
    const alerts = Array.from({ length: 700 }, (_, i) => alertOf(i, `alert number ${i}`));
    const page = textOf(pageOf([['the current file', replayedOf(4, { alerts })]], []));
    expect(page).toContain('alert number 499');
    expect(page).not.toContain('alert number 500');
    expect(page).toContain('and 200 more in the JSON result');
  });

  it('shows hostile names as text', () => {
    const hostile = '</title><script>alert(1)</script>';
    const current = replayedOf(4, {
      alerts: [alertOf(1, hostile)],
      requests: [{ at: time(3), since: nameOf(1), limit: hostile }],
    });
    const page = pageOf([[hostile, current]], [{ ...third, name: hostile }]);
    expect(readPage(page).tags.map((tag) => tag.split(' ')[0])).not.toContain('script');
    expect(page).toContain('&lt;script&gt;alert(1)');
  });
});
