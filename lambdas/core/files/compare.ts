import { readDataset } from '../capture/read-dataset.ts';
import { RejectionLog } from '../capture/rejections.ts';
import type { TableFormat } from '../capture/spec.ts';
import type { Dialect } from '../capture/tables/dialect.ts';
import type { TableChunk } from '../columns/column.ts';
import { keepSuitable, type WantedSettings } from '../drift/settings.ts';
import { ColumnNotFoundError } from '../monitor/column-not-found.ts';
import type { DataSource } from '../ports.ts';
import { buildBaselineProfile } from '../profile/baseline.ts';
import { type ColumnPair, pairColumns } from '../profile/column-pairs.ts';
import type { ProfileLimits } from '../profile/limits.ts';
import { findNumberTexts, type NumberTexts } from '../profile/number-texts.ts';
import { Profiler } from '../profile/profiler.ts';
import { type ColumnSchema, schemaOf } from '../profile/schema.ts';
import type { ColumnProfile, ColumnType, Profile } from '../profile/types.ts';
import { columnDistributions } from '../report/distributions/column-distributions.ts';
import { type DatasetSummary, summarizeDataset } from '../report/distributions/dataset-summary.ts';
import type { ColumnDistribution } from '../report/distributions/distribution.ts';
import { shownDrift } from '../result/redact-drift.ts';
import { shownRejected } from '../result/redact-reading.ts';
import type { DataRead, DriftResult, QualityResult } from '../result/schema.ts';
import { Redactor } from '../text/redactor.ts';
import { assessColumns } from './assess-columns.ts';
import { findBroken } from './find-broken.ts';

/** How two data sets are read and compared. */
export interface CompareOptions extends Dialect {
  /** For all features. A feature whose type does not suit the method or test keeps its default. */
  readonly settings?: WantedSettings;
  readonly falseAlarms?: number;
  /** Columns that are not compared. */
  readonly ignore?: readonly string[];
  readonly format?: TableFormat;
  /** How the text of the window is written. @default - as that of the baseline */
  readonly windowDialect?: Dialect;
  readonly header?: boolean;
  readonly missing?: readonly string[];
  /** What the comparison may quote of the data. @default everything */
  readonly redactor?: Redactor;
  readonly onProgress?: (rows: number) => void;
}

/** What has changed between two data sets: broken data, and the drift of each column. */
export interface Comparison extends DriftResult {
  /** Columns that exist or have values on one side only, are broken, or have drifted. */
  readonly changed: readonly string[];
  /** Findings of a scheduled check with default limits, and columns with fewer missing values; breaches first. */
  readonly quality: readonly QualityResult[];
  /** Columns whose values are nearly all distinct: only the form of their values and the missing values are compared. */
  readonly identifiers: readonly string[];
  /** Columns of the baseline whose texts look like numbers with undeclared decimal or thousands separators. */
  readonly numberTexts: readonly NumberTexts[];
  readonly baselineRows: number;
  readonly windowRows: number;
  /** Columns of the baseline that the window does not have, and the other way round. */
  readonly missingColumns: readonly string[];
  readonly extraColumns: readonly string[];
  readonly rejected: { readonly baseline: DataRead['rejected']; readonly window: DataRead['rejected'] };
}

/** A comparison, and what charts show of the columns. */
export interface ComparedDatasets {
  readonly comparison: Comparison;
  distributions(): readonly ColumnDistribution[];
  /** Both data sets as a whole. */
  readonly summaries: { readonly baseline: DatasetSummary; readonly window: DatasetSummary };
}

/**
 * Compares two data sets column by column, by the rules of a scheduled check. Numbers are counted by value, so distances are
 * exact, and memory grows with the number of distinct values.
 *
 * @throws ColumnNotFoundError when a column to ignore is in neither data set
 */
