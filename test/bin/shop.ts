import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../temporary-folders.ts';
import { run } from './fake-process.ts';

/** A watched model in a folder of its own: will an order be returned? Two features, a score, labels a day later. */
export class Shop {
  readonly folder: string;
  readonly options: readonly string[];

  constructor(folder: string) {
    this.folder = folder;
    this.options = ['--monitors', join(folder, 'monitors'), '--store', join(folder, 'store')];
  }

  write(path: string, text: string | Uint8Array): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  run(args: readonly string[], options?: Parameters<typeof run>[1]) {
    return run([...args, ...this.options], options);
  }
}

const MONITOR = `
model: returns
problem: binary-classification
capture:
  uri: ../captures
  format: csv
  time: time
  id: id
  features: [price, country]
  prediction: { score: p }
labels: { uri: ../labels, format: csv, lag: P1D, maxAge: P3D }
baseline: { uri: ../training.csv, label: returned, score: p }
schedule: { window: P1D, timeZone: UTC }
drift: { minimumRows: 50, history: off }
performance: { primaryMetric: accuracy, alert: [accuracy < 0.7], retrain: [accuracy < 0.5], minimumRows: 50 }
`;

/** Orders of the whole shop: the same every day, so that nothing drifts by chance. */
const ORDERS = Array.from({ length: 200 }, (_, i) => {
  const returned = i % 4 === 0;
  // One answer in ten is wrong.
  const p = (i % 10 === 0) !== returned ? 0.9 : 0.1;
  return { price: 10 + ((i * 37) % 200), country: ['NL', 'BE', 'DE'][i % 3], p, returned: Number(returned) };
});

/** Captured days; on the last one the prices are in another currency. */
export const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03'] as const;

/** The morning after a day. */
export function morningAfter(day: string): string {
  return new Date(Date.parse(day) + 30 * 3_600_000).toISOString();
}

/** An empty folder, removed after the file's tests. */
export function openFolder(): Shop {
  return new Shop(temporaryFolder('driftwarden-shop-'));
}

/** A new shop, with captures and labels of all its days. */
export function openShop(): Shop {
  const shop = openFolder();
  shop.write('monitors/returns.yaml', MONITOR);
  shop.write(
    'training.csv',
    `price,country,p,returned\n${ORDERS.map((each) => `${each.price},${each.country},${each.p},${each.returned}\n`).join('')}`,
  );
  for (const day of DAYS) {
    const factor = day === DAYS[2] ? 3 : 1;
    const rows = ORDERS.map(
      ({ price, country, p }, i) => `${day}T12:00:00Z,${day}-${i},${price * factor},${country},${p}\n`,
    );
    shop.write(`captures/${day}.csv`, `time,id,price,country,p\n${rows.join('')}`);
    const labels = ORDERS.map(({ returned }, i) => `${day}-${i},${returned}\n`);
    shop.write(`labels/${day}.csv`, `id,label\n${labels.join('')}`);
  }
  return shop;
}

/** A shop with a baseline. */
export async function openWatchedShop(): Promise<Shop> {
  const shop = openShop();
  const { code, stderr } = await shop.run(['baseline', 'returns']);
  if (code !== 0) throw new Error(stderr);
  return shop;
}
