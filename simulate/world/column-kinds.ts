import { Column } from '../../lambdas/core/columns/column.ts';
import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import { drawCodes, MANY_SHARES, moveShare, SMALL_SHARES, shuffledScores, tilt } from './category-shares.ts';
import { rounded } from './numbers.ts';
import { drawCounts } from './poisson.ts';

/** How a column differs on one day from what it usually is. */
export interface Movement {
  /** By how many standard deviations the mean is moved. */
  readonly shift: number;
  /** What the variance is multiplied by. */
  readonly variance: number;
  /** Share of the cells that become missing, in addition to those that always are. */
  readonly missing: number;
  /** Share of the category that usually has 10 %; null: 10 %. */
  readonly share: number | null;
}

/** A column of the world: how its cells are drawn. */
export interface ColumnModel {
  draw(random: SeededRandom, rows: number, movement: Movement): Column;
}

/** The changes that a kind of column can undergo, besides newly missing values. */
type Change = 'mean' | 'variance' | 'share';

interface ColumnKindDefinition {
  readonly changes: readonly Change[];
  /** @param random For what differs from column to column. */
  model(random: SeededRandom): ColumnModel;
}

/** Share of cells that are always missing in columns of the kind `missing`. */
const MISSING_SHARE = 0.1;
/** The smallest part of itself to which a shift can lower a mean, so that none becomes negative. */
const SMALLEST_PART = 0.02;

/** exp(z): its standard deviation in multiples of its mean. */
const LOG_NORMAL_VARIATION = Math.sqrt(Math.E - 1);

/** Zero-inflated: 30 % of the cells hold an exponential amount with this mean. */
const AMOUNT_SHARE = 0.3;
const AMOUNT_MEAN = 40;
const ZERO_INFLATED_VARIATION = Math.sqrt((2 - AMOUNT_SHARE) / AMOUNT_SHARE);

const COUNT_MEAN = 4;

/** Of the kind `normal`. */
export const NORMAL = { mean: 50, deviation: 10 } as const;

function normalNumber(random: SeededRandom, { shift, variance }: Movement): number {
  return rounded(NORMAL.mean + NORMAL.deviation * (shift + Math.sqrt(variance) * random.normal()));
}

/** Every kind of column. Shifts are in standard deviations of the column; of categories along a score of theirs. */
export const COLUMN_KINDS = {
  normal: {
    changes: ['mean', 'variance'],
    model: () => numbers((random, movement) => normalNumber(random, movement)),
  },
  /** The mean moves by a factor; the variance is that of the logarithm. */
  'log-normal': {
    changes: ['mean', 'variance'],
    model: () =>
      numbers((random, { shift, variance }) => {
        const factor = Math.max(SMALLEST_PART, 1 + shift * LOG_NORMAL_VARIATION);
        return rounded(100 * factor * Math.exp(Math.sqrt(variance) * random.normal()));
      }),
  },
  /** Half of a shift comes from how many cells have an amount, the rest from the amounts. */
  'zero-inflated': {
    changes: ['mean'],
    model: () =>
      numbers((random, { shift }) => {
        const factor = Math.max(SMALLEST_PART, 1 + shift * ZERO_INFLATED_VARIATION);
        const halfway = Math.max(SMALLEST_PART, 1 + (shift / 2) * ZERO_INFLATED_VARIATION);
        const share = Math.min(0.95, AMOUNT_SHARE * halfway);
        const amount = (AMOUNT_MEAN * factor * AMOUNT_SHARE) / share;
        const isZero = random.uniform() > share;
        return isZero ? 0 : rounded(-amount * Math.log(random.uniform()));
      }),
  },
  counts: {
    changes: ['mean'],
    model: () => ({
      draw(random, rows, movement) {
        const mean = Math.max(SMALLEST_PART * COUNT_MEAN, COUNT_MEAN + movement.shift * Math.sqrt(COUNT_MEAN));
        return withMissing(random, new Column(rows, drawCounts(random, rows, mean), null), movement.missing);
      },
    }),
  },
  'few-categories': { changes: ['share'], model: (random) => categories(random, SMALL_SHARES) },
  'many-categories': { changes: [], model: (random) => categories(random, MANY_SHARES) },
  missing: {
    changes: ['mean', 'variance'],
    model: () => ({
      draw(random, rows, movement) {
        const all = numbers(normalNumber).draw(random, rows, { ...movement, missing: 0 });
        return withMissing(random, all, 1 - (1 - MISSING_SHARE) * (1 - movement.missing));
      },
    }),
  },
} as const satisfies Record<string, ColumnKindDefinition>;

export type ColumnKind = keyof typeof COLUMN_KINDS;

export const COLUMN_KIND_NAMES = Object.keys(COLUMN_KINDS) as ColumnKind[];

/** The model's answers: a probability. */
export const SCORE: ColumnModel = numbers((random, { shift }) =>
  rounded(1 / (1 + Math.exp(1 - 1.5 * (shift + random.normal())))),
);

function numbers(one: (random: SeededRandom, movement: Movement) => number): ColumnModel {
  return {
    draw(random, rows, movement) {
      const values = new Float64Array(rows);
      for (let row = 0; row < rows; row++) values[row] = one(random, movement);
      return withMissing(random, new Column(rows, values, null), movement.missing);
    },
  };
}

function categories(random: SeededRandom, shares: readonly number[]): ColumnModel {
  const scores = shuffledScores(random, shares);
  const texts = shares.map((_, code) => `c${String(code).padStart(3, '0')}`);
  return {
    draw(random, rows, { shift, share, missing }) {
      const moved = tilt(share === null ? shares : moveShare(shares, share), scores, shift);
      return withMissing(random, new Column(rows, null, drawCodes(random, rows, moved), texts), missing);
    },
  };
}

/** Takes the given share of the values away. The other cells stay what they were. */
function withMissing(random: SeededRandom, column: Column, share: number): Column {
  if (share === 0) return column;
  const { numbers, codes } = column;
  for (let row = 0; row < column.length; row++) {
    if (random.uniform() >= share) continue;
    if (codes === null) numbers![row] = Number.NaN;
    else codes[row] = -1;
  }
  return column;
}