export async function compareDatasets(
  baseline: DataSource,
  window: DataSource,
  options: CompareOptions = {},
): Promise<ComparedDatasets> {
  const {
    settings = {},
    falseAlarms,
    ignore = [],
    redactor = Redactor.SHOW,
    onProgress,
    windowDialect,
    ...format
  } = options;
  const logs = { baseline: new RejectionLog(), window: new RejectionLog() };
  const wanted = (name: string) => !ignore.includes(name);
  const seen = new Set<string>();
  const read = (source: DataSource, log: RejectionLog, dialect: Dialect = {}) =>
    withoutColumns(readDataset(source, { ...format, ...dialect, log }), { wanted, seen, onProgress });

  let passes = 0;
  const readBaseline = () => read(baseline, passes++ === 0 ? logs.baseline : new RejectionLog());
  const before = await buildBaselineProfile(readBaseline, { limits: EXACT, nanIsMissing: true });
  const baselineNames = [...seen];
  const after = await profileWindow(read(window, logs.window, windowDialect), before);
  requireKnown(ignore, seen, { uri: baseline.uri, names: baselineNames });

  const pairs = pairColumns(before, after);
  const drift = shownDrift(assessColumns(pairs, settings, falseAlarms), redactor);
  const limitOf = ({ type }: { type: ColumnType }) => keepSuitable(type, settings).limit;
  const quality = findBroken(before, after, redactor);
  const missingColumns = pairs.flatMap((pair) => (pair.window === undefined ? pair.baseline!.name : []));
  const extraColumns = pairs.flatMap((pair) => (pair.baseline === undefined ? pair.window!.name : []));
  const emptied = pairs.flatMap((pair) => (isEmptied(pair, before.rows, after.rows) ? pair.baseline!.name : []));
  const broken = quality.filter(({ breached }) => breached).map(({ feature }) => feature ?? '');
  const shown = (name: string) => (extraColumns.includes(name) ? redactor.text(name) : name);
  const comparison = {
    ...drift,
    changed: [...new Set([...missingColumns, ...extraColumns, ...emptied, ...broken, ...drift.ranking])].map(shown),
    quality,
    numberTexts: findNumberTexts(before.columns).map((found) => ({ ...found, example: redactor.text(found.example) })),
    identifiers: before.columns.filter(({ identifier }) => identifier !== undefined).map(({ name }) => name),
    baselineRows: before.rows,
    windowRows: after.rows,
    missingColumns,
    extraColumns: extraColumns.map(shown),
    rejected: {
      baseline: shownRejected(logs.baseline.summarize().rejected, redactor),
      window: shownRejected(logs.window.summarize().rejected, redactor),
    },
  };
  return {
    comparison,
    distributions: () => columnDistributions(before, after, drift, { redactor, limitOf }),
    summaries: { baseline: summarizeDataset(before), window: summarizeDataset(after) },
  };
}

/** Counts numbers by value, however many there are, so that distances are exact. */
const EXACT: Partial<ProfileLimits> = { distinctNumbers: Number.POSITIVE_INFINITY };

/** Profiles the window in the same way as the baseline. */
async function profileWindow(chunks: AsyncIterable<TableChunk>, baseline: Profile): Promise<Profile> {
  const { columns, limits } = schemaOf(baseline);
  const byValue = [...columns].map(([name, column]) => [name, withoutGrid(column)] as const);
  const schema = { columns: new Map(byValue), limits: { ...limits, ...EXACT } };
  const profiler = new Profiler({ schema, nanIsMissing: true });
  for await (const chunk of chunks) profiler.add(chunk);
  return profiler.finish();
}

function withoutGrid(column: ColumnSchema): ColumnSchema {
  return column.type === 'number' ? { ...column, support: null } : column;
}

async function* withoutColumns(
  chunks: AsyncIterable<TableChunk>,
  {
    wanted,
    seen,
    onProgress,
  }: { wanted: (name: string) => boolean; seen: Set<string>; onProgress: CompareOptions['onProgress'] },
): AsyncGenerator<TableChunk> {
  let rows = 0;
  for await (const chunk of chunks) {
    rows += chunk.rows;
    for (const name of chunk.columns.keys()) seen.add(name);
    yield { rows: chunk.rows, columns: new Map([...chunk.columns].filter(([name]) => wanted(name))) };
    onProgress?.(rows);
  }
}

function requireKnown(
  ignore: readonly string[],
  seen: ReadonlySet<string>,
  baseline: { readonly uri: string; readonly names: readonly string[] },
): void {
  const unknown = ignore.find((name) => !seen.has(name));
  if (unknown !== undefined) throw new ColumnNotFoundError(unknown, baseline.uri, baseline.names);
}

/** Whether a column has values on one side only, however few the rows. */
function isEmptied({ baseline, window }: ColumnPair, baselineRows: number, windowRows: number): boolean {
  if (baseline === undefined || window === undefined) return false;
  return isEmpty(baseline, baselineRows) !== isEmpty(window, windowRows);
}

function isEmpty({ cells }: ColumnProfile, rows: number): boolean {
  return cells.missing === rows;
}
