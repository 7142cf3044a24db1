/** new = factor × old + offset */
export interface UnitChange {
  readonly name: string;
  readonly factor: number;
  readonly offset?: number;
}

const FACTORS: readonly (readonly [from: string, to: string, factor: number])[] = [
  ['miles', 'kilometres', 1.609344],
  ['metres', 'feet', 1 / 0.3048],
  ['inches', 'centimetres', 2.54],
  ['kilograms', 'pounds', 1 / 0.45359237],
  ['hours', 'minutes, or minutes to seconds', 60],
  ['hours', 'seconds', 3600],
  ['days', 'hours', 24],
  ['shares', 'percent, or units to hundredths', 100],
  ['units', 'thousandths', 1000],
  ['units', 'millionths', 1e6],
];

/** The mix-ups of units that are met in practice, in both directions. */
export const UNIT_CHANGES: readonly UnitChange[] = [
  ...FACTORS.flatMap(([from, to, factor]) => [
    { name: `${from} to ${to}`, factor },
    { name: `the reverse of ${from} to ${to}`, factor: 1 / factor },
  ]),
  { name: 'degrees Celsius to Fahrenheit', factor: 1.8, offset: 32 },
  { name: 'degrees Fahrenheit to Celsius', factor: 1 / 1.8, offset: -32 / 1.8 },
];
