import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../bin/fake-process.ts';
import { DAYS, morningAfter, openShop, type Shop } from '../bin/shop.ts';
import { blocksOf, placeOf } from './blocks.ts';
import { expectShown, stepsOf } from './sessions.ts';
import { runScript } from './shell.ts';

/** Runs the one command of Driftwarden in a line of a page, with more options. */
async function runLine(command: string, options: readonly string[] = []) {
  const { invocations, status, stderr } = runScript(command);
  expect([status, stderr]).toEqual([0, '']);
  const [{ program, args }, ...others] = invocations;
  expect([program, args[0], others]).toEqual(['npx', 'driftwarden', []]);
  return run([...args.slice(1), ...options]);
}

/** Runs a block's commands in turn; each prints what the page shows. */
async function replay(text: string, options: (output: string) => readonly string[] = () => []): Promise<void> {
  const steps = stepsOf(text);
  expect(steps.length).toBeGreaterThan(0);
  for (const { command, output } of steps) {
    const { code, stdout, stderr } = await runLine(command, options(output));
    expect([code, stderr]).toEqual([0, '']);
    expectShown(stdout, output);
  }
}

const each = (info: ReturnType<typeof blocksOf>) => info.map((block) => [placeOf(block), block.text] as const);

describe('sessions on pages', () => {
  it.each(each(blocksOf('console')))('%s', async (_, text) => {
    await replay(text);
  });

  /** A key of hashes, so that a page can show some. */
  const KEY = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
  function openHashingShop(): Shop {
    const shop = openShop();
    renameSync(join(shop.folder, 'monitors/returns.yaml'), join(shop.folder, 'monitors/churn.yaml'));
    shop.write('store/churn/value-key.txt', `${KEY}\n`);
    shop.write('value-key.txt', `${KEY}\n`);
    return shop;
  }

  it.each(each(blocksOf('console hash')))('%s', async (_, text) => {
    const shop = openHashingShop();
    await replay(text, () => shop.options);
  });

  it.each(each(blocksOf('sh hash')))('%s: both ways to compute a hash agree', async (_, text) => {
    const shop = openHashingShop();
    const { invocations, status, stdout, stderr } = runScript(text, shop.folder);
    expect([status, stderr]).toEqual([0, '']);
    const [first, second] = invocations.map(({ args }) => args);
    expect(second).toEqual([...first.slice(0, 4), '--store', 's3://BUCKET']);
    const hashes = await shop.run(first.slice(1));
    expect(hashes.stdout.split('  ')[0]).toBe(`#${stdout.trim()}`);
  });

  it.each(each(blocksOf('console incident')))('%s', async (_, text) => {
    const shop = await openBrokenFlights();
    const [, time] = / on (\S+Z),/.exec(text)!;
    await replay(text, () => [...shop.options, '--as-of', time]);
  });

  it.each(each(blocksOf('console new-normal')))('%s', async (_, text) => {
    const shop = await openDearShop();
    await replay(text, () => shop.options);
  });
});

/** A monitor under the name of the demo's, with an incident of broken data in a window of the demo's. */
async function openBrokenFlights(): Promise<Shop> {
  const shop = openShop();
  renameSync(join(shop.folder, 'monitors/returns.yaml'), join(shop.folder, 'monitors/flight-delays.yaml'));
  const broken = readFileSync(join(shop.folder, `captures/${DAYS[2]}.csv`), 'utf8');
  shop.write('captures/2001-03-20.csv', broken.replaceAll(DAYS[2], '2001-03-20'));
  await mustRun(shop, ['baseline', 'flight-delays']);
  await checkDrift(shop, 'flight-delays', '2001-03-20');
  return shop;
}

/** A shop whose prices rise on 2 April, and whose model answers otherwise from 4 April on. */
async function openDearShop(): Promise<Shop> {
  const shop = openShop();
  renameSync(join(shop.folder, 'monitors/returns.yaml'), join(shop.folder, 'monitors/shop.yaml'));
  const [header, ...rows] = readFileSync(join(shop.folder, `captures/${DAYS[0]}.csv`), 'utf8')
    .trim()
    .split('\n');
  await mustRun(shop, ['baseline', 'shop']);
  for (const day of ['2026-04-02', '2026-04-03', '2026-04-04', '2026-04-05']) {
    const served = rows.map((row, i) => {
      const [, , price, country, p] = row.split(',');
      const dearer = Math.round(10 + 199 * Math.sqrt((Number(price) - 10) / 199));
      const answer = day >= '2026-04-04' && i % 3 === 0 ? 0.9 : p;
      return [`${day}T12:00:00Z`, `${day}-${i}`, dearer, country, answer].join(',');
    });
    shop.write(`captures/${day}.csv`, [header, ...served, ''].join('\n'));
    await checkDrift(shop, 'shop', day);
  }
  return shop;
}

async function checkDrift(shop: Shop, monitor: string, day: string): Promise<void> {
  await mustRun(shop, ['check', monitor, '--window', day, '--kind', 'drift', '--as-of', morningAfter(day)]);
}

async function mustRun(shop: Shop, args: readonly string[]): Promise<void> {
  const { code, stderr } = await shop.run(args);
  if (code !== 0) throw new Error(stderr);
}
