import { describe, expect, it } from 'vitest';
import { canonicalValue, parseBoolean } from '../../../lambdas/core/columns/canonical-value.ts';
import { DEFAULT_MISSING, MissingTexts } from '../../../lambdas/core/columns/missing-texts.ts';

describe('canonicalValue', () => {
  it.each([
    ['True', 'true'],
    ['TRUE', 'true'],
    [' false ', 'false'],
    ['1.0', '1'],
    ['1e0', '1'],
    ['+1', '1'],
    ['-0', '0'],
    ['007', '007'],
    ['yes', 'yes'],
    ['t', 't'],
    ['', ''],
    ['true story', 'true story'],
  ])('%j is %j', (text, canonical) => {
    expect(canonicalValue(text)).toBe(canonical);
    expect(canonicalValue(canonical)).toBe(canonical);
  });

  it('reads only true and false as booleans', () => {
    expect(['1', '0', 'yes', 'T', 'tru', 'falsey'].map(parseBoolean)).toEqual(Array(6).fill(null));
  });
});

describe('MissingTexts', () => {
  it.each(['', ' ', 'NA', ' NA', 'N/A', '<NA>', '#N/A', 'NaT', 'None', 'null', 'NULL'])('%j by default', (text) => {
    expect(new MissingTexts(DEFAULT_MISSING).has(text)).toBe(true);
  });

  it('a list that replaces the default makes NA and None categories', () => {
    const missing = new MissingTexts(['-999', '?']);
    expect(['NA', 'None', '-998'].map((text) => missing.has(text))).toEqual([false, false, false]);
    expect(['?', '-999', '-999.0', ''].map((text) => missing.has(text))).toEqual([true, true, true, true]);
    expect(missing.hasNumber(-999)).toBe(true);
  });
});
