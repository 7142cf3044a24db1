import { pairColumns } from '../profile/column-pairs.ts';
import type { ColumnProfile, Profile } from '../profile/types.ts';
import { infiniteValues, nanValues, nestedValues } from './broken-values.ts';
import { constantColumn } from './constant-column.ts';
import { formChange } from './form-change.ts';
import { measureMissingColumn } from './missing-column.ts';
import { missingValues } from './missing-values.ts';
import { outOfRange } from './out-of-range.ts';
import { repeatedValues } from './repeated-values.ts';
import { scaleChange } from './scale-change.ts';
import { typeChange } from './type-change.ts';
import type { ColumnRule, Measurement, QualityCheck, QualityFinding, QualityLimits } from './types.ts';
import { unseenCategories } from './unseen-categories.ts';

/** The checks of a column, in the order of their findings. */
export const COLUMN_RULES: readonly ColumnRule[] = [
  missingValues,
  typeChange,
  nestedValues,
  nanValues,
  infiniteValues,
  unseenCategories,
  outOfRange,
  scaleChange,
  constantColumn,
  formChange,
  repeatedValues,
];

/** The share of quiet windows that may raise a breach by chance, over all columns and checks. */
export const DEFAULT_FALSE_ALARMS = 0.001;

export interface QualityOptions {
  /** @default {@link DEFAULT_FALSE_ALARMS} */
  readonly falseAlarms?: number;
  /** The checks of a column. @default {@link COLUMN_RULES} */
  readonly rules?: readonly ColumnRule[];
  /** Columns that the monitor leaves out of drift. Only the kinds of their cells are checked, not their values. */
  readonly ignoreDistributions?: ReadonlySet<string>;
  readonly reading?: ReadingCounts;
  /** By column, the standard deviation of how far the location moves between windows, in standard deviations of the baseline. */
  readonly usualMovement?: ReadonlyMap<string, number>;
}

/** What was read of a window. A file that cannot be read to its end counts as a file, not as a record. */
export interface ReadingCounts {
  /** Each record once. */
  readonly records: number;
  /** How many of them were rejected. */
  readonly rejected: number;
  readonly files: number;
  /** How many of the files are cut or damaged, so that an unknown number of records is lost. */
  readonly incompleteFiles: number;
}

/**
 * Finds what is broken in the window's data. A check with something to report gives a finding. The finding is breached
 * if its value is beyond the limit and chance does not explain it: its p-value is below the share of false alarms
 * divided by the number of all checks (Bonferroni). A window without rows has findings about rejected records and incomplete files only. A
 * column that is not in the baseline is reported but never breached, because the model does not use it.
 */
export function assessQuality(
  baseline: Profile,
  window: Profile,
  limits: QualityLimits,
  options: QualityOptions = {},
): QualityFinding[] {
  const findings = assessReading(limits, options);
  if (window.rows === 0) return findings;
  const rules = options.rules ?? COLUMN_RULES;
  const checks = Math.max(1, baseline.columns.length) * rules.length;
  const alpha = (options.falseAlarms ?? DEFAULT_FALSE_ALARMS) / checks;
  const report = (check: QualityCheck, feature: string, measured: Measurement | null) => {
    if (measured === null) return;
    const { exceeded, pValue, ...facts } = measured;
    findings.push({ check, feature, ...facts, breached: exceeded && pValue < alpha });
  };

  const pairs = pairColumns(baseline, window);
  for (const { baseline: column, window: other } of pairs) {
    if (column === undefined) continue;
    if (other === undefined) report('missing_column', column.name, measureMissingColumn(column, window.rows, limits));
    else {
      const onlyForm = options.ignoreDistributions?.has(column.name) ?? false;
      for (const rule of rules) {
        if (onlyForm && rule.comparesDistributions) continue;
        report(
          rule.check,
          column.name,
          rule.measure(column, other, limits, options.usualMovement?.get(column.name) ?? 0),
        );
      }
    }
  }
  const extra = pairs.flatMap((pair) => (pair.baseline === undefined ? (pair.window ?? []) : []));
  return [...findings, ...extra.map((column) => describeExtraColumn(column, window.rows))];
}

function assessReading(limits: QualityLimits, { reading }: QualityOptions): QualityFinding[] {
  if (reading === undefined) return [];
  const limit = limits.maxRejectedShare;
  const report = (check: QualityCheck, lost: number, rows: number): QualityFinding[] => {
    if (lost === 0) return [];
    const value = lost / rows;
    return [{ check, feature: null, value, baseline: null, limit, rows, breached: value > limit }];
  };
  return [
    ...report('rejected_records', reading.rejected, reading.records),
    ...report('incomplete_files', reading.incompleteFiles, reading.files),
  ];
}

function describeExtraColumn({ name, cells }: ColumnProfile, rows: number): QualityFinding {
  return {
    check: 'extra_column',
    feature: name,
    value: 1 - cells.missing / rows,
    baseline: 0,
    limit: 1,
    rows,
    breached: false,
  };
}
