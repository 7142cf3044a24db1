import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SMALL = '--change-day 6 --rows 200 --baseline-rows 1500';

it.each([
  ['labels that come late', '--labels spread-3 --true 0.9 --drop 0.3 --days 14 --years 2', /below the limit of 0.85/],
  [
    'retrainings',
    '--retraining --true 0.9 --drop 0.2 --days 30 --years 1 --no-rules',
    /models promoted.*"pagesAfter":1,/,
  ],
])(
  'simulations have the same results with states that are kept without text: %s',
  (_, options, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'kept-states-'));
    try {
      const args = ['simulate/run.ts', ...`--performance accuracy ${SMALL} ${options}`.split(' ')];
      const play = (preload: readonly string[], jobs: string) => {
        const out = join(folder, `${preload.length}-${jobs}.jsonl`);
        execFileSync(process.execPath, [...preload, ...args, '--jobs', jobs, '--out', out], { stdio: 'pipe' });
        return readFileSync(out, 'utf8');
      };
      const preload = ['--import', './simulate/kept-states/register.ts'];
      const withText = play([], '1');
      expect(withText).toMatch(expected);
      expect(play(preload, '1')).toBe(withText);
      expect(play(preload, '2')).toBe(withText);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);
