import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addDays } from '../../demo/calendar.ts';
import { playLesson } from '../../demo/lesson/lesson.ts';
import { scoreOf, train } from '../../demo/lesson/model.ts';
import { FIRST_DAY, LEARNED_PRICE, ORDERS, ordersOf } from '../../demo/lesson/shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftwarden-lesson-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The share of a day's orders that a model with this limit predicts. */
function accuracyOf(limit: number, day: number): number {
  const orders = ordersOf(addDays(FIRST_DAY, day));
  return orders.filter(({ price, returned }) => scoreOf({ limit }, price) >= 0.5 === (returned === 1)).length / ORDERS;
}

describe('the shop of the lesson', () => {
  it('makes the first model exactly as wrong as the lesson says', () => {
    const accuracies = [-1, 0, 1, 2, 3, 4, 5].map((day) => accuracyOf(LEARNED_PRICE, day));
    expect(accuracies).toEqual([0.95, 0.95, 0.93, 0.88, 0.85, 0.8, 0.8]);
  });

  it('has the same prices every day, in another order', () => {
    const prices = [0, 1].map((day) => ordersOf(addDays(FIRST_DAY, day)).map(({ price }) => price));
    expect(prices[1]).not.toEqual(prices[0]);
    const sorted = prices.map((each) => [...each].sort((a, b) => a - b));
    expect(sorted[0]).toEqual(sorted[1]);
    expect([sorted[0][0], sorted[0][ORDERS - 1]]).toEqual([0.05, 99.95]);
  });

  it('has a limit that can be learned from a day', () => {
    const rows = ordersOf(FIRST_DAY).map(({ price, returned }) => ({ price, returned: returned === 1 }));
    expect(train(rows).limit).toBeCloseTo(53, 6);
  });
});

describe('the lesson', () => {
  it('shows a model that becomes worse, is retrained, and is monitored again', async () => {
    const shown: string[] = [];
    const terminal = {
      width: Number.POSITIVE_INFINITY,
      out: (text: string) => void shown.push(text),
      note: () => {},
      alert: () => {},
      beQuiet: () => {},
      error: () => {},
      progress: () => {},
      close: async () => null,
    };
    const played = await playLesson(folder, terminal);

    const story = (name: 'returns-below' | 'returns-at-most') =>
      played.get(name)!.map(({ step, dataMatches, performance, measured, nextStep }) => {
        const value = performance?.[0]?.metric_value ?? measured;
        return [step, dataMatches, value, nextStep].filter((part) => part !== '').join(', ');
      });
    const quiet = ['check, yes, 0.95, continue', 'check, yes, 0.93, continue', 'check, yes, 0.88, continue'];
    expect(story('returns-below')).toEqual([
      ...quiet,
      'check, yes, 0.85, continue',
      'check, yes, 0.8, retrain',
      // The first model serves until the deployment of this morning.
      'check, yes, 0.8, continue',
      'retrained, accuracy 0.9300 against 0.8000 live',
      ...Array.from({ length: 3 }, () => 'check, yes, 0.93, continue'),
    ]);
    expect(story('returns-at-most')).toEqual([
      ...quiet,
      'check, yes, 0.85, retrain',
      'check, yes, 0.8, continue',
      'retrained, accuracy 0.9500 against 0.8500 live',
      ...Array.from({ length: 4 }, () => 'check, yes, 0.9, continue'),
    ]);
    expect(shown.join('')).toContain('Retrained when accuracy <= 0.85:');
  });
});
