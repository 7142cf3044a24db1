import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMS, writeGroundTruth, writeRecords } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';

const fileOf = (shop: Shop, name = 'churn') => join(shop.folder, `monitors/${name}.yaml`);

describe('init refuses', () => {
  const refusal = async (shop: Shop, ...args: string[]) => {
    const { code, stderr } = await shop.run(['init', ...args, '--name', 'churn']);
    expect(existsSync(fileOf(shop))).toBe(false);
    return [code, stderr] as const;
  };

  it.each([
    ['an empty folder', {}, 'name the folder or file that has them, such as CSV'],
    ['a file without times', { 'day.csv': 'x,p\n1,0.5\n2,0.25\n' }, 'no column has the time of each row'],
    [
      'a file without predictions',
      { 'day.csv': 'at\n2026-03-02\n2026-03-03\n' },
      'no column is left for the prediction',
    ],
    [
      'a picture',
      { 'day.png': 'PNG' },
      'neither the name nor the first record shows the format; init recognises .csv,',
    ],
  ])('%s', async (_name, files, message) => {
    const shop = openFolder();
    shop.write('captures/.keep', '');
    for (const [name, text] of Object.entries(files)) shop.write(`captures/${name}`, text);
    const [code, stderr] = await refusal(shop, join(shop.folder, 'captures'));
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });

  it('a folder that does not exist, and names the one that does', async () => {
    const shop = openFolder();
    shop.write('captures/day.csv', 'x\n1\n');
    const [code, stderr] = await refusal(shop, join(shop.folder, 'capture'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean captures?')]);
  });

  it('labels in place of captures', async () => {
    const shop = openFolder();
    writeGroundTruth(shop, 'labels', ({ churned }) => churned);
    const [code, stderr] = await refusal(shop, join(shop.folder, 'labels'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('give them with --labels')]);
  });

  it('SageMaker records that are not in folders of hours', async () => {
    const shop = openFolder();
    writeRecords(shop, 'captures', FORMS['CSV']);
    shop.write('copied/a.jsonl', readFileSync(join(shop.folder, 'captures/2026/03/02/00/00-00-000-a.jsonl')));
    const [code, stderr] = await refusal(shop, join(shop.folder, 'copied'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('has to be in folders yyyy/mm/dd/hh/')]);
  });
});
