import { NumberFormat, type NumberMarks } from '../columns/number-format.ts';
import { parseNumber } from '../columns/number-text.ts';
import { quoted } from '../text/quoted.ts';
import type { ColumnFacts, TableFacts } from './column-facts.ts';

/** The marks that are looked for, the simplest first. */
const MARKS: readonly NumberMarks[] = [
  { decimal: ',' },
  { thousands: ',' },
  { thousands: "'" },
  { thousands: ' ' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
];

/** How the numbers of a table are written, as far as its texts show. */
export interface FoundMarks {
  /** The marks to declare. null: plain numbers, or it is not certain. */
  readonly marks: NumberMarks | null;
  /** Why it is not certain. null: it is. */
  readonly doubt: string | null;
}

const PLAIN: FoundMarks = { marks: null, doubt: null };

/**
 * Finds the decimal and thousands marks with which every value of each column of number-like texts is a number.
 *
 * @param isText Whether numbers are written as text, as in CSV: then the marks have to fit the columns of plain numbers too.
 */
export function findMarks({ columns }: TableFacts, isText: boolean): FoundMarks {
  const all = [...columns];
  const found = MARKS.map((marks) => ({ marks, names: numberLike(all, new NumberFormat(marks)) }));
  const most = Math.max(...found.map(({ names }) => names.length));
  if (most === 0) return PLAIN;
  const fitting = found.filter(
    ({ marks, names }) => names.length === most && (!isText || fitsNumbers(all, new NumberFormat(marks))),
  );
  const [first, ...others] = fitting;
  const [name] = (first ?? found.find(({ names }) => names.length === most)!).names;
  const example = `${quoted(name)} has texts such as "${exampleOf(columns.get(name)!)}"`;
  if (first === undefined) {
    const doubt = `${example}, but other columns have numbers with a decimal point: decimal and thousands say how numbers are written`;
    return { marks: null, doubt };
  }
  // `1,234` can be 1.234 or 1234.
  if (others.some(({ marks }) => (marks.decimal ?? '.') !== (first.marks.decimal ?? '.'))) {
    return { marks: null, doubt: `${example}: decimal or thousands has to say what the comma means` };
  }
  return { marks: first.marks, doubt: null };
}

/** The columns that are numbers in this format, and not all plain numbers. */
function numberLike(columns: readonly (readonly [string, ColumnFacts])[], format: NumberFormat): string[] {
  return columns
    .filter(([, { texts, values }]) => {
      if (texts === 0) return false;
      const all = [...values.keys()];
      const others = all.filter((text) => format.parse(text) === null);
      // One text without a digit may stand for missing numbers.
      const areNumbers = others.length === 0 || (others.length === 1 && !/\d/.test(others[0]));
      return areNumbers && all.some((text) => hasMarks(text) && !others.includes(text));
    })
    .map(([name]) => name);
}

/** Whether the columns of plain numbers are numbers in this format too. */
function fitsNumbers(columns: readonly (readonly [string, ColumnFacts])[], format: NumberFormat): boolean {
  return columns
    .filter(([, facts]) => facts.isNumeric)
    .every(([, { values }]) => [...values.keys()].every((text) => format.parse(text) !== null));
}

function exampleOf({ values }: ColumnFacts): string {
  return [...values.keys()].find((text) => hasMarks(text) && /\d/.test(text))!;
}

function hasMarks(text: string): boolean {
  return Number.isNaN(parseNumber(text));
}
