import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import type { Candidate } from './answer-group.ts';
import type { ColumnFacts, TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { Findings } from './findings.ts';
import { InitError } from './init-error.ts';
import type { SampledTable } from './read-table.ts';

const PATH_OF = { time: 'capture.time', id: 'capture.id' } as const;

/** Where a table without names may come from, if none of its columns has times. */
const TRANSFORM_HINT =
  '. If a batch transform wrote these files, in folders yyyy/mm/dd/hh whose hour is the time, let their names end with .out, by which init knows them';

/**
 * Chooses the column with the time of each row.
 *
 * @param now Milliseconds since the epoch.
 * @throws InitError if no column has times
 */
export async function chooseTime(
  { facts: { columns }, header }: Pick<SampledTable, 'facts' | 'header'>,
  uri: string,
  now: number,
  findings: Findings,
): Promise<string> {
  const found = [...columns].filter(([name, facts]) => facts.isTime || (isNamed(name, 'time') && facts.isEpoch(now)));
  if (found.length === 0) {
    throw new InitError(
      `${uri}: no column has the time of each row, which decides its window; the columns are ${listNames([...columns.keys()].map(quoted))}${header ? '' : TRANSFORM_HINT}`,
    );
  }
  const whole = found.filter(([, { filled }]) => filled === Math.max(...found.map(([, facts]) => facts.filled)));
  const named = whole.filter(([name]) => isNamed(name, 'time'));
  const likely = named.length > 0 ? named : whole;
  // A day, such as that of a folder, says less than a time.
  const timed = likely.filter(([, facts]) => facts.hasTimeOfDay);
  const names = (timed.length > 0 ? timed : likely).map(([name]) => name);
  const rest = whole.map(([name]) => name).filter((name) => !names.includes(name));
  const time = await findings.choose(PATH_OF.time, 'Which column has the time of each row?', names);
  if (names.length === 1 && rest.length > 0) {
    findings.explain(PATH_OF.time, `by its name or its times of day; ${listNames(rest.map(quoted), 5)} has times too`);
  } else if (names.length === 1) findings.explain(PATH_OF.time, 'the only column with a time in every row');
  return time;
}

/** The columns that can name a row, the most likely first. */
export function idCandidates(table: TableFacts): string[] {
  const isId = ([name, facts]: [string, ColumnFacts]) =>
    !facts.isTime && (facts.texts === facts.filled || facts.integers === facts.filled) && table.isUnique(name);
  const unique = [...table.columns].filter(isId);
  const named = unique.filter(([name]) => isNamed(name, 'id')).map(([name]) => name);
  const texts = unique.filter(([name, { texts }]) => texts > 0 && !named.includes(name)).map(([name]) => name);
  return [...named, ...texts];
}

/** The columns of distinct integers, without a name that says what they are. The index of a table is the least likely. */
export function integerIdCandidates(table: TableFacts): string[] {
  const usual = new Set(idCandidates(table));
  const found = [...table.columns].filter(
    ([name, facts]) => !usual.has(name) && !facts.isTime && facts.integers === facts.filled && table.isUnique(name),
  );
  return found.sort(([, a], [, b]) => Number(a.isCount) - Number(b.isCount)).map(([name]) => name);
}

/**
 * The columns that may have the prediction, the most likely first: by their names, otherwise those that the model was not trained
 * on, otherwise all; from the last one on.
 *
 * @param training The training data; null: there is none.
 */
export function answerCandidates(
  { columns }: TableFacts,
  taken: ReadonlySet<string>,
  training: TableFacts | null,
  findings: Findings,
): Candidate[] {
  const free = [...columns]
    .filter(([name, { filled, isTime }]) => filled > 0 && !isTime && !taken.has(name))
    .map(([where, facts]) => ({ where, facts }));
  const named = free.filter(({ where }) => isNamed(where, 'score') || isNamed(where, 'answer'));
  if (named.length > 0) {
    findings.explain('capture.prediction', `by ${named.length === 1 ? 'its name' : 'their names'}`);
    return named;
  }
  const last = free.filter(({ facts }) => facts.isNumeric || facts.isClass).reverse();
  const untrained = training === null ? [] : last.filter(({ where }) => !isTrained(training, where));
  if (untrained.length > 0) {
    findings.explain(
      'capture.prediction',
      'no name is that of a prediction; the training data does not have this column, or only in rows of one part',
    );
    return untrained;
  }
  if (last.length > 0) findings.doubt('capture.prediction', 'no column has a usual name of predictions');
  return last.map((candidate) => ({ ...candidate, isGuess: true }));
}

/** Whether the model can have been trained on the column: it has values all over the training data. */
function isTrained({ columns, rows }: TableFacts, name: string): boolean {
  const column = columns.get(name);
  return column !== undefined && !column.isOfPart(rows);
}

/** The column with the true outcome, if its name says so. */
export function namedOutcome({ columns }: TableFacts, taken: ReadonlySet<string>): string | null {
  const found = [...columns].filter(([name, { filled }]) => filled > 0 && !taken.has(name) && isNamed(name, 'outcome'));
  return found.length === 1 ? found[0][0] : (found.find(([name]) => /^(label|target|y)$/i.test(name))?.[0] ?? null);
}
