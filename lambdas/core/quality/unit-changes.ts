/** new = factor × old + offset */
export interface UnitChange {
  readonly name: string;
  readonly factor: number;
  readonly offset?: number;
  /**
   * Distance, as a difference of logarithms, to the nearest factor that the data must rule out: something that grew by half
   * is not miles in kilometres.
   */
  readonly distinctFrom: number;
}

/** Distance to what must be ruled out for a factor of ten or more: nothing grows by so much from one window to the next. */
const COARSE = Math.log(1.5);

/** The last number is the growth that a factor below ten is most easily taken for. */
const FACTORS: readonly (readonly [from: string, to: string, factor: number, growth?: number])[] = [
  ['miles', 'kilometres', 1.609344, 1.5],
  ['metres', 'feet', 1 / 0.3048, 3],
  ['inches', 'centimetres', 2.54, 2.5],
  ['kilograms', 'pounds', 1 / 0.45359237, 2],
  ['hours', 'minutes, or minutes to seconds', 60],
  ['hours', 'seconds', 3600],
  ['days', 'hours', 24],
  ['units', 'tenths', 10],
  ['shares', 'percent, or units to hundredths', 100],
  ['units', 'thousandths', 1000],
  ['units', 'millionths', 1e6],
];

/** The mix-ups of units that are met in practice, in both directions. */
export const UNIT_CHANGES: readonly UnitChange[] = [
  ...FACTORS.flatMap(([from, to, factor, growth]) => {
    const distinctFrom = growth === undefined ? COARSE : Math.log(factor / growth);
    return [
      { name: `${from} to ${to}`, factor, distinctFrom },
      { name: `the reverse of ${from} to ${to}`, factor: 1 / factor, distinctFrom },
    ];
  }),
  { name: 'degrees Celsius to Fahrenheit', factor: 1.8, offset: 32, distinctFrom: COARSE },
  { name: 'degrees Fahrenheit to Celsius', factor: 1 / 1.8, offset: -32 / 1.8, distinctFrom: COARSE },
];
