import { alignProfiles, countMissing } from '../../drift/align-profiles.ts';
import type { ColumnProfile, ColumnType, Profile } from '../../profile/types.ts';
import type { DriftResult } from '../../result/schema.ts';
import { hiddenAt, type Redactor } from '../../text/redactor.ts';
import { rankFeatures } from '../ranked-features.ts';
import { categoryDistribution } from './category-distribution.ts';
import type { ColumnDistribution } from './distribution.ts';
import { categoryKeyValues, numberKeyValues } from './key-values.ts';
import { moreCategoryValues, moreNumberValues } from './more-values.ts';
import { numberDistribution } from './number-distribution.ts';
import { valueDistribution } from './value-distribution.ts';

/** Columns with a chart: those that matter most. */
const MOST = 200;

export interface ShownOptions {
  /** What may be shown of the data. */
  readonly redactor: Redactor;
  /** Categories that the settings name: they are no secrets. @default none */
  readonly declared?: ReadonlySet<string>;
  /** The limits of distances that a person set, by column. @default none */
  readonly limitOf?: (column: { readonly name: string; readonly type: ColumnType }) => number | undefined;
}

/** The distributions of the columns that matter most, as they may be shown. */
export function columnDistributions(
  before: Pick<Profile, 'columns'> | null,
  now: Pick<Profile, 'columns'>,
  drift: DriftResult | null,
  options: ShownOptions,
): ColumnDistribution[] {
  const baseline = new Map(before?.columns.map((column) => [column.name, column]));
  const window = new Map(now.columns.map((column) => [column.name, column]));
  const ranked = rankFeatures(drift?.features ?? []).slice(0, MOST);
  return ranked.map(({ name }) => columnDistribution(baseline.get(name)!, window.get(name)!, options));
}

function columnDistribution(
  baseline: ColumnProfile,
  window: ColumnProfile,
  { redactor, declared, limitOf }: ShownOptions,
): ColumnDistribution {
  const sides = { baseline, window };
  const missing = { baseline: countMissing(baseline), window: countMissing(window) };
  const { name, form } = baseline;
  const givenLimit = limitOf?.(baseline);
  const head = { name, ...(form && { form }), missing, ...(givenLimit !== undefined && { givenLimit }) };
  if (baseline.type === 'category') {
    const shown = (category: string, position: number) => {
      if (declared?.has(category)) return category;
      return redactor.mode === 'hide' && position > 0 ? hiddenAt(position) : redactor.text(category);
    };
    return {
      ...head,
      keyValues: categoryKeyValues(sides, missing),
      moreValues: moreCategoryValues(sides, missing, { mode: redactor.mode, shown: (category) => shown(category, 0) }),
      shape: categoryDistribution(baseline, window, missing, shown),
    };
  }
  const aligned = alignProfiles(baseline, window);
  if (aligned.type !== 'number') throw new Error(`${name} is not aligned as numbers`);
  return {
    ...head,
    keyValues: numberKeyValues(sides, aligned, missing, redactor),
    moreValues: moreNumberValues(form, aligned, redactor),
    shape:
      valueDistribution(aligned, baseline.form, redactor) ?? numberDistribution(aligned, baseline.moments, redactor),
  };
}
