import { SeededRandom } from '../../lambdas/core/statistics/random.ts';

/** A parcel, about which the model predicts. All features are numbers, which any container can read. */
export interface Row {
  /** Kilograms, normal around 20 with a standard deviation of 5. */
  readonly weight: number;
  /** Kilometres, uniform from 0 to 100. */
  readonly distance: number;
  /** 1 to 5. */
  readonly pieces: number;
}

/** Names of the features, in the order of requests. */
export const FEATURES = ['weight', 'distance', 'pieces'] as const satisfies readonly (keyof Row)[];

/** Which parcels are late: heavy ones in the world of the first model, later those that go far. */
export type Rule = 'heavy' | 'far';

/** Every so many labels are not what the rule says: the rule itself has an accuracy of 0.95. */
const NOISE = 20;

/** @param seed The same seed gives the same rows. */
export function drawRows(seed: number, count: number): Row[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => ({
    weight: round(20 + 5 * random.normal()),
    distance: round(100 * random.uniform()),
    pieces: 1 + random.integer(5),
  }));
}

/** What the rule says of a row. */
function isLate({ weight, distance }: Row, rule: Rule): boolean {
  return rule === 'heavy' ? weight > 20 : distance > 50;
}

/** @param index The row's position: it decides which labels the rule gets wrong. */
export function labelOf(row: Row, index: number, rule: Rule): 0 | 1 {
  return isLate(row, rule) === (index % NOISE !== 0) ? 1 : 0;
}

/** The answer of a model that has learned the rule: near 0.05 or 0.95. */
export function scoreOf(row: Row, rule: Rule): number {
  const spread = (row.pieces - 3) / 100;
  return round((isLate(row, rule) ? 0.95 : 0.05) + spread);
}

/** A request: the features, in order. */
export function requestOf(row: Row): string {
  return FEATURES.map((feature) => row[feature]).join(',');
}

/** The share of answers on the rule's side of 0.5. */
export function agreement(rows: readonly Row[], answers: readonly number[], rule: Rule): number {
  const right = rows.filter((row, i) => answers[i] >= 0.5 === isLate(row, rule));
  return right.length / rows.length;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
