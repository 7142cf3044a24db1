import { readDataset } from './capture/read-dataset.ts';
import { type ReadingSummary, RejectionLog } from './capture/rejections.ts';
import type { TableFormat } from './capture/spec.ts';
import type { Dialect } from './capture/tables/dialect.ts';
import { alignCategories, alignNumbers } from './drift/align-values.ts';
import { assessDrift, type FeatureToAssess } from './drift/assess.ts';
import type { DriftAssessment } from './drift/result.ts';
import { splitFalseAlarms } from './drift/rule.ts';
import { keepSuitable, type WantedSettings } from './drift/settings.ts';
import { ColumnNotFoundError } from './evaluate.ts';
import type { DataSource } from './ports.ts';
import { type CollectedColumn, collectColumns } from './steps/samples.ts';

export interface CompareOptions extends Dialect {
  /** For all features: a method or test that does not suit a feature's type leaves it its default. */
  readonly settings?: WantedSettings;
  readonly falseAlarms?: number;
  /** Columns left out. */
  readonly ignore?: readonly string[];
  readonly format?: TableFormat;
  readonly header?: boolean;
  readonly missing?: readonly string[];
  readonly onProgress?: (rows: number) => void;
}

export interface Comparison extends DriftAssessment {
  readonly baselineRows: number;
  readonly windowRows: number;
  /** Columns of the baseline that the window does not have, and the other way round. */
  readonly missingColumns: readonly string[];
  readonly extraColumns: readonly string[];
  readonly rejected: { readonly baseline: ReadingSummary['rejected']; readonly window: ReadingSummary['rejected'] };
}

/**
 * Compares two data sets column by column. Exact: every distance is computed from the rows themselves, so memory grows with
 * the distinct values of the files.
 *
 * @throws ColumnNotFoundError when a column to be left out is in neither
 */
export async function compareDatasets(
  baseline: DataSource,
  window: DataSource,
  options: CompareOptions = {},
): Promise<Comparison> {
  const { settings = {}, falseAlarms, ignore = [], onProgress, ...format } = options;
  const logs = { baseline: new RejectionLog(), window: new RejectionLog() };
  const left = await collectColumns(readDataset(baseline, { ...format, log: logs.baseline }), onProgress);
  const right = await collectColumns(readDataset(window, { ...format, log: logs.window }), onProgress);
  for (const name of ignore) {
    if (!left.columns.has(name) && !right.columns.has(name)) {
      throw new ColumnNotFoundError(name, baseline.uri, left.columns.keys());
    }
  }
  const names = [...left.columns.keys()].filter((name) => !ignore.includes(name));

  function* pairs(): Generator<FeatureToAssess> {
    for (const name of names) {
      const [a, b] = [left.columns.get(name)!, right.columns.get(name)];
      if (b !== undefined) yield featureOf(name, a, b, settings);
    }
  }
  const { features } = splitFalseAlarms(falseAlarms);
  return {
    ...assessDrift(pairs(), features),
    baselineRows: left.rows,
    windowRows: right.rows,
    missingColumns: names.filter((name) => !right.columns.has(name)),
    extraColumns: [...right.columns.keys()].filter((name) => !left.columns.has(name) && !ignore.includes(name)),
    rejected: { baseline: logs.baseline.summarize().rejected, window: logs.window.summarize().rejected },
  };
}

/** The baseline decides the type. */
function featureOf(name: string, a: CollectedColumn, b: CollectedColumn, wanted: WantedSettings): FeatureToAssess {
  const type = a.inferredType();
  const aligned =
    type === 'number'
      ? alignNumbers(a.numberTally(), b.numberTally())
      : alignCategories(a.categoryTally(), b.categoryTally());
  return { name, aligned, settings: keepSuitable(type, wanted) };
}
