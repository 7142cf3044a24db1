import { describe, expect, it } from 'vitest';
import { keyTime } from '../../../lambdas/core/capture/key-time.ts';
import { isOfNamedDay } from '../../../lambdas/core/capture/named-day.ts';
import { captureLine, captureSpec, csv, readAll } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

const DAY = 86_400_000;
const START = Date.parse('2024-05-02T00:00:00Z');
const window = { name: 'w', start: START, end: START + DAY };
const FORMS = captureSpec({ features: ['a'], prediction: { score: 0, threshold: 0.5 } });

const iso = (time: number) => new Date(time).toISOString();
const line = (time: number, i: number) =>
  captureLine(csv(`${i}`), csv('0.5'), { eventId: `${time}-${i}`, inferenceTime: iso(time) });

/** Ten records on each of ten days, of which the second is the window; on it `broken` records more that are not JSON. */
function tenDays(write: (time: number, i: number) => string, broken: number): string[] {
  return Array.from({ length: 10 }, (_, day) => {
    const time = START + (day - 1) * DAY;
    const records = Array.from({ length: 10 }, (_, i) => write(time + i * 1000, i));
    return day === 1 ? [...records.slice(0, 5), ...Array<string>(broken).fill('{"cut'), ...records.slice(5)] : records;
  }).flat();
}

describe('the share of rejected records', () => {
  it.each([
    ['sagemaker-data-capture', FORMS, tenDays(line, 5)],
    [
      'jsonl',
      captureSpec({ format: 'jsonl', time: 't' }),
      tenDays((time, i) => JSON.stringify({ t: iso(time), a: i }), 5),
    ],
    [
      'csv',
      captureSpec({ format: 'csv', time: 't' }),
      ['t,a', ...tenDays((time, i) => `${iso(time)},${i}`, 5).map((text) => (text === '{"cut' ? '1,2,3' : text))],
    ],
  ] as const)('is of the window where a file of %s has every day', async (_, spec, lines) => {
    const { summary } = await readAll([sourceOf(lines.join('\n'))], spec, { window });
    expect(summary).toMatchObject({ records: 105, used: 10, recordsOutsideWindow: 90 });
    expect(summary.rejected).toMatchObject({ records: 5, inWindow: 5, outsideWindow: 0, share: 5 / 15 });
  });

  it('leaves out rejections of other days', async () => {
    const other = { ...window, start: START + DAY, end: START + 2 * DAY };
    const { summary } = await readAll([sourceOf(tenDays(line, 5).join('\n'))], FORMS, { window: other });
    expect(summary.rejected).toMatchObject({ records: 5, inWindow: 0, outsideWindow: 5, share: 0 });
    expect(summary.rejected.outsideByReason).toEqual(summary.rejected.byReason);
    expect(summary.rejected.samples[0].outsideWindow).toBe(true);
  });

  it.each([
    ['before the window by its time', ['{"no":1,"inferenceTime":"2024-05-01T23:59:59Z"}', line(START, 0)], 0],
    ['inside by its time', [line(START - 1000, 0), '{"no":1,"inferenceTime":"2024-05-02T00:00:00Z"}'], 1],
    ['like the record before it', [line(START - 1000, 0), 'cut', line(START, 0)], 0],
    ['like the first record, with nothing before it', ['cut', line(START - 1000, 0)], 0],
    ['of the window, where nothing is known', ['cut'], 1],
    [
      'not by a time in what was sent',
      [line(START, 0), '{"data":"\\"inferenceTime\\":\\"2020-01-01T00:00:00Z\\""}'],
      1,
    ],
  ])('counts a record %s', async (_, lines, inWindow) => {
    const { summary } = await readAll([sourceOf(lines.join('\n'))], FORMS, { window });
    expect(summary.rejected).toMatchObject({ records: 1, inWindow });
  });

  it('uses the name of a file whose records have no time', async () => {
    const names = ['c/2024/05/01/23/59-59-000-x.jsonl', 'c/2024/05/02/00/00-00-000-x.jsonl'];
    const { summary } = await readAll(
      names.map((uri) => sourceOf('cut', { uri })),
      FORMS,
      { window },
    );
    expect(summary.rejected).toMatchObject({ records: 2, inWindow: 1, outsideWindow: 1 });
  });

  const ROWS = captureSpec({ format: 'csv', time: 't' });
  const PLAIN = 't,a\nnever,1\nnever,2\n';

  it.each([
    ['of its day', 'orders-2024-05-02.csv', 2],
    ['of another day', 'orders_20240501.csv', 0],
    ['whose folder names another day', 'dt=2024-05-03/part-0.csv', 0],
    ['whose folders name its day', 'year=2024/month=05/day=02/part-0.csv', 2],
    ['whose last day is its own', '2024/05/01/late-2024-05-02.csv', 2],
    ['that names no day', 'orders.csv', 2],
    ['with a number that is no day', 'orders-20241302-2024050199.csv', 2],
  ])('counts a plain file without any time %s', async (_, uri, inWindow) => {
    const { summary } = await readAll([sourceOf(PLAIN, { uri })], ROWS, { window });
    expect(summary.rejected).toMatchObject({ records: 2, inWindow, share: inWindow > 0 ? 1 : 0 });
  });

  it('counts a plain file by its times, whatever its name says', async () => {
    const [inside, outside] = [START + 1000, START - 1000].map((time) => `t,a\nnever,1\n${iso(time)},2\n`);
    const { summary } = await readAll(
      [sourceOf(inside, { uri: 'a-2024-05-01.csv' }), sourceOf(outside, { uri: 'b-2024-05-02.csv' })],
      ROWS,
      { window },
    );
    expect(summary.rejected).toMatchObject({ records: 2, inWindow: 1, outsideWindow: 1 });
  });
});

describe('isOfNamedDay', () => {
  const at = (from: string, to: string) => ({ start: Date.parse(from), end: Date.parse(to) });

  it.each([
    ['a day of another time zone', at('2024-05-01T22:00Z', '2024-05-02T22:00Z'), true],
    ['the day after, in another time zone', at('2024-05-02T22:00Z', '2024-05-03T22:00Z'), false],
    ['an hour', at('2024-05-02T23:00Z', '2024-05-03T00:00Z'), true],
    ['an hour of the next day', at('2024-05-03T00:00Z', '2024-05-03T01:00Z'), false],
    ['a week', at('2024-04-29T00:00Z', '2024-05-06T00:00Z'), true],
  ])('%s', (_, of, expected) => {
    expect(isOfNamedDay('a-2024-05-02.csv', of)).toBe(expected);
  });

  it('is null without a day', () => {
    expect(isOfNamedDay('s3://b/1234/56/all.csv', window)).toBeNull();
  });
});

describe('keyTime', () => {
  it.each([
    ['s3://b/c/2024/05/02/13/04-05-678-uuid.jsonl', '2024-05-02T13:04:05.000Z'],
    ['2024/05/02/13/uuid.json', '2024-05-02T13:00:00.000Z'],
  ])('%s', (uri, expected) => {
    expect(iso(keyTime(uri))).toBe(expected);
  });

  it('is NaN for other names', () => {
    expect(keyTime('data/2024/05/all.csv')).toBe(Number.NaN);
  });
});
