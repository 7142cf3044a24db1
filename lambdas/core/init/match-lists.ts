import { nestedRemedy } from '../capture/nested-remedy.ts';
import type { TableFormat } from '../capture/spec.ts';
import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import type { TableFacts } from './column-facts.ts';
import type { Findings } from './findings.ts';
import type { FoundLists } from './list-columns.ts';
import { freeColumns, type MatchedTraining } from './match-training.ts';
import { isOfKind, overlaps } from './training.ts';

interface CapturedLists {
  readonly facts: TableFacts;
  readonly lists: FoundLists;
  /** Those of the other columns too. */
  readonly features: readonly string[];
}

/** Says which lists have no values that can be features, and which may have values of another meaning in each row. */
export function sayLists(
  { rows, columns }: TableFacts,
  lists: FoundLists,
  format: TableFormat,
  findings: Findings,
): void {
  const isShort = (item: string | undefined) => item !== undefined && columns.get(item)!.filled < rows;
  const uneven = [...lists].filter(([, items]) => isShort(items.at(-1))).map(([name]) => name);
  if (uneven.length > 0) {
    findings.doubt(
      'capture.features',
      `${listNames(uneven.map(quoted), 10)}: not every list has its last value: if a place does not mean the same in every row, leave them out`,
    );
  }
  const names = [...lists].filter(([, items]) => items.length === 0).map(([name]) => name);
  if (names.length === 0) return;
  findings.fault(
    'capture.features',
    `${listNames(names.map(quoted), 10)}: left out, as ${names.length === 1 ? 'its' : 'their'} cells hold long or nested lists, or lists of Parquet; to watch the values, ${nestedRemedy(format, names[0])}`,
  );
}

/**
 * Matches the values of a list, which have no names, with the columns of the training data by their order: if there is one list that no
 * name matches, as many columns are left, and each of them has values of the same kind in the same range.
 *
 * @param outcome The column of the training data with the outcome. null: not known, so that it could be one of those left.
 */
export function matchLists(
  training: MatchedTraining,
  { facts, lists, features }: CapturedLists,
  outcome: string | null,
  findings: Findings,
): MatchedTraining {
  const isOpen = (item: string) => !training.facts.columns.has(item) && !training.ambiguous.has(item);
  const open = [...lists].filter(
    ([, items]) => items.length > 0 && items.every((item) => features.includes(item) && isOpen(item)),
  );
  if (open.length !== 1 || outcome === null) return training;
  const [[list, items]] = open;
  const free = freeColumns(training, features, outcome);
  const isAlike = (item: string, i: number) => {
    const [captured, trained] = [facts.columns.get(item), training.facts.columns.get(free[i])];
    return (
      captured !== undefined && trained !== undefined && isOfKind(captured, trained) && overlaps(captured, trained)
    );
  };
  if (free.length !== items.length || !items.every(isAlike)) return training;
  findings.doubt(
    'baseline.columns',
    `the values of ${quoted(list)} have no names; these are the columns of the training data, in their order`,
  );
  const pairs = items.map((item, i) => [item, free[i]] as const);
  return {
    ...training,
    facts: training.facts.renamed(new Map(pairs.map(([item, column]) => [column, item]))),
    columns: new Map([...training.columns, ...pairs]),
  };
}
