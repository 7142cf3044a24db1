import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAYS, morningAfter, openWatchedShop, type Shop } from './shop.ts';

const LAST = DAYS[2];
const ID = `data-quality-${LAST}`;

/** The prices of the last day are in another currency. */
async function openBrokenShop(): Promise<Shop> {
  const shop = await openWatchedShop();
  const { stderr } = await shop.run(['check', 'returns', '--window', LAST, '--kind', 'drift']);
  expect(stderr).toContain('[OPEN critical] returns');
  return shop;
}

const stateOf = (shop: Shop) => JSON.parse(readFileSync(join(shop.folder, 'store/returns/state.json'), 'utf8'));

describe('acknowledge', () => {
  it('is stored with person, time and note, and shown by status', async () => {
    const shop = await openBrokenShop();
    const said = [
      '--by',
      'Ann',
      '--note',
      'the supplier knows',
      '--until',
      '2026-03-20',
      '--as-of',
      '2026-03-10T08:00',
    ];
    const { code, stdout } = await shop.run(['acknowledge', 'returns', ID, ...said]);
    const says = 'acknowledged by Ann on 2026-03-10T08:00Z, muted until 2026-03-20T00:00Z: the supplier knows';
    expect([code, stdout]).toEqual([0, `${ID}: ${says}\n`]);
    expect(stateOf(shop).incidents[0].acknowledged).toEqual({
      by: 'Ann',
      note: 'the supplier knows',
      at: Date.parse('2026-03-10T08:00Z'),
      until: Date.parse('2026-03-20T00:00Z'),
    });
    const status = await shop.run(['status', 'returns']);
    expect(status.stdout).toContain(`open: data quality since window ${LAST}, last in ${LAST} (${ID}); ${says}`);
  });

  it('takes a duration', async () => {
    const shop = await openBrokenShop();
    await shop.run(['acknowledge', 'returns', ID, '--until', 'P7D', '--as-of', morningAfter(LAST)]);
    expect(stateOf(shop).incidents[0].acknowledged.until).toBe(Date.parse(morningAfter(LAST)) + 7 * 86_400_000);
  });

  it('of another incident is refused with those that are open', async () => {
    const shop = await openBrokenShop();
    const { code, stdout, stderr } = await shop.run(['acknowledge', 'returns', 'drift-2001-01-01']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`driftwarden: returns has no incident "drift-2001-01-01"; open: ${ID}\n`);
  });

  it.each([
    [['--until', 'P1M'], 'a duration such as P7D'],
    [['--until', 'soon'], '--until "soon" is not valid; accepted: a day or time'],
    [['--new-normal', '--until', 'P7D'], "option '--new-normal' cannot be used with option '--until <time>'"],
    [['--new-normal'], `${ID} is not a drift incident: only drifted columns can get a new normal`],
    [['--note', 'x'.repeat(501)], 'at most 500 characters, not 501'],
  ])('with %j is wrong usage', async (options, message) => {
    const shop = await openBrokenShop();
    const { code, stderr } = await shop.run(['acknowledge', 'returns', ID, ...options]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stateOf(shop).incidents[0].acknowledged).toBeNull();
  });
});

describe('resolve', () => {
  it('closes the incident once, and prints the same when repeated', async () => {
    const shop = await openBrokenShop();
    const first = await shop.run(['resolve', 'returns', ID, '--by', 'Ann', '--note', 'a holiday']);
    const stored = stateOf(shop);
    const again = await shop.run(['resolve', 'returns', ID, '--by', 'Bob', '--json']);
    expect([first.code, first.stdout]).toEqual([0, `${ID} is resolved by Ann\n`]);
    expect(JSON.parse(again.stdout)).toMatchObject({ monitor: 'returns', incident: { id: ID, state: 'resolved' } });
    expect(stateOf(shop)).toEqual(stored);
    expect(stored.incidents[0].resolved).toMatchObject({ by: 'Ann', note: 'a holiday' });
    expect((await shop.run(['status', 'returns'])).stdout).toContain('no open incidents');
  });
});
