import { absentAnswerKeys, type NamedTraining } from '../baseline/absent-answers.ts';
import type { Baseline } from '../baseline/document.ts';
import type { TimesFound } from '../baseline/times-found.ts';
import { describeMissingLimit, hasNoLimit } from '../monitor/missing-limit.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import { estimateDistinct } from '../profile/named-sample.ts';
import { findNumberTexts } from '../profile/number-texts.ts';
import type { Categories, ColumnProfile, Identifier } from '../profile/types.ts';
import { formatColumnValue } from '../text/format-column-value.ts';
import { countOf, formatCount, formatMeasure, formatShare } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { quoted } from '../text/quoted.ts';
import { HIDDEN, type Redactor } from '../text/redactor.ts';
import { metricTable } from './metric-table.ts';
import { numberTextsNote } from './number-texts-note.ts';
import { type RejectedRecords, rejectionText } from './rejection-text.ts';
import { indent, textTable } from './text-table.ts';
import { timesText } from './times-text.ts';

const SHOWN_COLUMNS = 40;

/** The parts of a built baseline that the text shows; `build-baseline.ts` makes them. */
interface Shown {
  readonly baseline: Baseline;
  readonly activated: boolean;
  readonly times: TimesFound;
  readonly rejected: RejectedRecords;
  /** @default null */
  readonly limitBasis?: { readonly windows: number; readonly worst: string; readonly value: number } | null;
}

/** A built baseline for a terminal. */
export function baselineText(
  monitor: Pick<Monitor, 'name' | 'privacy' | 'labels' | 'performance'> & NamedTraining,
  built: Shown,
  width?: number,
): string {
  const redactor = redactorWithoutKey(monitor);
  const { baseline, activated, rejected } = built;
  const { profile, predictions, performance } = baseline;
  const inner = width === undefined ? undefined : width - 2;
  const blocks = [
    `${monitor.name}: baseline ${baseline.id}${activated ? ', now active' : ' (dry run: not saved)'}\n` +
      `${countOf(profile.rows, 'row')} of ${printable(baseline.source, 300)}`,
    indent(columnTable(profile.columns, profile.rows, inner, redactor)),
    numberTextsNote(
      findNumberTexts(profile.columns).map((found) => ({ ...found, example: redactor.text(found.example) })),
      'baseline.decimal and baseline.thousands in the monitor file say',
    ),
    describeIdentifiers(profile.columns),
    timesText(built.times),
    predictions === null
      ? `no answers of the model (${absentAnswerKeys(monitor) ?? 'no row has a value'}): drift of the model's answers is not checked`
      : '',
    performance === null
      ? `${absentForPerformance(monitor)}: performance is not compared with the baseline`
      : `the model on ${countOf(performance.rows, 'held-out row')}\n\n${indent(metricTable(performance.metrics, inner))}`,
    limitHint(monitor, built),
    rejectionText(rejected, width),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** What the training data lacks to measure the model. */
function absentForPerformance(monitor: NamedTraining): string {
  const answers = absentAnswerKeys(monitor);
  const absent = [
    ...(monitor.baseline?.label === undefined ? ['labels (baseline.label)'] : []),
    ...(answers === null ? [] : [`answers (${answers})`]),
  ];
  return absent.length === 0 ? 'no row has a label and an answer' : `no ${absent.join(' and no ')}`;
}

/** A limit to add, once the baseline's performance is known; empty where there is one. */
function limitHint(
  monitor: Pick<Monitor, 'labels' | 'performance'>,
  { baseline, limitBasis = null }: Pick<Shown, 'baseline' | 'limitBasis'>,
): string {
  if (baseline.performance === null || !hasNoLimit(monitor)) return '';
  const hint = describeMissingLimit(monitor.performance.primaryMetric, baseline);
  if (limitBasis === null) return hint;
  const { windows, worst, value } = limitBasis;
  return `${hint}\n(from ${countOf(windows, 'window')} of the held-out rows, of which ${worst} is the worst with ${formatMeasure(value)})`;
}

/** All identifiers, including those beyond the table. */
function describeIdentifiers(columns: readonly ColumnProfile[]): string {
  const names = columns.filter(({ identifier }) => identifier !== undefined).map(({ name }) => quoted(name));
  if (names.length === 0) return '';
  return `identifiers: ${names.join(', ')} (nearly all values are distinct: only their form and missing values are checked)`;
}

function describeCategories(categories: Categories | null, identifier: Identifier | undefined): string {
  if (identifier !== undefined) {
    return `identifier, about ${formatCount(identifier.distinct)} distinct`;
  }
  if (categories === null) return 'no categories';
  return categories.capped
    ? `about ${formatCount(estimateDistinct(categories))} categories`
    : countOf(categories.counts.length, 'category', 'categories');
}

/** The smallest and the largest number are single values. */
function describeRange(moments: ColumnProfile['moments'], form: ColumnProfile['form'], redactor: Redactor): string {
  if (moments === null) return 'no finite number';
  if (!redactor.shows) return HIDDEN;
  return `${formatColumnValue(moments.min, form)} to ${formatColumnValue(moments.max, form)}`;
}

function columnTable(
  columns: readonly ColumnProfile[],
  rows: number,
  width: number | undefined,
  redactor: Redactor,
): string {
  const table = textTable(
    [
      { title: 'feature', maxWidth: 120, wrap: true },
      { title: 'type' },
      { title: 'missing', align: 'right' },
      { title: 'mean', align: 'right' },
      { title: 'range or categories' },
    ],
    columns
      .slice(0, SHOWN_COLUMNS)
      .map(({ name, type, form, cells, moments, categories, identifier }) => [
        name,
        form ?? type,
        formatShare(rows === 0 ? null : cells.missing / rows),
        type === 'number' && moments !== null ? formatColumnValue(moments.mean, form, formatMeasure) : '',
        type === 'number' ? describeRange(moments, form, redactor) : describeCategories(categories, identifier),
      ]),
    width,
  );
  const more = columns.length - SHOWN_COLUMNS;
  return more > 0 ? `${table}\nand ${formatCount(more)} more` : table;
}
