import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { run } from '../fake-process.ts';
import type { Shop } from '../shop.ts';

/** The monitor file that init wrote into a shop. */
export const textOf = (shop: Shop) => readFileSync(join(shop.folder, 'monitors/churn.yaml'), 'utf8');

/** The options that name all data of a shop beside its captures. */
export const PLACES = ['--labels', 'labels', '--training', 'training.csv'] as const;

/** Changes to a shop's folder and runs init on its captures, without questions. Returns what it says, and the values of the file. */
export function init(shop: Shop, ...options: readonly string[]) {
  return initNamed('churn', shop, options);
}

/** The same for a monitor of another name, or on a terminal of another width. */
export async function initNamed(name: string, shop: Shop, options: readonly string[], columns = 120) {
  process.chdir(shop.folder);
  const { code, stdout, stderr } = await run(['init', 'captures', '--name', name, '--yes', ...options], { columns });
  expect([code, stderr]).toEqual([0, '']);
  return { stdout, value: parse(readFileSync(`monitors/${name}.yaml`, 'utf8')) };
}
