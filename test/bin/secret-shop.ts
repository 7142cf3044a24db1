import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csv, type Secrets } from '../core/privacy/secrets.ts';
import { openFolder, type Shop } from './shop.ts';

export const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03'] as const;

/** Trains on rows that it prints, and answers by what was returned. */
const TRAIN = `
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
const { SM_CHANNEL_TRAIN, SM_MODEL_DIR } = process.env;
const returned = {};
for (const name of readdirSync(SM_CHANNEL_TRAIN)) {
  for (const line of readFileSync(SM_CHANNEL_TRAIN + '/' + name, 'utf8').trim().split('\\n')) {
    const [label, price] = line.split(',');
    returned[price] = Number(label);
    console.log(line);
  }
}
writeFileSync(SM_MODEL_DIR + '/model.json', JSON.stringify({ returned }));
`;

/** Fails, and says at which row. */
export const BROKEN_TRAIN = `
import { readdirSync, readFileSync } from 'node:fs';
const folder = process.env.SM_CHANNEL_TRAIN;
const [name] = readdirSync(folder);
console.error('cannot read ' + readFileSync(folder + '/' + name, 'utf8').split('\\n')[0]);
process.exit(1);
`;

const SCORE = `
import { readFileSync } from 'node:fs';
const { returned } = JSON.parse(readFileSync(process.env.SM_MODEL_DIR + '/model.json', 'utf8'));
for (const line of readFileSync(0, 'utf8').trim().split('\\n')) {
  console.log(JSON.stringify({ p: returned[line.split(',')[0]] === 1 ? 0.9 : 0.1 }));
}
`;

/** A shop that can retrain, whose captures, labels and training data are full of secrets. */
export function openSecretShop(secrets: Secrets, values: 'show' | 'hash' | 'hide', train = TRAIN): Shop {
  const shop = openFolder();
  shop.write('monitors/train.mjs', train);
  shop.write('monitors/score.mjs', SCORE);
  shop.write(
    'monitors/returns.yaml',
    `
model: returns
problem: binary-classification
capture: { uri: ../captures, format: csv, time: time, id: id, features: [price, country], prediction: { score: p } }
labels: { uri: ../labels, format: csv, lag: P1D, maxAge: P3D }
baseline: { uri: ../training.csv, label: returned, score: p }
schedule: { window: P1D, timeZone: UTC }
drift: { minimumRows: 50 }
performance:
  primaryMetric: accuracy
  alert: [accuracy < 0.7]
  retrain: [{ when: accuracy < 0.5, for: 2 }]
  minimumRows: 50
  segments: [country]
retraining:
  commands: { train: [node, train.mjs], score: [node, score.mjs] }
  data: { minimumRows: 100, heldOutShare: 0.4 }
  promote: { minimumRows: 100, segments: [country], approval: never }
privacy: { values: ${values} }
`,
  );
  const orders = Array.from({ length: 400 }, (_, i) => {
    const label = i % 2;
    const isRight = i % 10 < 2;
    return { price: 10 + i, country: secrets.text(i % 2), label, p: (label === 1) === isRight ? 0.9 : 0.1 };
  });
  const rows = orders.map(({ price, country, label, p }) => [price, country, label, p]);
  shop.write('training.csv', csv([['price', 'country', 'returned', 'p'], ...rows, [secrets.text(5)]]));
  for (const [day, name] of DAYS.entries()) {
    const captured = orders.map(({ price, country, p }, i) => [
      `${name}T12:00:00Z`,
      `${name}-${secrets.id(i)}`,
      day === 2 && i % 20 === 0 ? secrets.number(i) : price,
      day === 2 ? secrets.text(i % 9) : country,
      p,
    ]);
    const broken = [[secrets.text(1), secrets.id(1), 1, secrets.text(2), 0.5], [secrets.text(3)]];
    shop.write(`captures/${name}.csv`, csv([['time', 'id', 'price', 'country', 'p'], ...captured, ...broken]));
    const labels = orders.map(({ label }, i) => [`${name}-${secrets.id(i)}`, label]);
    shop.write(`labels/${name}.csv`, csv([['id', 'label'], ...labels, [secrets.id(9999), 1], [secrets.text(7)]]));
  }
  return shop;
}

/** Every file of the shop's store by its path. */
export function storeOf(shop: Shop): Map<string, string> {
  const root = join(shop.folder, 'store');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(root.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}
