import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../lambdas/core/capture/json.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe('parseJson', () => {
  it.each<[string, unknown]>([
    ['NaN', nan],
    ['[NaN, Infinity, -Infinity]', [nan, infinity, -infinity]],
    ['{"a": NaN, "NaN": "NaN"}', { a: nan, NaN: 'NaN' }],
    ['{"Infinity": "-Infinity", "b": [Infinity]}', { Infinity: '-Infinity', b: [infinity] }],
    ['["say \\"NaN\\"", NaN]', ['say "NaN"', nan]],
    ['["NaN", "NaN!", NaN]', ['NaN', 'NaN!', nan]],
    ['["\\\\", NaN, "\\\\\\""]', ['\\', nan, '\\"']],
    ['[1e400, -1e400]', [infinity, -infinity]],
    ['{"a": 1}', { a: 1 }],
  ])('%s', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it('keeps __proto__ as an ordinary key in a document with NaN', () => {
    const parsed = parseJson('{"__proto__": 1, "x": NaN}') as object;
    expect(Object.keys(parsed)).toEqual(['__proto__', 'x']);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });

  it.each(['', '{', '[NaN', '{"a": nan}', '[Infinity-]', 'NaNa', '"NaN', '[-NaN]'])('refuses %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('reads any array of numbers as Python writes it', () => {
    const write = (value: number) =>
      Number.isNaN(value) ? 'NaN' : Number.isFinite(value) ? JSON.stringify(value) : String(value);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), fc.constantFrom(nan, infinity, -infinity))), (values) => {
        const text = `["NaN",${values.map((value) => write(value + 0)).join(',')}${values.length > 0 ? ',' : ''}"Infinity"]`;
        expect(parseJson(text)).toEqual(['NaN', ...values.map((value) => value + 0), 'Infinity']);
      }),
    );
  });

  it('reads a document of 10 MB with NaN', () => {
    const long = 'x\\n'.repeat(3_500_000);
    expect(parseJson(`["${long}", NaN]`)).toEqual(['x\n'.repeat(3_500_000), nan]);
  });
});
