import type { CellOptions } from './cells.ts';

type Line = Partial<CellOptions>;

const WORLDS = ['independent', 'wobble-0.05', 'wobble-0.1', 'wobble-0.1-independent', 'seasons', 'odd-day'] as const;
const CHANGES = [
  'mean-0.1',
  'mean-0.2',
  'mean-0.3',
  'mean-0.5',
  'mean-1.0',
  'variance-1.3',
  'share-0.14',
  'missing-0.05',
] as const;

const changed = (world: string): Line[] => CHANGES.map((change) => ({ world, change }));

/** Lists of cells; what a line leaves out comes from the command line or is the default. */
export const PRESETS = {
  /** A few seconds: whether everything works. */
  tiny: [
    { world: 'wobble-0.1', rows: 200, features: 7, years: 2, days: 30, baselineRows: 1400 },
    { world: 'wobble-0.1', change: 'mean-1.0', rows: 200, features: 7, years: 2, changeDay: 10, baselineRows: 1400 },
  ],
  small: [
    ...WORLDS.map((world): Line => ({ world, years: 10 })),
    ...changed('wobble-0.05').map((line) => ({ ...line, years: 20 })),
    { world: 'wobble-0.05', change: 'mean-0.5', changeOver: 30, years: 20 },
  ],
  full: [
    ...WORLDS.flatMap((world) => [50, 200, 1000, 5000].map((rows): Line => ({ world, rows, years: 60 }))),
    { world: 'independent', rows: 50_000, years: 6 },
    { world: 'wobble-0.1', rows: 50_000, years: 6 },
    ...[5, 100].map((features): Line => ({ world: 'wobble-0.1', features, years: features > 20 ? 20 : 60 })),
    ...['independent', 'wobble-0.05', 'wobble-0.1'].flatMap((world) =>
      changed(world).map((line) => ({ ...line, years: 60 })),
    ),
    ...[200, 5000].flatMap((rows) => changed('wobble-0.05').map((line) => ({ ...line, rows, years: 60 }))),
    ...['mean-0.3', 'mean-0.5', 'mean-1.0'].map(
      (change): Line => ({ world: 'wobble-0.05', change, changeOver: 30, years: 60 }),
    ),
  ],
} as const satisfies Record<string, readonly Line[]>;

export type PresetName = keyof typeof PRESETS;
