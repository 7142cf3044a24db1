import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from './fake-process.ts';
import { DAYS, morningAfter, openWatchedShop, type Shop } from './shop.ts';

const LAST = DAYS[2];
const ROOT = join(import.meta.dirname, '../..');
const home = process.cwd();
afterEach(() => process.chdir(home));

/** What a message prints after a name, as it stands there. */
function commandOf(text: string, name: string): string {
  return new RegExp(`^ *${name} {2,}(.*)$`, 'm').exec(text)![1];
}

/** Runs a printed line in a shell of its own, in the folder where it was printed. */
function runPrinted(line: string) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8', cwd: process.cwd() });
  return { status, stdout, stderr };
}

/** A shop below a folder whose name a shell would act on, with the person standing beside it. */
async function openHostileShop(): Promise<Shop> {
  const shop = await openWatchedShop();
  mkdirSync(join(shop.folder, 'stand here'));
  renameSync(join(shop.folder, 'store'), join(shop.folder, "the $(id) store's"));
  renameSync(join(shop.folder, 'monitors'), join(shop.folder, 'our monitors;'));
  process.chdir(join(shop.folder, 'stand here'));
  return shop;
}

const PLACES = ['--monitors', '../our monitors;', '--store', "../the $(id) store's"];

describe('what an alert prints runs as printed', () => {
  it('from another folder, with names that a shell would act on', async () => {
    await openHostileShop();
    const { stderr } = await run(['check', 'returns', '--window', LAST, '--kind', 'drift', ...PLACES]);
    const look = commandOf(stderr, 'to inspect');
    expect(look).toBe(
      `node ${ROOT}/bin/driftwarden.js check returns --window ${LAST} --kind drift --dry-run --monitors '../our monitors;' --store '../the $(id) store'\\''s'`,
    );
    expect(runPrinted(look)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`returns  drift check  ${LAST} `),
    });

    expect(commandOf(stderr, 'runbook')).toBe(`node ${ROOT}/bin/driftwarden.js explain data-quality`);

    const known = runPrinted(`${commandOf(stderr, 'to acknowledge')} --note "the supplier knows"`);
    expect(known).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('muted until it ends: the supplier knows'),
    });
  }, 60_000);

  it('from the folder of the program, by npx, for a monitor that was named by its file', async () => {
    const shop = await openWatchedShop();
    const file = join(shop.folder, 'monitors/returns.yaml');
    const store = ['--store', join(shop.folder, 'store')];
    const { stderr } = await run(['check', file, '--window', LAST, '--kind', 'drift', ...store]);
    const look = commandOf(stderr, 'to inspect');
    expect(look).toBe(
      `npx driftwarden check returns --window ${LAST} --kind drift --dry-run --monitors ${shop.folder}/monitors --store ${shop.folder}/store`,
    );
    expect(runPrinted(look)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`returns  drift check  ${LAST} `),
    });
  }, 60_000);

  it('for a window that is over only by the time of --as-of', async () => {
    const shop = await openWatchedShop();
    shop.write(
      'captures/late.csv',
      `time,id,price,country,p\n${Array.from({ length: 60 }, (_, i) => `2999-01-01T10:00:00Z,y${i},oops,NL,0.1\n`).join('')}`,
    );
    const asOf = morningAfter('2999-01-01');
    const { stderr } = await shop.run(['check', 'returns', '--as-of', asOf, '--kind', 'drift']);
    const look = commandOf(stderr, 'to inspect');
    expect(look).toContain(' --as-of 2999-01-02T06:00:00Z ');
    expect(runPrinted(look)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('returns  drift check  2999-01-01 '),
    });
  }, 60_000);
});

