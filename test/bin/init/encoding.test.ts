import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { init, PLACES } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

const PLANS: Readonly<Record<string, string>> = { basic: 'Basis', pro: 'Größe XL', max: 'Händler' };
const ROWS = PREDICTIONS.map(({ plan, ...row }) => ({ ...row, plan: PLANS[plan] }));
const captured = ROWS.map(({ churned: _churned, ...row }) => row);
const labelled = ROWS.map(({ request_id, churned }) => ({
  request_id,
  churned: churned === 1 ? 'gekündigt' : 'bleibt',
}));
const trained = ROWS.map(({ plan, p, churned }) => ({ plan, p, churned: churned === 1 ? 'gekündigt' : 'bleibt' }));

/** The captures as bytes of Latin-1, in which these texts are the same as in windows-1252; labels and training data in UTF-8. */
function write(shop: Shop, rows: readonly Row[] = captured): void {
  shop.write('captures/tag.csv', Buffer.from(csv(rows, ';'), 'latin1'));
  shop.write('labels/tag.csv', csv(labelled));
  shop.write('training.csv', csv(trained));
}

describe('init on text that is not UTF-8', () => {
  it('takes it for windows-1252, says that this is a guess, and reads every row', async () => {
    const shop = openFolder();
    write(shop);
    const { value, stdout } = await init(shop, ...PLACES);
    expect(value.capture.encoding).toBe('windows-1252');
    expect([value.labels.encoding, value.baseline.encoding]).toEqual([undefined, undefined]);
    expect(stdout).toContain('capture.encoding: the text is not UTF-8');
    expect(stdout).not.toContain('to mend:');
    expect(readFileSync('monitors/churn.yaml', 'utf8')).toContain('# unsure: the text is not UTF-8');
    const { code, stdout: validated } = await run(['validate', 'churn', '--data']);
    expect([code, validated]).toEqual([0, expect.stringContaining('(capture: checked 120 rows of 1 file')]);
  });

  it('takes the encoding of --encoding, for those tables only that are not UTF-8', async () => {
    const shop = openFolder();
    write(shop);
    const { value, stdout } = await init(shop, ...PLACES, '--encoding', 'latin-1');
    expect(value.capture.encoding).toBe('latin-1');
    expect([value.labels.encoding, value.baseline.encoding]).toEqual([undefined, undefined]);
    expect(stdout).not.toContain('encoding');
  });

  it('reads UTF-16 without a byte order mark with --encoding', async () => {
    const shop = openFolder();
    shop.write('captures/tag.csv', Buffer.from(csv(captured), 'utf16le'));
    const { value } = await init(shop, '--encoding', 'utf-16le');
    expect(value.capture).toMatchObject({ encoding: 'utf-16le', time: 'at', prediction: { score: 'p' } });
  });

  it('declares the encoding of --encoding where only later rows are not UTF-8', async () => {
    const shop = openFolder();
    const plain = Array.from({ length: 2500 }, (_, i) => ({ ...captured[(3 * i) % 120], request_id: `r-${i}` }));
    write(shop, [...plain, ...captured.map((row, i) => ({ ...row, request_id: `s-${i}` }))]);
    const { value } = await init(shop, '--encoding', 'windows-1252');
    expect(value.capture.encoding).toBe('windows-1252');
  });

  it('does not take damaged UTF-8 for another encoding', async () => {
    const shop = openFolder();
    const bytes = Buffer.from(csv(captured));
    bytes[bytes.length - 3] = 0xff;
    shop.write('captures/tag.csv', bytes);
    process.chdir(shop.folder);
    const { code, stderr } = await run(['init', 'captures', '--name', 'churn', '--yes']);
    expect(code).toBe(1);
    expect(stderr).toContain('the line is not UTF-8');
  });

  it('refuses an encoding that no monitor file can name', async () => {
    const { code, stderr } = await run(['init', 'captures', '--encoding', 'ebcdic']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('windows-1252')]);
  });
});
