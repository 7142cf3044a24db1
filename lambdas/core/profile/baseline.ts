import type { TableChunk } from '../columns/column.ts';
import { CategoryAccumulator, sortCategories } from './category-accumulator.ts';
import { DataChangedError } from './errors.ts';
import { chooseGrid, coarsenGrid } from './grid.ts';
import { chooseLimits, type ProfileLimits } from './limits.ts';
import { Profiler } from './profiler.ts';
import type { ColumnSchema, ProfileSchema } from './schema.ts';
import { settleForm } from './settle-form.ts';
import { weighSketch } from './sketch.ts';
import type { Categories, ColumnProfile, DeclaredType, Profile } from './types.ts';

/** Cells of the first grid hold this share of a final cell's rows: the sketch's rank error fits in the rest. */
const FIRST_CELL_SHARE = 0.4;

/** Candidates among which the baseline's categories are chosen, in multiples of those that are kept. */
const CATEGORY_CANDIDATES = 10;

/**
 * Categories with so many rows may be chosen for being frequent. At worst, with the cut through many equally frequent ones,
 * the chosen ones are overestimated by 0.8 / √200, 6 %.
 */
const FREQUENT_ROWS = 200;

export interface BaselineOptions {
  /** Types that are given; those of the other columns are inferred. */
  readonly types?: ReadonlyMap<string, DeclaredType>;
  /** See the profiler's. */
  readonly nanIsMissing?: boolean;
  /** @default {@link chooseLimits} of the columns of the first chunk */
  readonly limits?: Partial<ProfileLimits>;
}

/**
 * The profile of the training data that windows are compared with. The first pass finds types, categories and, with a
 * quantile sketch, the grids of columns with many distinct numbers; only if there are such columns, `read` is called again
 * and a second pass counts them exactly in their grids. The result holds no sketch: `boundGridError` of its columns is exact.
 * Throws {@link DataChangedError} when the two passes did not see the same rows.
 */
export async function buildBaselineProfile(
  read: () => AsyncIterable<TableChunk>,
  options: BaselineOptions = {},
): Promise<Profile> {
  const { profile, grids } = await surveyColumns(read, options);
  if (grids.columns.size === 0) return profile;
  const second = await countInGrids(read, grids, options);
  if (second.rows !== profile.rows) throw new DataChangedError(null, `${profile.rows} rows, then ${second.rows}`);
  const counted = new Map(second.columns.map((column) => [column.name, column]));
  const columns = profile.columns.map((column) =>
    grids.columns.has(column.name) ? addGrid(column, counted.get(column.name), grids.limits) : column,
  );
  return { ...profile, columns };
}

/** The first pass: everything but the grids, and which grids to count in. Columns with a grid have no numbers yet. */
async function surveyColumns(
  read: () => AsyncIterable<TableChunk>,
  options: BaselineOptions,
): Promise<{ readonly profile: Profile; readonly grids: ProfileSchema }> {
  let profiler: Profiler | null = null;
  let limits = chooseLimits(0);
  for await (const chunk of read()) {
    if (profiler === null) {
      limits = { ...chooseLimits(chunk.columns.size), ...options.limits };
      profiler = new Profiler({
        types: options.types ?? new Map(),
        nanIsMissing: options.nanIsMissing ?? false,
        limits: { ...limits, categories: CATEGORY_CANDIDATES * limits.categories },
      });
    }
    profiler.add(chunk);
  }
  const first = (profiler ?? new Profiler()).finish();
  const settled = first.columns.map((column) => settleColumn(column, limits));
  const grids = planGrids(settled, limits);
  const columns = settled.map((column) => (grids.columns.has(column.name) ? { ...column, numbers: null } : column));
  return { profile: { ...first, columns }, grids };
}

/** Fixes the column's type and leaves only what that type needs. */
function settleColumn(read: ColumnProfile, limits: ProfileLimits): ColumnProfile {
  const column = settleForm(read);
  const { name, type, form, cells, moments } = column;
  const head = { name, type, ...(form && { form }), cells, moments };
  if (type === 'number') return { ...head, numbers: column.numbers, categories: null };
  const categories = column.categories && chooseCategories(column.categories, limits.categories);
  return { ...head, numbers: null, categories };
}

/**
 * The `cap` categories that are told apart: the most frequent of those with enough rows, then others by their hash. Rare
 * ones are not chosen by their rows: those that happened to be frequent in this sample would be rarer in every window.
 */
function chooseCategories(categories: Categories, cap: number): Categories {
  if (categories.counts.length <= cap) return categories;
  const byRows = sortCategories([...categories.counts]);
  const frequent = byRows.filter(([, rows]) => rows >= FREQUENT_ROWS).slice(0, cap);
  const chosen = new CategoryAccumulator(cap - frequent.length, new Map(frequent.map(([text], i) => [text, i])));
  chosen.absorb({ ...categories, capped: true });
  return chosen.finish();
}

/** Grids, finer than the final ones, for the columns that have only a sketch. */
function planGrids(columns: readonly ColumnProfile[], limits: ProfileLimits): ProfileSchema {
  const grids = new Map<string, ColumnSchema>();
  for (const { name, form, numbers, moments } of columns) {
    if (numbers?.kind !== 'sketch' || moments === null) continue;
    const { values, counts } = weighSketch(numbers);
    const edges = chooseGrid(values, counts, moments, (FIRST_CELL_SHARE * numbers.count) / limits.gridCells);
    const support = { edges, always: true };
    grids.set(name, { type: 'number', support, ...(form === 'time' || form === 'duration' ? { form } : {}) });
  }
  return { columns: grids, limits };
}

async function countInGrids(
  read: () => AsyncIterable<TableChunk>,
  grids: ProfileSchema,
  { nanIsMissing = false }: BaselineOptions,
): Promise<Profile> {
  const profiler = new Profiler({ schema: grids, nanIsMissing });
  for await (const chunk of read()) {
    const columns = new Map([...chunk.columns].filter(([name]) => grids.columns.has(name)));
    profiler.add({ rows: chunk.rows, columns });
  }
  return profiler.finish();
}

function addGrid(first: ColumnProfile, second: ColumnProfile | undefined, limits: ProfileLimits): ColumnProfile {
  const before = first.cells;
  const after = second?.cells;
  if (second?.numbers?.kind !== 'grid' || second.moments === null || JSON.stringify(before) !== JSON.stringify(after)) {
    throw new DataChangedError(first.name, `cells ${JSON.stringify(before)}, then ${JSON.stringify(after)}`);
  }
  const rows = before.number + before.infinite;
  const numbers = coarsenGrid(second.numbers, second.moments, rows / limits.gridCells);
  return { ...first, moments: second.moments, numbers };
}
