import type { TableChunk } from '../columns/column.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { CategoryAccumulator, sortCategories } from './category-accumulator.ts';
import { DataChangedError } from './errors.ts';
import { chooseGrid, coarsenGrid } from './grid.ts';
import { findIdentifier } from './identifier.ts';
import { chooseLimits, type ProfileLimits } from './limits.ts';
import { Profiler } from './profiler.ts';
import type { ColumnSchema, ProfileSchema } from './schema.ts';
import { settleForm } from './settle-form.ts';
import { weighSketch } from './sketch.ts';
import type { Categories, ColumnProfile, DeclaredType, Profile } from './types.ts';

/** Cells of the first grid hold this share of a final cell's rows, which leaves room for the sketch's rank error. */
const FIRST_CELL_SHARE = 0.4;

/** The share of the kept categories that may be chosen because they are frequent. The others are chosen by hash. */
const FREQUENT_SHARE = 0.1;

/** The baseline's categories are chosen among this many times as many candidates. */
const CATEGORY_CANDIDATES = 10;

/** Categories with at least this many rows may be chosen because they are frequent. */
const FREQUENT_ROWS = 200;

export interface BaselineOptions {
  /** Declared types by column. The other columns' types are inferred. */
  readonly types?: ReadonlyMap<string, DeclaredType>;
  /** See the option of {@link Profiler}. */
  readonly nanIsMissing?: boolean;
  /** @default - {@link chooseLimits} for the number of columns of the first chunk */
  readonly limits?: Partial<ProfileLimits>;
}

/**
 * Builds the profile of the training data that windows are compared with. The first pass finds types, categories and,
 * with a quantile sketch, grids for columns with many distinct numbers. If there are such columns, a second call of
 * `read` counts them exactly in their grids, or as categories if there are texts among the numbers. The result holds no
 * sketch, so the error that its grids add to a distance is known exactly.
 *
 * @throws DataChangedError if the two passes read different rows
 */
export async function buildBaselineProfile(
  read: () => AsyncIterable<TableChunk>,
  options: BaselineOptions = {},
): Promise<Profile> {
  const { profile, grids, limits } = await surveyColumns(read, options);
  if (grids.columns.size === 0) return profile;
  const second = await countAgain(read, grids, options);
  if (second.rows !== profile.rows)
    throw new DataChangedError(null, `${countOf(profile.rows, 'row')}, then ${formatCount(second.rows)}`);
  const counted = new Map(second.columns.map((column) => [column.name, column]));
  const columns = profile.columns.map((column) =>
    grids.columns.has(column.name) ? addSecondPass(column, counted.get(column.name), limits) : column,
  );
  return { ...profile, columns };
}

/** The first pass: the profile, and the schema of the columns that need a second pass, whose numbers are still null. */
async function surveyColumns(
  read: () => AsyncIterable<TableChunk>,
  options: BaselineOptions,
): Promise<{ readonly profile: Profile; readonly grids: ProfileSchema; readonly limits: ProfileLimits }> {
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
  const again = new Map([...planGrids(settled, limits), ...planCategories(first.columns)]);
  const columns = settled.map((column) => (again.has(column.name) ? { ...column, numbers: null } : column));
  const grids = { columns: again, limits: { ...limits, categories: CATEGORY_CANDIDATES * limits.categories } };
  return { profile: { ...first, columns }, grids, limits };
}

/** Fixes the column's type and keeps only what that type needs. */
function settleColumn(read: ColumnProfile, limits: ProfileLimits): ColumnProfile {
  const column = settleForm(read);
  const { name, type, form, cells, moments } = column;
  const head = { name, type, ...(form && { form }), cells, moments };
  if (type === 'number') return { ...head, numbers: column.numbers, categories: null };
  return { ...head, numbers: null, ...settleCategories(column.categories, limits) };
}

/** The categories to keep. An identifier keeps none of them, but the form of its values. */
function settleCategories(
  categories: Categories | null,
  limits: ProfileLimits,
): Pick<ColumnProfile, 'categories' | 'identifier'> {
  const identifier = categories && findIdentifier(categories);
  if (categories === null || identifier === null) {
    return { categories: categories && chooseCategories(categories, limits.categories) };
  }
  const none = new CategoryAccumulator(0);
  none.absorb(categories);
  return { categories: none.finish(), identifier };
}

/**
 * Chooses the `cap` categories to keep: a few of the most frequent ones, so that a default value that takes over is
 * among them, and those with the smallest hashes. Drift and unseen categories are measured on the latter, because
 * categories that happened to be frequent in this sample would be rarer in every window.
 */
function chooseCategories(categories: Categories, cap: number): Categories {
  if (categories.counts.length <= cap) return categories;
  const byRows = sortCategories([...categories.counts]);
  const frequent = byRows.filter(([, rows]) => rows >= FREQUENT_ROWS).slice(0, Math.floor(FREQUENT_SHARE * cap));
  const chosen = new CategoryAccumulator(cap - frequent.length, new Map(frequent.map(([text], i) => [text, i])));
  chosen.absorb(categories);
  return chosen.finish();
}

/** Plans grids, finer than the final ones, for the columns that have only a sketch. */
function planGrids(columns: readonly ColumnProfile[], limits: ProfileLimits): Map<string, ColumnSchema> {
  const grids = new Map<string, ColumnSchema>();
  for (const { name, form, numbers, moments } of columns) {
    if (numbers?.kind !== 'sketch' || moments === null) continue;
    const { values, counts } = weighSketch(numbers);
    const edges = chooseGrid(values, counts, moments, (FIRST_CELL_SHARE * numbers.count) / limits.gridCells);
    const support = { edges, always: true };
    grids.set(name, { type: 'number', support, ...(form === 'time' || form === 'duration' ? { form } : {}) });
  }
  return grids;
}

/** Plans to count as categories the numbers of category columns that have too many of them to count one by one. */
function planCategories(columns: readonly ColumnProfile[]): Map<string, ColumnSchema> {
  const again = columns.filter(
    ({ type, numbers }) => type === 'category' && numbers !== null && numbers.kind !== 'exact',
  );
  return new Map(again.map(({ name }) => [name, { type: 'category', known: new Map() }]));
}

async function countAgain(
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

function addSecondPass(first: ColumnProfile, second: ColumnProfile | undefined, limits: ProfileLimits): ColumnProfile {
  const before = first.cells;
  const after = second?.cells;
  const changed = () =>
    new DataChangedError(first.name, `cells ${JSON.stringify(before)}, then ${JSON.stringify(after)}`);
  if (second === undefined || JSON.stringify(before) !== JSON.stringify(after)) throw changed();
  if (second.type === 'category') return { ...first, ...settleCategories(second.categories, limits) };
  if (second.numbers?.kind !== 'grid' || second.moments === null) throw changed();
  const rows = before.number + before.infinite;
  const numbers = coarsenGrid(second.numbers, second.moments, rows / limits.gridCells);
  return { ...first, moments: second.moments, numbers };
}
