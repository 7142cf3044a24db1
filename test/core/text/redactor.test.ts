import { describe, expect, it } from 'vitest';
import { HIDDEN, hashValue, isHash, quoting, Redactor } from '../../../lambdas/core/text/redactor.ts';

const KEY = '0'.repeat(64);
const hashing = new Redactor('hash', KEY);

describe('a hash of a value', () => {
  it('is the start of its HMAC-SHA-256, so that other programs can compute it', () => {
    // printf %s blue | openssl dgst -sha256 -hmac 0000…
    expect(hashValue('blue', KEY)).toBe('#9295668a9680');
  });

  it('depends on the key, and on every character of the value', () => {
    const others = [hashValue('blue', '1'.repeat(64)), hashValue('blue ', KEY), hashValue('Blue', KEY)];
    expect(new Set([hashValue('blue', KEY), ...others]).size).toBe(4);
  });

  it.each([
    ['#0123456789ab', true],
    ['#0123456789abc', false],
    ['#0123456789aB', false],
    ['0123456789ab', false],
    ['x#0123456789ab', false],
  ])('%s is one: %s', (text, expected) => {
    expect(isHash(text)).toBe(expected);
    expect(isHash(hashValue(text, KEY))).toBe(true);
  });
});

describe('a redactor', () => {
  it.each([
    ['show', Redactor.SHOW, { text: 'blue', token: 'blue', some: ['blue', 'red'], whole: 'blue is no time' }],
    ['hash', hashing, { text: '#', token: '#', some: ['#', '#'], whole: '' }],
    ['hide', new Redactor('hide', KEY), { text: HIDDEN, token: '#', some: [], whole: '' }],
    ['hash without a key', new Redactor('hash', null), { text: HIDDEN, token: HIDDEN, some: [], whole: '' }],
    ['hide without a key', Redactor.HIDE, { text: HIDDEN, token: HIDDEN, some: [], whole: '' }],
  ])('with %s', (_name, redactor, expected) => {
    const brief = (text: string) => (isHash(text) ? '#' : text);
    expect({
      text: brief(redactor.text('blue')),
      token: brief(redactor.token('blue')),
      some: redactor.some(['blue', 'red', 'green'], 2).map(brief),
      whole: redactor.whole('blue is no time'),
    }).toEqual(expected);
  });

  it('cuts a quoted value after it has hashed it whole', () => {
    const long = 'x'.repeat(200);
    expect(hashing.quote(long, 40)).toBe(hashValue(long, KEY));
    expect(Redactor.SHOW.quote('a\u001bb', 40)).toBe('a\\u{1b}b');
    expect(Redactor.SHOW.quote(long, 40)).toHaveLength(40);
  });

  it.each([
    ['s3://data/orders/country=DE/day=2026-03-01/a=b.csv', 's3://data/orders/country=*/day=*/a=b.csv'],
    ['captures/2026/03/01/05/a.jsonl', 'captures/2026/03/01/05/a.jsonl'],
    ['country=DE/a.csv', 'country=*/a.csv'],
    ['data/country=/a.csv', 'data/country=/a.csv'],
    ['data/country=a=b/c.csv', 'data/country=*/c.csv'],
  ])('replaces the values in the folders of %s', (uri, expected) => {
    expect(Redactor.SHOW.uri(uri)).toBe(uri);
    expect(Redactor.HIDE.uri(uri)).toBe(expected.replaceAll('*', HIDDEN));
  });

  it('hashes the value of a folder as it hashes the value elsewhere', () => {
    expect(hashing.uri('data/city=S%C3%A3o%20Paulo/a.csv')).toBe(`data/city=${hashing.text('São Paulo')}/a.csv`);
    expect(hashing.uri('data/city=%E0%A4%A/a.csv')).toBe(`data/city=${hashing.text('%E0%A4%A')}/a.csv`);
  });
});

it('an error that quotes keeps its class, says all by itself, and less for a redactor', () => {
  const error = quoting(RangeError, (redactor) => `${redactor.text('blue')} is no number`);

  expect(error).toBeInstanceOf(RangeError);
  expect(error.message).toBe('blue is no number');
  expect(error.messageFor(Redactor.HIDE)).toBe('(hidden) is no number');
  expect(Object.keys(error)).toEqual([]);
});
