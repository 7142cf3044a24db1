import { quoted } from '../result/describe.ts';
import type { DriftResult } from '../result/schema.ts';
import { countOf, formatCount, formatValue } from '../text/numbers.ts';
import { driftTable } from './drift-table.ts';
import { type RejectedRecords, rejectionText } from './rejection-text.ts';
import { indent } from './text-table.ts';

const SHOWN_FEATURES = 40;
const SHOWN_COLUMNS = 20;

/** What a comparison shows; `compare.ts` makes it. */
interface Shown {
  readonly alpha: number;
  readonly features: readonly DriftResult['features'][number][];
  readonly drifted: number;
  readonly baselineRows: number;
  readonly windowRows: number;
  readonly missingColumns: readonly string[];
  readonly extraColumns: readonly string[];
  readonly rejected: { readonly baseline: RejectedRecords; readonly window: RejectedRecords };
}

/**
 * Two files side by side, for a terminal.
 *
 * @param all Every feature, however many there are.
 */
export function comparisonText(
  comparison: Shown,
  { all = false, width = Number.POSITIVE_INFINITY }: { readonly all?: boolean; readonly width?: number } = {},
): string {
  const { alpha, features, drifted, baselineRows, windowRows, missingColumns, extraColumns, rejected } = comparison;
  const shown = all ? features.length : SHOWN_FEATURES;
  const { table, hidden } = driftTable('feature', features, { shown, width: width - 2 });
  const blocks = [
    `${formatCount(drifted)} of ${countOf(features.length, 'feature')} drifted: baseline ${countOf(baselineRows, 'row')}, window ${countOf(windowRows, 'row')}`,
    indent(hidden > 0 ? `${table}\nand ${formatCount(hidden)} more (--all shows them)` : table),
    `drifted: the distance is above its limit and p (adjusted) is at most ${formatValue(alpha)}`,
    columnList('missing in the window', missingColumns),
    columnList('only in the window', extraColumns),
    rejectionBlock('baseline', rejected.baseline, width),
    rejectionBlock('window', rejected.window, width),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function columnList(title: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length - SHOWN_COLUMNS;
  const list = names.slice(0, SHOWN_COLUMNS).map(quoted).join(', ');
  return `${title}: ${list}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}

function rejectionBlock(side: string, rejected: RejectedRecords, width: number): string {
  const text = rejectionText(rejected, width - 2);
  return text === '' ? '' : `${side}: ${countOf(rejected.records, 'record')} could not be read\n${indent(text)}`;
}
