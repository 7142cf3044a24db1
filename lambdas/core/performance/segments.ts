import { escape as asIs, type ColumnTable } from 'arquero';
import { descending, TypedTable } from '../columns/typed-table.ts';
import { adjustKnownPValues } from '../statistics/false-discovery.ts';
import { normalSurvival } from '../statistics/normal.ts';
import { comparePerformance, type MetricComparison } from './compare.ts';
import { Z } from './intervals/quantiles.ts';
import type { MetricDefinition } from './metrics/definition.ts';
import { METRICS } from './metrics/registry.ts';
import { encodeSegments } from './rows/class-codes.ts';
import { CLASS_ORDER, NO_CLASS } from './rows/class-dictionary.ts';
import { codeRows } from './rows/code-rows.ts';
import type { EvaluationSettings } from './rows/settings.ts';
import { requireColumn } from './rows/table-columns.ts';
import { selectUsable } from './rows/usable.ts';
import type { MetricName, Performance } from './types.ts';

/** Segments below the minimum that a result lists by name; the rest are counted. */
const LISTED_SMALL_SEGMENTS = 20;

/** False discovery rate over the segments of a column. */
const FALSE_DISCOVERY_RATE = 0.05;

export interface SegmentSettings {
  /** A segment with fewer usable rows is not judged. */
  readonly minimumRows: number;
  /** The metric that segments are ordered and compared by. */
  readonly metric: MetricName;
}

export interface Segment {
  /** Canonical text of the column's value; null for rows without one. */
  readonly value: string | null;
  /** Usable rows. */
  readonly rows: number;
  readonly performance: Performance;
  /** The segment against all rows, which include it: the interval is too wide rather than too narrow. */
  readonly comparison: MetricComparison;
  /** Benjamini–Hochberg over the segments; null where there is nothing to compare. */
  readonly adjustedPValue: number | null;
  /** Worse than overall, beyond what chance does among that many segments. */
  readonly worse: boolean;
}

export interface SegmentsEvaluation {
  /** Performance on all usable rows. */
  readonly overall: Performance;
  /** Segments with enough rows, worst metric first; those without a value of the metric last. */
  readonly segments: readonly Segment[];
  /** Segments with too few rows ("not enough data"): the largest by name, and how many there are. */
  readonly tooSmall: {
    readonly segments: number;
    readonly rows: number;
    readonly largest: readonly { readonly value: string | null; readonly rows: number }[];
  };
}

/**
 * Performance by the values of a column.
 * @param column the table's column with the segment's value
 * @throws MissingColumnError, PositiveClassError, TooManyClassesError
 */
export function evaluateSegments(
  table: ColumnTable,
  column: string,
  settings: EvaluationSettings,
  { minimumRows, metric }: SegmentSettings,
): SegmentsEvaluation {
  const source = table.reify();
  const { codes: segment, texts } = encodeSegments(requireColumn(source, column, 'the segments'));
  const coded = codeRows(source, settings);
  const { usable } = selectUsable(coded, { segment });
  const textOf = (code: number) => (code === NO_CLASS ? null : texts[code]);
  const bySegment = usable.groupby({ segment: asIs((row: { segment: number }) => row.segment) });
  const groups = bySegment.partitions() as ArrayLike<number>[];
  const all = TypedTable.of({
    value: groups.map((at) => textOf(segment[at[0]])),
    rows: groups.map((at) => at.length),
    at: groups,
  });
  const least = Math.max(1, minimumRows);
  const overall = coded.evaluate(usable.indices());
  const judged = all.filter(({ rows }) => rows >= least).derive({ performance: ({ at }) => coded.evaluate(at) });
  return {
    overall,
    segments: rankSegments(judged, overall, metric),
    tooSmall: describeSmall(all.filter(({ rows }) => rows < least)),
  };
}

type SegmentRows = Pick<Segment, 'value' | 'rows'>;
type Judged = SegmentRows & Pick<Segment, 'performance'>;

function rankSegments(judged: TypedTable<Judged>, overall: Performance, metric: MetricName): Segment[] {
  const definition = METRICS[metric];
  const whole = overall.metrics[metric];
  if (whole === undefined) throw new RangeError(`${overall.problem} has no metric ${metric}`);
  const compared = judged.derive({
    comparison: ({ performance }) => comparePerformance(whole, performance.metrics[metric]!, definition),
  });
  const ranked = compared
    .assign({ adjustedPValue: adjustKnownPValues(compared.column('comparison').map(pValueOf)) })
    .derive({
      worse: ({ comparison, adjustedPValue }) =>
        comparison.outcome === 'worse' && adjustedPValue !== null && adjustedPValue <= FALSE_DISCOVERY_RATE,
    })
    .orderby(
      descending(({ performance }) => badness(performance, metric, definition)),
      descending(({ rows }) => rows),
      ...CLASS_ORDER.map((key) => (row: SegmentRows) => key(row.value ?? '')),
    );
  return ranked.rows().map(({ value, rows, performance, comparison, adjustedPValue, worse }) => ({
    value,
    rows,
    performance,
    comparison,
    adjustedPValue,
    worse,
  }));
}

/**
 * Two-sided, from the distance of the difference to the limit that faces zero, taken as Z standard errors; null where
 * the outcome is unknown.
 */
function pValueOf({ outcome, difference, lower, upper }: MetricComparison): number | null {
  if (outcome === 'unknown') return null;
  if (difference === 0) return 1;
  const half = difference! > 0 ? difference! - lower! : upper! - difference!;
  return Math.min(1, 2 * normalSurvival((Z * Math.abs(difference!)) / half));
}

/** Grows as the metric gets worse. */
function badness(performance: Performance, metric: MetricName, { better }: MetricDefinition): number {
  const value = performance.metrics[metric]!.value;
  if (value === null) return -Number.MAX_VALUE;
  return better === 'higher' ? -value : Math.abs(value);
}

function describeSmall(segments: TypedTable<SegmentRows>): SegmentsEvaluation['tooSmall'] {
  const largest = segments.orderby(({ rows }) => rows).rows();
  return {
    segments: segments.numRows,
    rows: segments.column('rows').reduce((sum, rows) => sum + rows, 0),
    largest: largest
      .reverse()
      .slice(0, LISTED_SMALL_SEGMENTS)
      .map(({ value, rows }) => ({ value, rows })),
  };
}
