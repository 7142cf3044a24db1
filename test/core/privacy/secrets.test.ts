import { expect, it } from 'vitest';
import { isRevealing, makeSecrets } from './secrets.ts';

const secrets = makeSecrets();

it.each([
  secrets.text(3),
  `city ${secrets.text(3).toUpperCase()}`,
  `{"sum":${secrets.number(4)}}`,
  'from 8,675,309 to 8,675,312',
  '8.6753e+6',
  'mean 8675310.25',
  '-8675309',
])('a secret is found in %s', (text) => {
  expect(isRevealing(text)).toBe(true);
});

it.each(['1796086753123', '0.2867531', '0.86753', 'sha256 3f86753a09', '86753af0-1b2c-4d5e-8f90-a1b2c3d4e5f6'])(
  'none is found in a time, a share or a digest: %s',
  (text) => {
    expect(isRevealing(text)).toBe(false);
  },
);
