import type { NumberTexts } from '../profile/number-texts.ts';
import type { DriftResult } from '../result/schema.ts';
import { countOf, formatCount, formatValue } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';
import { wrapText } from '../text/width.ts';
import { driftTable } from './drift-table.ts';
import { numberTextsNote } from './number-texts-note.ts';
import { type RejectedRecords, rejectionText } from './rejection-text.ts';
import { indent } from './text-table.ts';

const SHOWN_FEATURES = 40;

/** The parts of a comparison that the text shows; `compare.ts` makes them. */
interface Shown {
  readonly alpha: number;
  readonly features: readonly DriftResult['features'][number][];
  readonly drifted: number;
  readonly baselineRows: number;
  readonly windowRows: number;
  readonly changed: readonly string[];
  readonly quality: readonly { readonly check: string; readonly message: string; readonly breached: boolean }[];
  readonly identifiers: readonly string[];
  readonly numberTexts: readonly NumberTexts[];
  readonly missingColumns: readonly string[];
  readonly extraColumns: readonly string[];
  readonly rejected: { readonly baseline: RejectedRecords; readonly window: RejectedRecords };
}

/**
 * A comparison of two files for a terminal: everything that changed, then the distances.
 *
 * @param all whether to show every feature; otherwise quiet ones beyond the first few are left out
 */
export function comparisonText(
  comparison: Shown,
  { all = false, width = Number.POSITIVE_INFINITY }: { readonly all?: boolean; readonly width?: number } = {},
): string {
  const { alpha, features, drifted, missingColumns, extraColumns, quality, identifiers, numberTexts, rejected } =
    comparison;
  const shown = all ? features.length : SHOWN_FEATURES;
  const { table, hidden } = driftTable('feature', features, { shown, width: width - 2 });
  const blocks = [
    headline(comparison),
    numberTextsNote(numberTexts, '--decimal and --thousands say'),
    findingList(quality, width),
    columnList('missing in the window', missingColumns),
    columnList('only in the window', extraColumns),
    `${formatCount(drifted)} of ${countOf(features.length, 'feature')} drifted: the distance is above its limit and p (adjusted) is at most ${formatValue(alpha)}`,
    indent(hidden > 0 ? `${table}\nand ${formatCount(hidden)} more like the baseline (--all shows them)` : table),
    columnList('identifiers (only form and missing values are compared)', identifiers),
    rejectionBlock('baseline', rejected.baseline, width),
    rejectionBlock('window', rejected.window, width),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** `2 columns changed (f10, f20): baseline 600 rows, window 600 rows`. */
function headline({ changed, baselineRows, windowRows }: Shown): string {
  const rows = `baseline ${countOf(baselineRows, 'row')}, window ${countOf(windowRows, 'row')}`;
  if (changed.length === 0) return `no column changed: ${rows}`;
  return `${columnList(`${countOf(changed.length, 'column')} changed`, changed)}\n${rows}`;
}

function findingList(quality: Shown['quality'], width: number): string {
  return (
    quality
      // Missing columns are listed by name.
      .filter(({ check, breached }) => breached && check !== 'missing_column')
      .flatMap(({ message }) => wrapText(message, width))
      .join('\n')
  );
}

function columnList(title: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  return `${title}: ${names.map(quoted).join(', ')}`;
}

function rejectionBlock(side: string, rejected: RejectedRecords, width: number): string {
  const text = rejectionText(rejected, width - 2);
  return text === '' ? '' : `${side}: ${countOf(rejected.records, 'record')} could not be read\n${indent(text)}`;
}
