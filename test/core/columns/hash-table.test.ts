import { describe, expect, it } from 'vitest';
import { HashTable } from '../../../lambdas/core/columns/hash-table.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

describe('HashTable', () => {
  it.each([
    ['spread over all halves', 2 ** 32],
    ['with few upper halves, which share their slots', 4],
  ])('finds what a Map finds: keys %s', (_, halves) => {
    const random = new SeededRandom(halves);
    const table = new HashTable();
    const map = new Map<string, number>();
    for (let i = 0; i < 5000; i++) {
      const [high, low] = [random.integer(halves), random.integer(halves === 4 ? 2000 : 2 ** 32)];
      const key = `${high} ${low}`;
      const slot = table.find(high, low);
      expect(slot === null ? undefined : table.value(slot)).toBe(map.get(key));
      if (!map.has(key)) map.set(key, i);
      expect(table.value(table.place(high, low, i))).toBe(map.get(key));
    }
    expect(table.size).toBe(map.size);
    for (const [key, value] of map) {
      const [high, low] = key.split(' ').map(Number);
      expect(table.value(table.find(high, low)!)).toBe(value);
    }
  });

  it('continues at its start when its last slots are taken', () => {
    const table = new HashTable();
    const last = 2 ** 32 - 1;
    const keys = Array.from({ length: 600 }, (_, i) => i);
    for (const low of keys) table.place(last, low, low);
    expect(keys.map((low) => table.value(table.find(last, low)!))).toEqual(keys);
    expect(table.find(last, 600)).toBeNull();
    expect(table.find(0, 0)).toBeNull();
  });

  it('keeps a key of zeros, as the one whose lower half is 1', () => {
    const table = new HashTable();
    expect(table.find(0, 0)).toBeNull();
    table.place(0, 0, 7);
    expect(table.value(table.find(0, 0)!)).toBe(7);
    expect(table.find(0, 1)).toBe(table.find(0, 0));
  });

  it('changes the value of a slot', () => {
    const table = new HashTable();
    const slot = table.place(1, 2, 3);
    table.setValue(slot, 4);
    expect(table.value(table.find(1, 2)!)).toBe(4);
  });
});
