import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../../lambdas/core/text/durations.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('formatDuration', () => {
  it.each([
    [0, 'under a minute'],
    [29_999, 'under a minute'],
    [MINUTE, '1 minute'],
    [59 * MINUTE + 59_999, '1 hour'],
    [HOUR + 30 * MINUTE, '1 hour 30 minutes'],
    [6 * DAY, '6 days'],
    [DAY + 12 * HOUR, '1 day 12 hours'],
    [3 * DAY + 5 * MINUTE, '3 days'],
    [1000 * DAY, '1,000 days'],
  ])('of %d milliseconds is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
