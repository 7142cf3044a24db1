import type { FieldLocation } from '../capture/spec.ts';
import type { ColumnFacts } from './column-facts.ts';
import type { Findings } from './findings.ts';

/** How far the sum of rounded probabilities may be from 1. */
const TOLERANCE = 0.02;

/** A column, or a place in an answer, that may have the prediction. */
export interface Candidate {
  readonly where: FieldLocation;
  readonly facts: ColumnFacts;
  /** Nothing but its values speaks for it: it may be a feature. @default false */
  readonly isGuess?: boolean;
}

/** Columns with the probability of each class. */
export interface AnswerGroup {
  /** By the end of their names, such as `cat` for `p_cat`, or by their positions. */
  readonly members: ReadonlyMap<string, FieldLocation>;
  /** The columns by class. Positions are those of the outcome's classes in order. */
  byClass(outcome: ColumnFacts | null, findings: Findings): ReadonlyMap<string, FieldLocation>;
}

/** Finds the largest group of columns whose names begin alike and whose values add up to 1 in every row. */
export function findGroup(candidates: readonly Candidate[]): AnswerGroup | null {
  const groups = new Map<string, Map<string, Candidate>>();
  for (const candidate of candidates) {
    const { facts, where } = candidate;
    if (!facts.isNumeric || facts.min < 0 || facts.max > 1) continue;
    const [start, end] = split(where);
    if (start === null) continue;
    const group = groups.get(start) ?? new Map();
    groups.set(start, group.set(end, candidate));
  }
  const found = [...groups.values()].filter((group) => group.size > 1 && addUp([...group.values()]));
  if (found.length === 0) return null;
  const largest = found.reduce((best, group) => (group.size > best.size ? group : best));
  const members = new Map([...largest].map(([name, { where }]) => [name, where]));
  const listed = listedClasses(candidates, members.size);
  return { members, byClass: (outcome, findings) => byClass(members, listed, outcome, findings) };
}

/**
 * The classes that every answer lists beside its probabilities, in their order, as SageMaker's Autopilot does: `"labels": ["cat",
 * "dog"]`. null: there is no such list.
 */
function listedClasses(candidates: readonly Candidate[], size: number): readonly string[] | null {
  const lists = new Map<string, string[]>();
  for (const { where, facts } of candidates) {
    const [start, end] = split(where);
    if (start === null || !/^\d+$/.test(end) || facts.texts !== facts.filled || facts.values.size !== 1) continue;
    const list = lists.get(start) ?? [];
    lists.set(start, list);
    [list[Number(end)]] = facts.values.keys();
  }
  const isWhole = (list: readonly string[]) => list.length === size && new Set(list).size === size;
  return [...lists.values()].find(isWhole) ?? null;
}

/** `p_cat` begins with `p_`. null: the name has one part. */
function split(where: FieldLocation): [string | null, string] {
  if (typeof where === 'number') return ['', String(where)];
  const match = /^(.*[._\s-])([^._\s-]+)$/s.exec(where);
  return match === null ? [null, where] : [match[1], match[2]];
}

function addUp(group: readonly Candidate[]): boolean {
  const [{ facts }] = group;
  for (let row = 0; row < facts.head.length; row++) {
    const sum = group.reduce((total, { facts: { head } }) => total + Number(head[row] ?? Number.NaN), 0);
    if (!(Math.abs(sum - 1) <= TOLERANCE)) return false;
  }
  return true;
}

function byClass(
  members: ReadonlyMap<string, FieldLocation>,
  listed: readonly string[] | null,
  outcome: ColumnFacts | null,
  findings: Findings,
): ReadonlyMap<string, FieldLocation> {
  const names = [...members.keys()];
  const arePositions = names.every((name) => /^\d+$/.test(name));
  if (arePositions && listed !== null) {
    findings.explain('capture.prediction', 'the classes of the probabilities are those that every answer lists');
    return new Map(listed.map((name, i) => [name, members.get(String(i))!]));
  }
  if (!arePositions || outcome === null) {
    if (arePositions) findings.doubt('capture.prediction', 'the classes are named by their positions');
    return members;
  }
  if (outcome.classes.every((name) => members.has(name))) return members;
  const classes = outcome.classes.sort();
  if (classes.length !== names.length) {
    findings.doubt(
      'capture.prediction',
      `${names.length} probabilities, but the outcomes seen have ${classes.length} classes`,
    );
    return members;
  }
  findings.doubt('capture.prediction', 'the probabilities are taken to be in the alphabetical order of the classes');
  return new Map(classes.map((name, i) => [name, members.get(names[i])!]));
}