describe('the command for a new normal in a message', () => {
  /** A shop whose prices, from April on, are nearer to the highest there was: more than usual, and no broken data. */
  async function openDearShop(): Promise<Shop> {
    const shop = await openHostileShop();
    const [header, ...rows] = readFileSync(join(shop.folder, `captures/${DAYS[0]}.csv`), 'utf8')
      .trim()
      .split('\n');
    const dearer = (price: number) => Math.round(10 + 199 * Math.sqrt((price - 10) / 199));
    for (const day of ['2026-04-01', '2026-04-02', '2026-04-03']) {
      const served = rows.map((row) => {
        const [, , price, ...others] = row.split(',');
        return [`${day}T12:00:00Z`, `${day}-${others}${price}`.replaceAll(',', '-'), dearer(Number(price)), ...others];
      });
      shop.write(`captures/${day}.csv`, [header, ...served.map((row) => row.join(','))].join('\n'));
    }
    return shop;
  }

  it('runs as printed, ends the incident, and stands in status and on the page', async () => {
    const shop = await openDearShop();
    const check = (day: string) =>
      run(['check', 'returns', '--window', day, '--kind', 'drift', '--as-of', morningAfter(day), ...PLACES]);
    const first = await check('2026-04-01');
    expect(first.stderr).toContain('[OPEN warning] returns: price drifted');
    expect(first.stderr).not.toContain('--new-normal');
    const early = await run(['acknowledge', 'returns', 'drift-2026-04-01', '--new-normal', ...PLACES]);
    expect([early.code, early.stdout]).toEqual([2, '']);
    expect(early.stderr).toContain(
      'price drifted only in window 2026-04-01, and a new normal needs two drifted windows',
    );
    const second = await check('2026-04-02');

    const printed = commandOf(second.stderr, 'to accept as normal');
    const said = runPrinted(`${printed} --by Ann --note "the new list"`);
    const third = await check('2026-04-03');
    const status = await run(['status', 'returns', ...PLACES]);

    expect(said).toMatchObject({
      status: 0,
      stdout: 'drift-2026-04-01 is resolved by Ann as the new normal; new normal since 2026-04-01: price\n',
    });
    expect(third.stdout).toMatch(/data matches +yes/);
    expect(third.stdout).toMatch(/new normal +price since window 2026-04-01, declared by Ann on .*: the new list/);
    expect(third.stderr).not.toContain('OPEN');
    expect(status.stdout).toMatch(
      /\n {2}no open incidents\n {2}new normal since 2026-04-01: price, declared by Ann on .*: the new list\n/,
    );
    const page = readFileSync(
      join(shop.folder, "the $(id) store's", 'returns/checks/drift/2026-04-03/report.html'),
      'utf8',
    );
    expect(page).toContain('New normal: price since window 2026-04-01, declared by Ann on');
  }, 60_000);
});

it('an alert of an acknowledged incident names who acknowledged it, without the command for it', async () => {
  const shop = await openWatchedShop();
  await shop.run(['check', 'returns', '--window', LAST, '--kind', 'drift', '--as-of', morningAfter(LAST)]);
  const id = `data-quality-${LAST}`;
  await shop.run(['acknowledge', 'returns', id, '--by', 'Ann', '--until', '2026-03-05', '--as-of', morningAfter(LAST)]);
  // The same as on that day.
  const broken = readFileSync(join(shop.folder, `captures/${LAST}.csv`), 'utf8').replaceAll(LAST, '2026-03-07');
  shop.write('captures/later.csv', broken);
  const { stderr } = await shop.run(['check', 'returns', '--window', '2026-03-07', '--kind', 'drift']);
  expect(stderr).toContain('[STILL OPEN critical] returns: ');
  expect(stderr).toMatch(/^ +status +acknowledged by Ann on 2026-03-04T06:00Z, muted until 2026-03-05T00:00Z$/m);
  expect(stderr).not.toContain('to acknowledge');

  await shop.run(['resolve', 'returns', id, '--by', 'Bob', '--note', 'a holiday', '--as-of', '2026-03-09']);
  shop.write('captures/last.csv', broken.replaceAll('03-07', '03-08'));
  const next = await shop.run(['check', 'returns', '--window', '2026-03-08', '--kind', 'drift']);
  expect(next.stderr).toContain('[OPEN critical] returns: ');
  expect(next.stderr).toMatch(new RegExp(`^ +previous +${id}, resolved by Bob on 2026-03-09T00:00Z: a holiday$`, 'm'));
});
