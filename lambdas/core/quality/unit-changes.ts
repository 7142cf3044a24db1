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

/** A power of 1,024 is so close to one of 1,000 that both have the same names, and messages say "about". */
const THOUSANDS = [
  'such as grams to milligrams, or gigabytes to megabytes',
  'such as milligrams to grams, or megabytes to gigabytes',
] as const;
const MILLIONS = [
  'such as kilograms to milligrams, or terabytes to megabytes',
  'such as milligrams to kilograms, or megabytes to terabytes',
] as const;

/** `growth`: the growth that is most easily mistaken for a factor below ten. */
const FACTORS: readonly (readonly [name: string, reverse: string, factor: number, growth?: number])[] = [
  ['miles to kilometres', 'kilometres to miles', 1.609344, 1.5],
  ['metres to feet', 'feet to metres', 1 / 0.3048, 3],
  ['inches to centimetres', 'centimetres to inches', 2.54, 2.5],
  ['kilograms to pounds', 'pounds to kilograms', 1 / 0.45359237, 2],
  ['hours to minutes, or minutes to seconds', 'minutes to hours, or seconds to minutes', 60],
  ['hours to seconds', 'seconds to hours', 3600],
  ['days to hours', 'hours to days', 24],
  ['such as centimetres to millimetres', 'such as millimetres to centimetres', 10],
  ['such as shares to percent, or metres to centimetres', 'such as percent to shares, or centimetres to metres', 100],
  ...[1000, 1024].map((factor) => [...THOUSANDS, factor] as const),
  ...[1000, 1024].map((factor) => [...MILLIONS, factor ** 2] as const),
];

/** The confusions of units that occur in practice, in both directions. */
export const UNIT_CHANGES: readonly UnitChange[] = [
  ...FACTORS.flatMap(([name, reverse, factor, growth]) => {
    const distinctFrom = growth === undefined ? COARSE : Math.log(factor / growth);
    return [
      { name, factor, distinctFrom },
      { name: reverse, factor: 1 / factor, distinctFrom },
    ];
  }),
  { name: 'degrees Celsius to Fahrenheit', factor: 1.8, offset: 32, distinctFrom: COARSE },
  { name: 'degrees Fahrenheit to Celsius', factor: 1 / 1.8, offset: -32 / 1.8, distinctFrom: COARSE },
];
