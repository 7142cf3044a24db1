import fc from 'fast-check';

const ALIKE = [
  '',
  '1',
  '01',
  '1.0',
  '1e0',
  ' 1',
  '1 ',
  '-0',
  '0',
  'NaN',
  'null',
  '__proto__',
  'constructor',
  'a\0',
  'a',
];
/** Accents in two forms, an emoji, its halves, and what UTF-8 has in place of halves. */
const UNICODE = ['é', 'e\u0301', '😀', '\ud83d', '\ude00', '\ufffd', '\u0130', 'ı'];
const PREFIX = '6f1c1c5e-0f6a-4b0c-9d3e-'.repeat(3);

/** Ids that are alike in what a hash or a number could overlook: numbers as texts, equal prefixes, Unicode, lengths. */
export const ANY_ID: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ALIKE),
  fc.string({ unit: fc.constantFrom(...UNICODE, 'a'), maxLength: 6 }),
  fc.integer({ min: 0, max: 40 }).map((number) => `${PREFIX}${number}`),
  fc.integer({ min: 0, max: 40 }).map(String),
  fc
    .tuple(fc.constantFrom(1000, 1023, 1024, 1025, 5000), fc.constantFrom('x', 'é', '\ud83d'))
    .map(([length, end]) => 'x'.repeat(length - 1) + end),
  fc.uuid(),
);
