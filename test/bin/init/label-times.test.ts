import { afterEach, describe, expect, it } from 'vitest';
import { csv, PREDICTIONS, TABLES } from '../made-data.ts';
import { openFolder } from '../shop.ts';
import { init, PLACES, textOf } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

/** A shop whose labels have columns of times. */
function shopWithTimes(...names: string[]) {
  const shop = openFolder();
  const [name, bytes] = TABLES['CSV with commas'](
    PREDICTIONS.map(({ at, request_id, age, plan, p }) => ({ at, request_id, age, plan, p })),
  );
  shop.write(`captures/${name}`, bytes);
  const times = Object.fromEntries(names.map((time) => [time, '2026-03-09T10:00:00Z']));
  shop.write('labels/day.csv', csv(PREDICTIONS.map(({ request_id, churned }) => ({ request_id, churned, ...times }))));
  shop.write('training.csv', csv(PREDICTIONS.map(({ age, plan, p, churned }) => ({ age, plan, p, churned }))));
  return shop;
}

describe('init on labels with times', () => {
  it.each(['labelled_at', 'confirmedOn', 'settled', 'label_updated', 'bekannt_ab', 'gemeldet_am'])(
    'takes %s for labels.time',
    async (name) => {
      const shop = shopWithTimes(name);
      const { value } = await init(shop, ...PLACES);
      expect(value.labels).toMatchObject({ label: 'churned', time: name });
      expect(textOf(shop)).toContain('# by its name\n  time:');
    },
  );

  it('takes no time that may be that of the prediction', async () => {
    const shop = shopWithTimes('order_date');
    const { value } = await init(shop, ...PLACES);
    expect(value.labels).not.toHaveProperty('time');
    expect(textOf(shop)).toContain('# if order_date says when a label became known, set labels.time to it');
  });

  it('takes the one of two times whose name says so', async () => {
    const { value } = await init(shopWithTimes('order_date', 'received_on'), ...PLACES);
    expect(value.labels).toMatchObject({ time: 'received_on' });
  });

  it('does not guess between two', async () => {
    const shop = shopWithTimes('received_on', 'updated_on');
    const { value } = await init(shop, ...PLACES);
    expect(value.labels).not.toHaveProperty('time');
    expect(textOf(shop)).toContain('# if one of received_on, updated_on says when a label became known');
  });
});
