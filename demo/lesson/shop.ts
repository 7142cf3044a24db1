/** The lesson's world: a shop whose customers send back goods above a price, and a model that has learned that price. */
import { addDays, DAY_MS, parseDay } from '../calendar.ts';
import { hash32 } from '../random.ts';

/** The first day that is served. The model was trained before it. */
export const FIRST_DAY = '2026-03-01';
export const DAYS = 9;
/** Orders of a day. Each price occurs once, so every day has the same prices: the data never changes. */
export const ORDERS = 1000;

/** Customers send back goods above this price; the model was trained when it was this one. */
export const LEARNED_PRICE = 50;
/** Prices from the first day on; the last one stays. */
const PRICES = [53, 55, 60, 63, 68] as const;
/** Orders of a day with the other outcome, whatever the price: no model can know them. */
const UNPREDICTABLE = 20;

const CHANNELS = ['web', 'phone', 'shop'] as const;
const SEED = 20_260_301;

export interface Order {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly price: number;
  readonly channel: string;
  readonly returned: 0 | 1;
}

/** The price above which goods are sent back on a day. */
function priceOf(day: string): number {
  const index = Math.round((parseDay(day) - parseDay(FIRST_DAY)) / DAY_MS);
  return PRICES[Math.min(Math.max(index, 0), PRICES.length - 1)];
}

/** The orders of a day by time: every price from 0.05 to 99.95, in another order each day. */
export function ordersOf(day: string): Order[] {
  const start = parseDay(day);
  const seed = hash32(SEED, start / DAY_MS);
  const limit = priceOf(day);
  const shuffled = Array.from({ length: ORDERS }, (_, i) => i).sort((a, b) => hash32(seed, a) - hash32(seed, b));
  return shuffled.map((i, at) => {
    const price = (i + 0.5) / 10;
    const isAbove = price > limit;
    return {
      id: `${day}-${String(at).padStart(4, '0')}`,
      time: start + Math.floor((at * DAY_MS) / ORDERS),
      price,
      channel: CHANNELS[hash32(seed + 1, i) % CHANNELS.length],
      returned: isAbove === isUnpredictable(i) ? 0 : 1,
    };
  });
}

/** Twenty cheap and dear orders, whose outcome no change of the limit concerns. */
function isUnpredictable(i: number): boolean {
  const apart = ORDERS / 2 / UNPREDICTABLE;
  return (i < ORDERS / 4 || i >= (3 * ORDERS) / 4) && i % apart === 7;
}

/** A day's labels, which are known on the next morning. */
export function labelLines(day: string): string {
  return `id,returned\n${ordersOf(day)
    .map(({ id, returned }) => `${id},${returned}\n`)
    .join('')}`;
}

/** A day's captured requests and the model's answers. */
export function captureLines(day: string, score: (price: number) => number): string {
  return `time,id,price,channel,score\n${ordersOf(day)
    .map(
      (order) =>
        `${new Date(order.time).toISOString()},${order.id},${order.price},${order.channel},${score(order.price)}\n`,
    )
    .join('')}`;
}

/** The four weeks before the first day, with the answers of the first model. */
export function trainingLines(score: (price: number) => number): string {
  const days = Array.from({ length: 28 }, (_, i) => addDays(FIRST_DAY, i - 28));
  const lines = days.flatMap((day) =>
    ordersOf(day).map(({ price, channel, returned }) => `${day},${price},${channel},${returned},${score(price)}\n`),
  );
  return `day,price,channel,returned,score\n${lines.join('')}`;
}
