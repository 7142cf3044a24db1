import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenRecords, type Sighting } from '../../../lambdas/core/capture/seen-records.ts';

describe('SeenRecords', () => {
  it('finds the repeats and conflicts that a list of all records finds', () => {
    const record = fc.tuple(fc.constantFrom('', 'a', 'b', '__proto__', '\ud83d\ude00'), fc.constantFrom('x', 'y', 'z'));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), (records) => {
        const seen = new SeenRecords();
        const expected = records.map(([id, content], i): Sighting => {
          const before = records.slice(0, i).filter(([other]) => other === id && id !== '');
          if (before.length === 0) return 'new';
          return before.some(([, other]) => other === content) ? 'repeat' : 'conflict';
        });
        expect(records.map(([id, content]) => seen.see(id, content))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('distinguishes 200,000 ids that differ in one digit, while the table grows', () => {
    const seen = new SeenRecords();
    const counts = { new: 0, repeat: 0, conflict: 0 };
    for (const round of [1, 2]) {
      for (let i = 0; i < 200_000; i++) counts[seen.see(`event-${i}`, `content ${i % 7}`)]++;
      expect(counts).toEqual({ new: 200_000, repeat: (round - 1) * 200_000, conflict: 0 });
    }
  });

  it('replaces an unreadable record: the same one is a repeat, another one is new', () => {
    const seen = new SeenRecords();
    expect(seen.see('a', 'cut')).toBe('new');
    seen.markUnreadable();
    const contents = ['cut', 'whole', 'whole', 'cut', 'third'];
    expect(contents.map((content) => seen.see('a', content))).toEqual([
      'repeat',
      'new',
      'repeat',
      'repeat',
      'conflict',
    ]);
  });

  it('marks no other record when one without an id cannot be read', () => {
    const seen = new SeenRecords();
    seen.see('a', 'x');
    seen.see('', 'y');
    seen.markUnreadable();
    expect(seen.see('a', 'z')).toBe('conflict');
  });

  it('distinguishes contents that differ in one place of a long text', () => {
    const seen = new SeenRecords();
    const long = 'é'.repeat(100_000);
    expect([seen.see('a', `${long}1`), seen.see('a', `${long}1`), seen.see('a', `${long}2`)]).toEqual([
      'new',
      'repeat',
      'conflict',
    ]);
  });
});
