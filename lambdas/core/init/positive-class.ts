import { printable } from '../text/printable.ts';
import type { ColumnFacts } from './column-facts.ts';
import type { Findings } from './findings.ts';

/** Pairs of positive and negative class that leave no doubt. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['yes', 'no'],
  ['y', 'n'],
  ['t', 'f'],
  ['1', '-1'],
  ['positive', 'negative'],
  ['pos', 'neg'],
  ['bad', 'good'],
  ['fraud', 'legit'],
  ['spam', 'ham'],
];
const DEFAULTS = [new Set(['0', '1']), new Set(['true', 'false'])];

/** Chooses the positive class. undefined: it is the default, or no two classes are known. */
export async function choosePositive(outcome: ColumnFacts, findings: Findings): Promise<string | undefined> {
  const { classes } = outcome;
  if (DEFAULTS.some((usual) => classes.every((name) => usual.has(name)))) return undefined;
  const positive = classes.find((name) => classes.every((other) => other === name || isNegationOf(other, name)));
  if (positive !== undefined && classes.length === 2) {
    findings.explain('positive', `of the classes ${describe(outcome)}`);
    return positive;
  }
  const text = `Which of the classes ${describe(outcome)} is the positive one?`;
  // The rarer class is usually the one that a model looks for.
  const chosen = await findings.choose('positive', text, classes.toReversed());
  findings.explain(
    'positive',
    `of the classes ${describe(outcome)}${classes.length === 2 ? '' : '; no other was seen'}`,
  );
  return chosen;
}

function isNegationOf(other: string, name: string): boolean {
  const [negative, positive] = [other.toLowerCase(), name.toLowerCase()];
  if (PAIRS.some(([yes, no]) => yes === positive && no === negative)) return true;
  return ['no', 'not', 'non'].some((word) =>
    [' ', '_', '-', ''].some((gap) => negative === `${word}${gap}${positive}`),
  );
}

function describe({ values }: ColumnFacts): string {
  return [...values].map(([name, rows]) => `"${printable(name, 30)}" (${rows} rows)`).join(' and ');
}
