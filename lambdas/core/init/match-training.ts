import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import { isTrainedBatch } from './batch-columns.ts';
import type { TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { Findings } from './findings.ts';
import { matchColumns } from './match-columns.ts';
import { idCandidates } from './table-roles.ts';
import { isAnswer, type SampledTraining } from './training.ts';

/** Training data whose columns have the names that they have in captures. */
export interface MatchedTraining extends SampledTraining {
  /** The own names of the columns that are called otherwise in captures, by the captured name. */
  readonly columns: ReadonlyMap<string, string>;
  /** Captured columns that no name tells from others, with the columns of the training data that they can be. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
}

/**
 * Gives the columns of the training data the names that they have in captures.
 *
 * @param names The captured columns that can be features. @param label The column with the outcome in labels or captures.
 */
export function matchTraining(
  training: SampledTraining,
  captured: TableFacts,
  names: ReadonlySet<string>,
  label: string | null,
): MatchedTraining {
  const { facts } = training;
  const features = new Map([...captured.columns].filter(([name]) => names.has(name)));
  // A column that the training data has for its outcome or for answers is none of a feature with another name.
  const isOther = (name: string) => name === label || isNamed(name, 'outcome') || isAnswer(name);
  const trained = new Map([...facts.columns].filter(([name]) => features.has(name) || !isOther(name)));
  const { columns, ambiguous } = matchColumns(features, trained);
  const renamed = new Map(Array.from(columns, ([feature, column]) => [column, feature]));
  return { ...training, facts: facts.renamed(renamed), columns, ambiguous };
}

/** Says why columns of the training data are taken for features of other names. */
export function explainColumns(training: MatchedTraining | null, findings: Findings): void {
  if (training === null || training.columns.size === 0) return;
  findings.explain('baseline.columns', 'features that have another name here, by their words');
}

/** The features that the training data has, and those that it may have: the others have nothing to be compared with. */
export function trainedFeatures(
  features: readonly string[],
  training: MatchedTraining | null,
  outcome: string | null,
  findings: Findings,
): readonly string[] {
  if (training === null) return features;
  const { facts, ambiguous } = training;
  const open = features.filter((name) => ambiguous.has(name));
  if (open.length > 0) {
    const found = [...new Set(open.flatMap((name) => ambiguous.get(name)!))];
    findings.fault(
      'baseline',
      `captures have ${listed(open)}, the training data ${listed(found)}, and their names do not tell which are the same: ` +
        `say it with baseline.columns, such as ${example(open[0], ambiguous.get(open[0])![0])}`,
    );
  }
  const known = features.filter((name) => facts.columns.has(name) || ambiguous.has(name));
  const others = features.filter((name) => !known.includes(name));
  if (others.length === 0) return features;
  const free = freeColumns(training, features, outcome);
  if (known.length === 0) {
    findings.fault(
      'baseline',
      `the training data has no column ${listed(others)}, which captures have; ${also(others, free)}`,
    );
    return features;
  }
  const leftOut = `${listed(others)}: left out, the training data has no such column`;
  // Without a known outcome, the other column may be that.
  if (free.length === 0 || outcome === null) findings.doubt('capture.features', leftOut);
  else findings.fault('capture.features', `${leftOut}; ${also(others, free)}`);
  return known;
}

function also(features: readonly string[], free: readonly string[]): string {
  if (free.length === 0) return 'it has no other column that could be one of them';
  return (
    `it has ${listed(free)}, which captures do not have: where ${features.length + free.length === 2 ? 'they are the same' : 'two are the same'}, ` +
    `name ${features.length === 1 ? 'it' : 'the feature'} in capture.features and its column in baseline.columns, such as ${example(features[0], free[0])}`
  );
}

/** Columns of the training data that no capture has and that a model can be trained on, in their order. */
export function freeColumns(
  { facts, ambiguous }: MatchedTraining,
  features: readonly string[],
  outcome: string | null,
): string[] {
  const taken = new Set([...features, ...[...ambiguous.values()].flat(), ...idCandidates(facts)]);
  return [...facts.columns]
    .filter(([name, column]) => {
      if (taken.has(name) || name === outcome || isAnswer(name) || isNamed(name, 'id')) return false;
      if (isTrainedBatch(name, column)) return false;
      return column.filled > 0 && !column.isTime && !column.isOfPart(facts.rows);
    })
    .map(([name]) => name);
}

const listed = (names: readonly string[]) => listNames(names.map(quoted), 10);

const example = (feature: string, column: string) => `{ ${quoted(feature)}: ${quoted(column)} }`;
