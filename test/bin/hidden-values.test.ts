import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csv, isRevealing, makeSecrets } from '../core/privacy/secrets.ts';
import { isInternal } from '../core/privacy/sent-texts.ts';
import { run } from './fake-process.ts';
import { BROKEN_TRAIN, DAYS, openSecretShop, storeOf } from './secret-shop.ts';
import { morningAfter, type Shop } from './shop.ts';

const secrets = makeSecrets();

/** What people run, in this order. The time is the morning after the last day. */
const COMMANDS = [
  'validate returns --data',
  'validate returns --data --json',
  'baseline returns --dry-run',
  'baseline returns',
  'baseline returns --json',
  `check returns --window ${DAYS[0]} --kind drift`,
  `check returns --window ${DAYS[1]} --kind drift`,
  `check returns --window ${DAYS[0]} --kind accuracy`,
  `check returns --window ${DAYS[1]} --kind accuracy --json`,
  'retrain returns --dry-run',
  'retrain returns',
  'retrain list returns',
  'retrain list returns --json',
  `check returns --window ${DAYS[2]} --kind drift`,
  `check returns --window ${DAYS[2]} --kind drift --json --dry-run`,
  'check returns --window 2026-02-01 --kind drift',
  'check returns',
  'check returns --scheduled',
  'status',
  'status returns --json --all',
  'rollback returns',
];

async function everythingWritten(shop: Shop): Promise<string[]> {
  const written: string[] = [];
  for (const command of COMMANDS) {
    const now = ['check', 'retrain', 'rollback'].includes(command.split(' ')[0]) && !command.includes('list');
    const time = now ? ['--as-of', morningAfter('2026-03-05')] : [];
    const { stdout, stderr } = await shop.run([...command.split(' '), ...time]);
    written.push(`${command}\n${stdout}\n${stderr}`);
  }
  return written;
}

const revealing = (texts: Iterable<string>) => [...texts].filter(isRevealing).map((text) => text.slice(0, 3000));

describe('a person at the command line', () => {
  it('reads the secrets of a monitor that shows them', async () => {
    const shop = openSecretShop(secrets, 'show');
    expect(revealing(await everythingWritten(shop)).length).toBeGreaterThan(10);
  });

  it.each(['hash', 'hide'] as const)('reads none of a monitor with values: %s, nor in its store', async (values) => {
    const shop = openSecretShop(secrets, values);
    expect(revealing(await everythingWritten(shop))).toEqual([]);

    const stored = storeOf(shop);
    const outside = [...stored].filter(([key]) => !isInternal(key) && !isOfPrograms(key));
    expect(revealing(outside.map(([key, text]) => `${key}\n${text}`))).toEqual([]);
    expect(outside.some(([key]) => key.endsWith('comparison.json'))).toBe(true);
  });

  it('reads none in what a program says of its failure', async () => {
    for (const values of ['show', 'hide'] as const) {
      const written = await everythingWritten(openSecretShop(secrets, values, BROKEN_TRAIN));
      expect(written.join('\n')).toContain('RETRAINING FAILED');
      expect(written.some((text) => /cannot read .*qzxj/.test(text))).toBe(values === 'show');
      if (values === 'hide') expect(revealing(written)).toEqual([]);
    }
  });
});

/** What is kept of the programs and of the state machine: rows, models, what a program wrote, how an execution went. */
function isOfPrograms(key: string): boolean {
  const isRecord = /^returns\/retrainings\/[^/]+\/(?:comparison|manifest|registration|retraining)\.json$/.test(key);
  return !isRecord && /^returns\/(?:retrainings|jobs|executions)\//.test(key);
}

describe('without a monitor', () => {
  const rows = (shift: number) =>
    Array.from({ length: 200 }, (_, i) => [
      secrets.text((i % 3) + shift),
      i + shift,
      secrets.id(1000 * shift + i),
      i % 50 === 0 ? secrets.number(i) : i % 7,
    ]);
  const files = (shop: Shop) => [
    shop.write('a.csv', csv([['city', 'amount', 'mail', 'sum'], ...rows(0), [secrets.text(1)]])),
    shop.write(
      'b.csv',
      csv([['city', 'amount', 'mail', 'sum', secrets.text(3)], ...rows(1).map((row) => [...row, 1])]),
    ),
    shop.write(
      'c.csv',
      csv([['label', 'answer'], ...rows(0).map(([city], i) => [city, i % 5 === 0 ? secrets.text(2) : city])]),
    ),
    shop.write('d.csv', csv([['label', 'answer'], ...rows(0).map(([city], i) => [city, i % 2])])),
    shop.write('e.csv', csv([[secrets.text(1), secrets.text(2)], ...rows(0).map(([city]) => [city, city])])),
  ];

  it.each(['show', 'hide'] as const)('compares and evaluates files with --values %s', async (values) => {
    const [a, b, c, d, e] = files(openSecretShop(secrets, 'show'));
    const multiclass = ['--problem', 'multiclass-classification', '--label', 'label', '--prediction', 'answer'];
    const commands = [
      ['compare', a, b],
      ['compare', a, b, '--all', '--json'],
      ['compare', a, e],
      ['compare', e, a, '--ignore', 'nothing'],
      ['evaluate', c, ...multiclass],
      ['evaluate', c, ...multiclass, '--json'],
      ['evaluate', c, '--reference', c, ...multiclass],
      ['evaluate', c, '--reference', d, ...multiclass],
      ['evaluate', d, ...multiclass],
      ['evaluate', e, ...multiclass],
      ['evaluate', d, '--problem', 'binary-classification', '--label', 'label', '--prediction', 'answer'],
      ['evaluate', c, '--problem', 'regression', '--label', 'label', '--prediction', 'answer'],
    ];
    const written: string[] = [];
    for (const command of commands) {
      const { stdout, stderr } = await run([...command, '--values', values]);
      written.push(`${command.join(' ')}\n${stdout}\n${stderr}`);
    }
    if (values === 'show') expect(revealing(written)).toHaveLength(commands.length);
    else expect(revealing(written)).toEqual([]);
  });
});

describe('driftwarden hash', () => {
  it('computes the hashes that results show', async () => {
    const shop = openSecretShop(secrets, 'hash');
    const before = await shop.run(['hash', 'returns', 'a']);
    expect([before.code, before.stderr]).toEqual([1, expect.stringContaining('returns has hashed no value yet')]);
    await shop.run(['baseline', 'returns']);
    const { stdout } = await shop.run([
      'check',
      'returns',
      '--window',
      DAYS[1],
      '--kind',
      'accuracy',
      '--json',
      '--as-of',
      morningAfter('2026-03-05'),
    ]);
    const [{ segments }] = JSON.parse(stdout);

    const hashed = await shop.run(['hash', 'returns', secrets.text(0), secrets.text(1)]);
    const key = join(shop.folder, 'store', 'returns', 'value-key.txt');
    const elsewhere = await shop.run(['hash', 'returns', secrets.text(0), '--key', key, '--store', 'nowhere']);

    const lines = hashed.stdout.trim().split('\n');
    expect(lines.map((line) => line.split('  ')[0]).sort()).toEqual(
      segments.map(({ value }: { value: string }) => value).sort(),
    );
    expect(elsewhere.stdout).toBe(`${lines[0]}\n`);
    expect((await shop.run(['hash', 'returns', 'a', '--key', join(shop.folder, 'training.csv')])).code).toBe(1);
  });
});
