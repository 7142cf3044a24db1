import type { Kind, Value } from './table.ts';

/** How a file of texts spells what is not a text. */
export interface Spelling {
  readonly booleans: readonly [yes: string, no: string];
  readonly missing: string;
  readonly time: (milliseconds: number) => string;
  readonly number: (value: number) => string;
}

/** Spellings of which the values alone say what they are. */
export interface Choices {
  readonly booleans: readonly (readonly [string, string])[];
  readonly missing: readonly string[];
  readonly times: readonly ((milliseconds: number) => string)[];
  readonly numbers: readonly ((value: number) => string)[];
}

const iso = (time: number) => new Date(time).toISOString();
/** `2000-02-01T12:30:00.123+05:45` */
const nepal = (time: number) => iso(time + (5 * 60 + 45) * 60_000).replace('Z', '+05:45');

const TIME_TEXTS: Choices['times'] = [
  iso,
  nepal,
  (time) => iso(time).replace('T', ' ').replace('Z', ''),
  (time) => iso(time).replace('T', ' ').replace('Z', ' UTC'),
  (time) => iso(time).replace('Z', '456Z'),
  (time) => iso(time).replaceAll(/[-:]/g, ''),
];

const EPOCHS: Choices['times'] = [
  (time) => String(time / 1000),
  (time) => String(time),
  (time) => `${time}000`,
  (time) => `${time}000000`,
];

/** Whole numbers with a fraction, as pandas writes them beside missing ones. */
const withFraction = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));

export const PLAIN_CSV: Spelling = { booleans: ['true', 'false'], missing: '', time: iso, number: String };
export const PLAIN_JSON: Spelling = { booleans: ['true', 'false'], missing: 'null', time: quoted(iso), number: String };

const CSV: Choices = {
  booleans: [
    ['true', 'false'],
    ['True', 'False'],
    ['TRUE', 'FALSE'],
  ],
  missing: ['', ' ', 'NaN', 'nan', 'NA', 'N/A', '<NA>', 'None', 'null', 'NULL', 'NaT'],
  times: TIME_TEXTS,
  numbers: [String, withFraction, (value) => value.toExponential()],
};
const JSON_VALUES: Choices = {
  booleans: [
    ['true', 'false'],
    ['"True"', '"False"'],
    ['"true"', '"false"'],
  ],
  missing: ['null', 'NaN', '""', '"NaN"', '"NA"', '"None"', '"null"'],
  times: TIME_TEXTS.map(quoted),
  numbers: CSV.numbers,
};
const BITS: readonly (readonly [string, string])[] = [
  ['1', '0'],
  ['1.0', '0.0'],
];

/** `declared`: a monitor says which columns are booleans and times, so that numbers spell them too. */
export function csvChoices(declared: boolean): Choices {
  if (!declared) return CSV;
  return { ...CSV, booleans: [...CSV.booleans, ...BITS], times: [...CSV.times, ...EPOCHS] };
}

export function jsonChoices(declared: boolean): Choices {
  if (!declared) return JSON_VALUES;
  return {
    ...JSON_VALUES,
    booleans: [...JSON_VALUES.booleans, ...BITS, ['"1"', '"0"']],
    times: [...JSON_VALUES.times, ...EPOCHS],
  };
}

function quoted(spell: (time: number) => string): (time: number) => string {
  return (time) => JSON.stringify(spell(time));
}

/** One of the choices of each kind; `turn` goes through all of them. */
export function choose({ booleans, missing, times, numbers }: Choices, turn: number): Spelling {
  const pick = <T>(list: readonly T[]) => list[turn % list.length];
  return { booleans: pick(booleans), missing: pick(missing), time: pick(times), number: pick(numbers) };
}

/** A value's text in a CSV file, before its quotes. */
export function csvText(kind: Kind, value: Value, spelling: Spelling): string {
  return spell(kind, value, spelling, (text) => text);
}

/** A value's text in a JSON document. */
export function jsonText(kind: Kind, value: Value, spelling: Spelling): string {
  return spell(kind, value, spelling, (text) => JSON.stringify(text));
}

function spell(kind: Kind, value: Value, spelling: Spelling, write: (text: string) => string): string {
  if (value === null) return spelling.missing;
  switch (kind) {
    case 'number':
    case 'single':
      return spelling.number(value as number);
    case 'boolean':
      return spelling.booleans[value === true ? 0 : 1];
    case 'time':
      return spelling.time(value as number);
    default:
      return write(value as string);
  }
}
