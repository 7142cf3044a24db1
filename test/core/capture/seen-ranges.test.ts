import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRange, headerBytes, readRange, writeRanges } from '../../../lambdas/core/capture/seen-ranges.ts';
import { type SeenPart, SeenRecords, type Sighting } from '../../../lambdas/core/capture/seen-records.ts';
import { finish, unfinish } from '../../../lambdas/core/text/hash-text.ts';

/** A record: its id, its content, and whether it can be read, which depends on the content. */
const record = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));
const isReadable = (content: number) => content % 2 === 0;
/** Records of files that are read one after another. */
const files = fc.array(fc.array(record, { maxLength: 12 }), { minLength: 1, maxLength: 5 });
type Records = readonly (readonly [number, number])[];

function see(seen: SeenRecords, records: Records): Sighting[] {
  return records.map(([id, content]) => {
    const sighting = seen.see(`id-${id}`, `content ${content}`);
    if (sighting === 'new' && !isReadable(content)) seen.markUnreadable();
    return sighting;
  });
}

function alone(records: Records): SeenPart {
  const seen = new SeenRecords();
  see(seen, records);
  return seen.part();
}

/** A range of a part, by way of its file. */
function rangeOf(part: SeenPart, range: number, ranges: number): SeenPart {
  const file = writeRanges(part, ranges);
  const header = file.subarray(0, headerBytes(ranges));
  const { start, end } = findRange(header, range);
  return readRange(header, range, file.subarray(start, end));
}

function joined(parts: readonly SeenPart[]): SeenPart {
  const join = (side: keyof SeenPart) => Uint32Array.from(parts.flatMap((part) => [...part[side]]));
  return { ids: join('ids'), others: join('others') };
}

describe('records in ranges of their hashes', () => {
  it('are found in files that are read alone, range by range, as if all files were read at once', () => {
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 7 }), (read, ranges) => {
        const whole = new SeenRecords();
        const byRange = Array.from({ length: ranges }, () => new SeenRecords());
        for (const records of read) {
          const part = alone(records);
          const found = byRange.map((seen, range) => {
            const given = rangeOf(part, range, ranges);
            const meeting = seen.meet(given);
            seen.addAlone(given);
            return meeting;
          });

          const again = see(new SeenRecords(joined(found.map(({ known }) => known))), records);

          expect(again).toEqual(see(whole, records));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are spread evenly, each in one range', () => {
    const records = Array.from({ length: 20_000 }, (_, i) => [i % 8000, i] as const);
    const part = alone(records);
    const ranges = Array.from({ length: 10 }, (_, range) => rangeOf(part, range, 10));
    expect([part.ids.length, part.others.length]).toEqual([3 * 8000, 3 * 12_000]);
    for (const side of ['ids', 'others'] as const) {
      const lengths = ranges.map((range) => range[side].length / 3);
      expect(lengths.reduce((a, b) => a + b)).toBe(part[side].length / 3);
      // Five standard deviations of a binomial count of ids; the contents of an id are in its range.
      expect(Math.max(...lengths)).toBeLessThan((side === 'ids' ? 1 : 1.5) * (800 + 5 * Math.sqrt(720)));
    }
  });

  it('find the hash of an id by that of its further contents: what finishes a hash can be undone', () => {
    fc.assert(fc.property(fc.nat({ max: 2 ** 32 - 1 }), (hash) => unfinish(finish(hash)) === hash));
  });
});
