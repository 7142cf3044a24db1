import { readTime } from '../capture/times.ts';
import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import { haveOneForm } from '../validate/value-forms.ts';
import type { ColumnFacts, TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { Findings } from './findings.ts';

/** A value of a batch holds for at least so many rows on average. */
const ROWS_OF_VALUE = 10;

/**
 * Whether a column names what its rows came with, such as a batch, a run, a version or a day, and says nothing about a row: each
 * value holds for many rows in a row and does not come again, so that each window has other values than the baseline.
 *
 * @param trained The column of the training data. null: there is none; its name, or the form of at least three values, then decides.
 */
function isBatch(name: string, captured: ColumnFacts, trained: ColumnFacts | null): boolean {
  if (!isInRuns(captured)) return false;
  const isCounted = captured.isTime || isNamed(name, 'batch');
  if (trained === null || trained.filled === 0)
    return isCounted || (captured.values.size > 2 && hasOneForm([captured]));
  if (!areDisjoint(captured, trained)) return false;
  if (captured.isTime) return trained.isTime && latest(trained) < earliest(captured);
  return isCounted || hasOneForm([captured, trained]);
}

/** Whether a column of the training data, whose rows may be in any order, only names a batch. */
export function isTrainedBatch(name: string, trained: ColumnFacts): boolean {
  return isNamed(name, 'batch') || isBatch(name, trained, null);
}

/** Whether a column of numbers may count batches or days, which its values alone do not tell from a price of the day. */
function mayCount(captured: ColumnFacts, trained: ColumnFacts | null): boolean {
  if (trained === null || !captured.isNumeric || !trained.isNumeric || trained.values.size < 2) return false;
  return isInRuns(captured) && captured.integers === captured.filled && captured.min > trained.max;
}

/**
 * The features that only name a batch. Notes those that may do so.
 *
 * @param captured The facts about each feature. @param trained Facts by the name of the feature.
 */
export function findBatches(
  captured: ReadonlyMap<string, ColumnFacts>,
  trained: ReadonlyMap<string, ColumnFacts> | undefined,
  findings: Findings,
): readonly string[] {
  const there = (name: string) => trained?.get(name) ?? null;
  const all = [...captured];
  const batches = all.filter(([name, facts]) => isBatch(name, facts, there(name))).map(([name]) => name);
  const counts = all.filter(([name, facts]) => !batches.includes(name) && mayCount(facts, there(name)));
  if (counts.length > 0) {
    findings.doubt(
      'capture.features',
      `${listNames(
        counts.map(([name]) => quoted(name)),
        10,
      )}: above all of the training data, and the same in many rows: if it counts batches or days, leave it out`,
    );
  }
  // Data of one batch only says nothing about the others.
  return batches.length === captured.size ? [] : batches;
}

/** The features without those that only name a batch, which a note names. */
export function withoutBatches(
  features: readonly string[],
  { columns }: TableFacts,
  trained: TableFacts | undefined,
  findings: Findings,
): readonly string[] {
  const captured = new Map([...columns].filter(([name]) => features.includes(name)));
  const batches = findBatches(captured, trained?.columns, findings);
  if (batches.length > 0) findings.explain('capture.features', `${describeBatches(batches)}: left out`);
  return features.filter((name) => !batches.includes(name));
}

/** `batch_id: the name of a batch, …`. */
export function describeBatches(names: readonly string[]): string {
  return `${listNames(names.map(quoted), 10)} only says which batch, version or day a row is of, so that each window has another value than the baseline`;
}

/** Whether equal values follow each other, many at a time. Where one batch ends and the next begins, rows may be mixed. */
function isInRuns({ filled, runs, values }: ColumnFacts): boolean {
  return filled >= 2 * ROWS_OF_VALUE && filled >= ROWS_OF_VALUE * values.size && runs < 2 * values.size;
}

function areDisjoint(a: ColumnFacts, b: ColumnFacts): boolean {
  return ![...a.values.keys()].some((value) => b.values.has(value));
}

/** Whether all values are texts of one form. */
function hasOneForm(sides: readonly ColumnFacts[]): boolean {
  if (sides.some(({ texts, filled }) => texts < filled)) return false;
  return haveOneForm(sides.flatMap(({ values }) => [...values.keys()]));
}

const timesOf = ({ values }: ColumnFacts) => [...values.keys()].map((value) => readTime(value));
const earliest = (facts: ColumnFacts) => timesOf(facts).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const latest = (facts: ColumnFacts) => timesOf(facts).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
