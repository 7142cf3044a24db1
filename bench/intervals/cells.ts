import { binaryWorld } from './binary-world.ts';
import { multiclassWorld } from './multiclass-world.ts';
import { ERROR_NAMES, LABEL_NAMES, regressionWorld } from './regression-world.ts';
import type { World } from './world.ts';

/** A world with its name in the table. */
export interface NamedWorld {
  readonly name: string;
  readonly problem: 'binary' | 'multiclass' | 'regression';
  readonly world: World;
  /** Whether small samples often lack the rows that matter most: such worlds have a table of their own. */
  readonly unseen: boolean;
}

export const ROWS: readonly number[] = [50, 100, 200, 500, 1000, 2000, 5000, 20_000];

const POSITIVES = [0.5, 0.1, 0.01];
const AUCS = [0.6, 0.8, 0.95, 0.99];
const CONFIDENCES = [1, 1.5];
/** A model that is nearly always right, but for rows with the wrong label. */
const MISLABELLED = [0.02, 0.005];
const SHARES: Readonly<Record<string, readonly number[]>> = {
  'three even classes': [1 / 3, 1 / 3, 1 / 3],
  'classes of 85, 10 and 5 %': [0.85, 0.1, 0.05],
  'classes of 90, 9 and 1 %': [0.9, 0.09, 0.01],
  'ten classes, each a half of the one before': Array.from({ length: 10 }, (_, k) => 2 ** -Math.min(9, k + 1)),
  'twenty even classes': Array.from({ length: 20 }, () => 1 / 20),
};

export const WORLDS: readonly NamedWorld[] = [
  ...POSITIVES.flatMap((positives) =>
    AUCS.flatMap((auc) =>
      CONFIDENCES.map(
        (confidence): NamedWorld => ({
          name: `${100 * positives} % positive, AUC ${auc}, ${confidence === 1 ? 'calibrated' : 'overconfident'}`,
          problem: 'binary',
          unseen: false,
          world: binaryWorld({ positives, auc, confidence }),
        }),
      ),
    ),
  ),
  ...POSITIVES.slice(0, 2).flatMap((positives) =>
    MISLABELLED.map(
      (mislabelled): NamedWorld => ({
        name: `${100 * positives} % positive, AUC 0.9995 but for ${100 * mislabelled} % wrong labels`,
        problem: 'binary',
        unseen: true,
        world: binaryWorld({ positives, auc: 0.9995, confidence: 1, mislabelled }),
      }),
    ),
  ),
  ...Object.entries(SHARES).flatMap(([name, shares]) =>
    AUCS.map(
      (auc): NamedWorld => ({
        name: `${name}, AUC ${auc}`,
        problem: 'multiclass',
        unseen: false,
        world: multiclassWorld({ shares, auc }),
      }),
    ),
  ),
  ...ERROR_NAMES.flatMap((errors) =>
    LABEL_NAMES.map(
      (labels): NamedWorld => ({
        name: `${errors} errors, ${labels} labels`,
        problem: 'regression',
        unseen: errors === 'one in a hundred ten times as large',
        world: regressionWorld({ errors, labels }),
      }),
    ),
  ),
];
