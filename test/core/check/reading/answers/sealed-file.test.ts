import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpenedFile, sealFile } from '../../../../../lambdas/core/check/reading/answers/sealed-file.ts';

const KEY = new Uint8Array(32).fill(7);
const ANY_SIZE = Number.POSITIVE_INFINITY;

const codes = fc.oneof(
  fc.int32Array({ maxLength: 300 }),
  // What can be compressed.
  fc.tuple(fc.nat(3), fc.nat(5000)).map(([code, length]) => new Int32Array(length).fill(code)),
);
const numbers = fc.oneof(
  fc.float64Array({ maxLength: 300 }),
  fc.nat(3000).map((length) => new Float64Array(length)),
);

describe('a sealed file', () => {
  it('gives back its header and its parts to the bit, wherever its bytes lie in memory', () => {
    fc.assert(
      fc.property(fc.json(), fc.array(fc.tuple(codes, numbers), { maxLength: 4 }), fc.nat(7), (text, pairs, shift) => {
        const header = JSON.parse(text);
        const sealed = sealFile({ header, parts: pairs.flat() }, KEY, ANY_SIZE)!;
        const moved = Buffer.concat([Buffer.alloc(shift), sealed]).subarray(shift);
        const opened = OpenedFile.open(moved, KEY)!;
        expect(JSON.stringify(opened.header)).toBe(JSON.stringify(header));
        for (const [expectedCodes, expectedNumbers] of pairs) {
          expect(opened.takeCodes()).toStrictEqual(expectedCodes);
          expect(bytesOf(opened.takeNumbers())).toEqual(bytesOf(expectedNumbers));
        }
      }),
    );
  });

  it('does not open when any of its bytes was changed, when it was cut, or with another key', () => {
    const sealed = sealFile({ header: { a: 1 }, parts: [Int32Array.of(1, 2, 3)] }, KEY, ANY_SIZE)!;
    expect(OpenedFile.open(sealed, KEY)?.header).toEqual({ a: 1 });
    for (let at = 0; at < sealed.length; at++) {
      expect(OpenedFile.open(sealed.with(at, sealed[at] ^ 0x40), KEY)).toBeNull();
      expect(OpenedFile.open(sealed.subarray(0, at), KEY)).toBeNull();
    }
    expect(OpenedFile.open(Buffer.concat([sealed, Buffer.of(0)]), KEY)).toBeNull();
    expect(OpenedFile.open(sealed, KEY.with(31, 8))).toBeNull();
  });

  it('compresses what can be, and leaves what cannot', () => {
    const size = (part: Int32Array) => sealFile({ header: null, parts: [part] }, KEY, ANY_SIZE)!.length;
    const empty = size(new Int32Array());
    expect(size(new Int32Array(100_000))).toBeLessThan(empty + 4000);
    const random = Int32Array.from({ length: 100_000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(i, i));
    expect(size(random)).toBeGreaterThan(empty + 0.8 * 400_000);
    expect(size(random)).toBeLessThanOrEqual(empty + 400_000);
  });

  it('is not made when it would be larger than allowed', () => {
    const content = { header: {}, parts: [Int32Array.of(5)] };
    const { length } = sealFile(content, KEY, ANY_SIZE)!;
    expect(sealFile(content, KEY, length)).toHaveLength(length);
    expect(sealFile(content, KEY, length - 1)).toBeNull();
  });
});

function bytesOf(array: Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
