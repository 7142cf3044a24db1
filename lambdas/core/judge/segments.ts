import { descending, TypedTable } from '../columns/typed-table.ts';
import { adjustKnownPValues } from '../statistics/false-discovery.ts';
import { type ComparedMetric, compareMetric, gainOf } from './compare-metric.ts';
import { type PairedRows, pickPair, type SegmentColumn } from './paired-rows.ts';
import { CONFIDENCE, type CompleteSettings } from './settings.ts';

/** The two models on the rows of one segment. */
export interface ComparedSegment {
  readonly feature: string;
  /** null: the rows without a value. */
  readonly value: string | null;
  readonly rows: number;
  readonly compared: ComparedMetric;
  /** One-sided, of "the candidate is not worse here", adjusted over all segments; null without a difference. */
  readonly adjustedPValue: number | null;
  /** Worse by more than allowed, and beyond chance. */
  readonly blocks: boolean;
}

export interface ComparedSegments {
  /** Segments with enough rows, the worst loss first, those without a difference last. */
  readonly compared: readonly ComparedSegment[];
  /** Segments with too few rows to be judged. */
  readonly tooSmall: { readonly segments: number; readonly rows: number };
}

/**
 * Compares the deciding metric in each segment. A segment blocks the candidate when its loss is above `maxSegmentLoss`
 * (it matters) and the candidate is worse there beyond chance: its one-sided p-value, adjusted by Benjamini and
 * Hochberg over all segments of all listed features, is at or below 2.5 %. So for a candidate that loses nowhere, at
 * most one judgement in 40 is blocked by chance, however many segments there are. If the loss had to exceed the
 * allowance itself beyond chance, small segments could lose much: a false block costs a retraining, a false promotion
 * costs the segment's users.
 */
export function compareSegments(
  rows: PairedRows,
  columns: ReadonlyMap<string, SegmentColumn>,
  { metric, segments, maxSegmentLoss, minimumSegmentRows }: CompleteSettings,
): ComparedSegments {
  const tooSmall = { segments: 0, rows: 0 };
  const measured: MeasuredSegment[] = [];
  for (const feature of segments) {
    const { codes, texts } = columns.get(feature)!;
    for (const [code, at] of groupRows(codes, texts.length)) {
      if (at.length < minimumSegmentRows) {
        tooSmall.segments++;
        tooSmall.rows += at.length;
        continue;
      }
      const compared = compareMetric(pickPair(rows, at), metric);
      measured.push({ feature, value: code < 0 ? null : texts[code], rows: at.length, compared });
    }
  }
  const pValues = measured.map(({ compared }) => (compared.difference === null ? null : pValueOfWorse(compared)));
  const compared = TypedTable.of({ segment: measured, adjustedPValue: adjustKnownPValues(pValues) }).orderby(
    descending(({ segment }) => lossOf(segment)),
  );
  return { compared: compared.rows().map((row) => judgeSegment(row, maxSegmentLoss)), tooSmall };
}

type MeasuredSegment = Omit<ComparedSegment, 'adjustedPValue' | 'blocks'>;

function judgeSegment(
  { segment, adjustedPValue }: { readonly segment: MeasuredSegment; readonly adjustedPValue: number | null },
  maxSegmentLoss: number,
): ComparedSegment {
  const beyondChance = adjustedPValue !== null && adjustedPValue <= (1 - CONFIDENCE) / 2;
  return { ...segment, adjustedPValue, blocks: beyondChance && lossOf(segment) > maxSegmentLoss };
}

/** One-sided, so that a segment that gets better never makes another one's loss look more certain. */
function pValueOfWorse(compared: ComparedMetric): number {
  const half = compared.difference!.pValue / 2;
  return gainOf(compared)!.value < 0 ? half : 1 - half;
}

function lossOf({ compared }: MeasuredSegment): number {
  return -(gainOf(compared)?.value ?? Number.MAX_VALUE);
}

/** Row numbers by code, in order of code; -1 for the rows without a value. */
function groupRows(codes: Int32Array, values: number): [code: number, at: Int32Array][] {
  const sizes = new Int32Array(values + 1);
  for (let row = 0; row < codes.length; row++) sizes[Math.max(-1, codes[row]) + 1]++;
  const groups = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (let row = 0; row < codes.length; row++) {
    const group = Math.max(-1, codes[row]) + 1;
    groups[group][sizes[group]++] = row;
  }
  return groups.map((at, i): [number, Int32Array] => [i - 1, at]).filter(([, at]) => at.length > 0);
}
