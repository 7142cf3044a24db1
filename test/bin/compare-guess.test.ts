import { describe, expect, it } from 'vitest';
import { run } from './fake-process.ts';
import { openFolder } from './shop.ts';

const folder = openFolder();

interface Written {
  readonly encoding?: 'utf8' | 'latin1';
  readonly delimiter?: string;
  readonly decimal?: string;
  readonly shift?: number;
}

/** Prices with one decimal, and a town with a letter that is not ASCII. */
function write(name: string, { encoding = 'utf8', delimiter = ',', decimal = '.', shift = 0 }: Written): string {
  const lines = Array.from({ length: 200 }, (_, i) => {
    const price = (i / 2 + shift + 0.1).toFixed(1).replace('.', decimal);
    return [price, ['Köln', 'Zürich'][i % 2]].join(delimiter);
  });
  return folder.write(name, Buffer.from(`preis${delimiter}stadt\n${lines.join('\n')}\n`, encoding));
}

const GERMAN = { encoding: 'latin1', delimiter: ';', decimal: ',' } as const;
const january = write('january.csv', GERMAN);
const june = write('june.csv', { ...GERMAN, shift: 40 });
const plain = write('plain.csv', { shift: 40 });
const GUESS =
  'read with --encoding windows-1252 --decimal ",": a guess by its first rows, which these options overrule';

async function compare(...args: readonly string[]) {
  const { code, stdout, stderr } = await run(['compare', ...args, '--json']);
  return { code, stderr, result: code === 0 ? JSON.parse(stdout) : null };
}

describe('compare guesses how files are written', () => {
  it('in the encoding and with the decimal comma that init would declare, and says so', async () => {
    const { result, stderr } = await compare(january, june);
    expect(stderr).toBe(`${january}: ${GUESS}\n${june}: ${GUESS}\n`);
    const [preis] = result.features.filter(({ name }: { name: string }) => name === 'preis');
    expect(preis).toMatchObject({ type: 'number', baselineRows: 200, windowRows: 200, drifted: true });
    const told = await compare(january, june, '--encoding', 'windows-1252', '--decimal', ',');
    expect(told).toEqual({ code: 0, stderr: '', result });
  });

  it('of each file by itself', async () => {
    const { result, stderr } = await compare(january, plain);
    expect(stderr).toBe(`${january}: ${GUESS}\n`);
    const [first, second] = [result, (await compare(january, june)).result];
    expect(first.features).toEqual(second.features);
  });

  it('and reads a file that can be read in two ways like the other one', async () => {
    const three = (name: string, rows: readonly string[]) => folder.write(name, `x;y\n${rows.join('\n')}\n`);
    const certain = three(
      'certain.csv',
      Array.from({ length: 60 }, (_, i) => `${i},25;a`),
    );
    const open = three(
      'open.csv',
      Array.from({ length: 60 }, (_, i) => `${i + 1},500;a`),
    );
    const { result } = await compare(certain, open);
    const [x] = result.features;
    // 0.25 to 59.25, and 1.5 to 60.5: not 1,500 to 60,500.
    expect(x).toMatchObject({ name: 'x', type: 'number', drifted: false });
    expect(result.changed).toEqual([]);
  });

  it('and takes an option for what it says', async () => {
    const { result, stderr } = await compare(january, june, '--decimal', '.');
    expect(stderr).toContain('read with --encoding windows-1252: a guess');
    expect(stderr).not.toContain('--decimal');
    expect(result.features.find(({ name }: { name: string }) => name === 'preis')?.type).not.toBe('number');
    const { code, stderr: error } = await compare(january, june, '--encoding', 'utf-8');
    expect([code, error]).toEqual([1, expect.stringContaining('is not UTF-8')]);
  });

  it('and says nothing where there is nothing to guess, or with --quiet', async () => {
    expect((await compare(plain, plain)).stderr).toBe('');
    expect((await run(['--quiet', 'compare', january, june])).stderr).toBe('');
  });
});
