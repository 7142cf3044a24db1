import { describe, expect, it } from 'vitest';
import { KeyNumbers } from '../../../lambdas/core/columns/key-numbers.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

describe('KeyNumbers', () => {
  it.each([
    ['spread over all words', 2 ** 32, 2 ** 32, 10_000],
    ['that repeat', 1000, 2, 10_000],
    ['with few first words, which share their slots', 3, 50, 1_000],
  ])('numbers keys by first appearance, as a Map does: keys %s', (_, firstWords, words, count) => {
    const random = new SeededRandom(count);
    const numbers = new KeyNumbers();
    const map = new Map<string, number>();
    const different: string[] = [];
    for (let i = 0; i < count; i++) {
      const key = Int32Array.from({ length: 4 }, (_, word) => random.integer(word === 0 ? firstWords : words));
      const name = key.join();
      if (numbers.find(key) !== map.get(name)) different.push(name);
      if (!map.has(name)) map.set(name, map.size);
      if (numbers.numberOf(key) !== map.get(name) || numbers.size !== map.size) different.push(name);
    }
    for (const [name, number] of map) {
      if (numbers.find(Int32Array.from(name.split(',').map(Number))) !== number) different.push(name);
    }
    expect(different).toEqual([]);
  });

  it('tells keys apart by each of their words', () => {
    const numbers = new KeyNumbers();
    const keys = [0, 1, 2, 3].map((at) => Int32Array.from({ length: 4 }, (_, word) => (word === at ? 1 : 0)));
    expect([Int32Array.of(0, 0, 0, 0), ...keys].map((key) => numbers.numberOf(key))).toEqual([0, 1, 2, 3, 4]);
  });

  it('continues at its start when its last slots are taken', () => {
    const numbers = new KeyNumbers();
    const keys = Array.from({ length: 600 }, (_, i) => Int32Array.of(-1, i, 0, 0));
    for (const key of keys) numbers.numberOf(key);
    expect(keys.map((key) => numbers.find(key))).toEqual(keys.map((_, i) => i));
    expect(numbers.find(Int32Array.of(-1, 600, 0, 0))).toBeUndefined();
  });

  it('copies keys, because a hash overwrites the one before', () => {
    const numbers = new KeyNumbers();
    const key = Int32Array.of(1, 2, 3, 4);
    numbers.numberOf(key);
    key[3] = 5;
    expect(numbers.find(Int32Array.of(1, 2, 3, 4))).toBe(0);
    expect(numbers.find(key)).toBeUndefined();
  });
});
