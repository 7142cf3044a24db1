/** new = factor × old + offset */
export interface UnitChange {
  readonly name: string;
  readonly factor: number;
  readonly offset?: number;
  /**
   * The difference of logarithms to the nearest factor of growth that the data must rule out: numbers that grew by half
   * are not miles converted to kilometres.
   */
  readonly distinctFrom: number;
}

/** The distance for factors of ten or more. No growth from one window to the next is close to them. */
const COARSE = Math.log(1.5);

/** `growth`: the growth that is most easily mistaken for a factor below ten. */
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

/** The confusions of units that occur in practice, in both directions. */
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
