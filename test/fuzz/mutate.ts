import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';

/** A whole number among 0 … bound − 1. */
export function below(random: SeededRandom, bound: number): number {
  return Math.floor(random.uniform() * bound);
}

export function pick<T>(random: SeededRandom, values: readonly T[]): T {
  return values[below(random, values.length)];
}

export function chance(random: SeededRandom, probability: number): boolean {
  return random.uniform() < probability;
}

/** Names and texts that have broken readers before. */
export const HOSTILE_TEXTS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'length',
  '0',
  '-1',
  'a.b',
  'features',
  'data',
  'columns',
  '\ud800',
  '\u0000',
  '\ufeff',
  '\n',
  '"',
  ',',
  '}{',
  '1e999',
  '007',
  'NaN',
  'None',
  'nan',
  '<html>',
  '2026-11-23T10:00:00Z',
];

/** Any JSON value, now and then a wide or deep one. */
export function anyValue(random: SeededRandom, depth = 0): unknown {
  const kind = below(random, depth > 3 ? 6 : 10);
  if (kind === 0) return null;
  if (kind === 1) return chance(random, 0.5);
  if (kind === 2) return pick(random, HOSTILE_TEXTS);
  if (kind === 3) return pick(random, [0, -0, 1e308, 5e-324, -1, 2 ** 53, 1e21]);
  if (kind < 6) return below(random, 100);
  const length = chance(random, 0.01) ? 300 : below(random, 5);
  if (kind < 8) return Array.from({ length }, () => anyValue(random, depth + 1));
  return Object.fromEntries(Array.from({ length }, () => [pick(random, HOSTILE_TEXTS), anyValue(random, depth + 1)]));
}

/** The JSON document with some of its parts exchanged, removed, repeated, renamed or wrapped. */
export function mutateDocument(random: SeededRandom, document: unknown, rate = 0.1): unknown {
  if (chance(random, rate)) {
    switch (below(random, 5)) {
      case 0:
        return anyValue(random);
      case 1:
        return [document];
      case 2:
        return { [pick(random, HOSTILE_TEXTS)]: document };
      case 3:
        return JSON.stringify(document);
      default:
        return Array.isArray(document) ? [...document, ...document] : undefined;
    }
  }
  if (Array.isArray(document)) return document.map((value) => mutateDocument(random, value, rate));
  if (typeof document !== 'object' || document === null) return document;
  const entries = Object.entries(document).map(([name, value]) => [
    chance(random, rate / 2) ? pick(random, HOSTILE_TEXTS) : name,
    mutateDocument(random, value, rate),
  ]);
  return Object.fromEntries(chance(random, rate) ? entries.slice(below(random, entries.length + 1)) : entries);
}

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\n',
  '\r\n',
  '\\',
  'NaN',
  '1e999',
  '}{',
  '\u0000',
  '\ud83d',
  "'",
  ';',
];

/** The text with some characters exchanged, removed, repeated or inserted. */
export function mutateText(random: SeededRandom, text: string): string {
  let mutated = text;
  for (let times = 1 + below(random, 3); times > 0; times--) {
    const at = below(random, mutated.length + 1);
    const end = Math.min(mutated.length, at + below(random, 12));
    switch (below(random, 5)) {
      case 0:
        mutated = mutated.slice(0, at) + mutated.slice(end);
        break;
      case 1:
        mutated = mutated.slice(0, end) + mutated.slice(at);
        break;
      case 2:
        mutated = mutated.slice(0, at) + pick(random, TOKENS) + mutated.slice(at);
        break;
      case 3:
        mutated = mutated.slice(0, at) + pick(random, TOKENS) + mutated.slice(at + 1);
        break;
      default:
        mutated = mutated.slice(0, at);
    }
  }
  return mutated;
}

/** A cut or damaged copy of the bytes. */
export function mutateBytes(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  if (chance(random, 0.4)) return bytes.slice(0, below(random, bytes.length + 1));
  const mutated = Uint8Array.from(bytes);
  for (let times = 1 + below(random, 4); times > 0 && mutated.length > 0; times--) {
    mutated[below(random, mutated.length)] = below(random, 256);
  }
  return mutated;
}

/** A nesting that no recursion survives. */
export const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
