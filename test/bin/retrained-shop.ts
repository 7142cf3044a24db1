import { DAYS, openShop, type Shop } from './shop.ts';

/** Learns which prices are returned; leaves the share by price, and its arguments and environment. */
const TRAIN = `
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
const { SM_CHANNEL_TRAIN, SM_MODEL_DIR, SM_HPS, SM_TRAINING_ENV } = process.env;
const returned = {};
for (const name of readdirSync(SM_CHANNEL_TRAIN)) {
  for (const line of readFileSync(SM_CHANNEL_TRAIN + '/' + name, 'utf8').trim().split('\\n')) {
    const [label, price] = line.split(',');
    returned[price] = Number(label);
  }
}
writeFileSync(SM_MODEL_DIR + '/model.json', JSON.stringify({ returned, SM_HPS, SM_TRAINING_ENV }));
console.log('trained');
`;

const SCORE = `
import { readFileSync } from 'node:fs';
const { returned } = JSON.parse(readFileSync(process.env.SM_MODEL_DIR + '/model.json', 'utf8'));
const lines = readFileSync(0, 'utf8').trim().split('\\n');
for (const line of lines) console.log(JSON.stringify({ p: returned[line.split(',')[0]] === 1 ? 0.9 : 0.1 }));
`;

const DEPLOY = `
import { writeFileSync } from 'node:fs';
writeFileSync('deployed.txt', process.env.SM_MODEL_DIR);
`;

export interface RetrainedShopOptions {
  /** `data.since`. */
  readonly since?: 'lookback' | 'incident';
  /** More of the section `promote`. */
  readonly promote?: string;
  /** In place of the programs that work. */
  readonly train?: string;
  readonly deploy?: string;
  /** More of the section `retraining`. */
  readonly more?: string;
}

/**
 * A shop that can retrain: from the first day on what is returned is the opposite of what the model says, so that a candidate
 * wins. Its captures and labels are those of the shop, with the labels turned round.
 */
export function openRetrainedShop(options: RetrainedShopOptions = {}): Shop {
  const { since = 'lookback', promote = '', train = TRAIN, deploy = DEPLOY, more = '' } = options;
  const shop = openShop();
  shop.write('monitors/train.mjs', train);
  shop.write('monitors/score.mjs', SCORE);
  shop.write('monitors/deploy.mjs', deploy);
  shop.write(
    'monitors/returns.yaml',
    `
model: returns
problem: binary-classification
capture: { uri: ../captures, format: csv, time: time, id: id, features: [price, country], prediction: { score: p } }
labels: { uri: ../labels, format: csv, lag: P1D, maxAge: P3D }
baseline: { uri: ../training.csv, label: returned, score: p }
schedule: { window: P1D, timeZone: UTC }
drift: { minimumRows: 50, history: off }
performance: { primaryMetric: accuracy, alert: [accuracy < 0.7], retrain: [{ when: accuracy < 0.5, for: 2 }], minimumRows: 50 }
retraining:
  commands: { train: [node, train.mjs], score: [node, score.mjs], deploy: [node, deploy.mjs] }
  data: { since: ${since}, minimumRows: 100, heldOutShare: 0.4 }
  promote: { minimumRows: 100 ${promote} }
  ${more}
`,
  );
  for (const day of DAYS) {
    const rows = ORDERS.map(({ price, country, p }, i) => `${day}T12:00:00Z,${day}-${i},${price},${country},${p}\n`);
    shop.write(`captures/${day}.csv`, `time,id,price,country,p\n${rows.join('')}`);
    shop.write(`labels/${day}.csv`, `id,label\n${ORDERS.map(({ label }, i) => `${day}-${i},${label}\n`).join('')}`);
  }
  return shop;
}

/** Half of the prices are returned, and the model says the opposite of nine in ten. */
const ORDERS = Array.from({ length: 200 }, (_, i) => {
  const label = i % 2;
  const isRight = i % 10 === 0 || i % 10 === 1;
  return { price: 10 + i, country: ['NL', 'BE', 'DE'][i % 3], label, p: (label === 1) === isRight ? 0.9 : 0.1 };
});
