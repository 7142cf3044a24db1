import { expect, it } from 'vitest';
import { relativeAddress } from '../../../lambdas/core/report/relative-address.ts';

const STORE = 'file:///store/';

it.each([
  ['index.html', 'churn/checks/drift/w/report.html', 'churn/checks/drift/w/report.html'],
  ['churn/checks/drift/w/report.html', 'index.html', '../../../../index.html'],
  ['churn/checks/drift/w/report.html', 'churn/checks/drift/w/result.json', 'result.json'],
  ['churn/checks/drift/w/report.html', 'churn/checks/accuracy/w/report.html', '../../accuracy/w/report.html'],
  // A page that has the name of a folder of the other's, and a page itself.
  ['a/b', 'a/b/c', 'b/c'],
  ['a/b/c', 'a/b', '../b'],
  ['a/b', 'a/b', 'b'],
])('from %s to %s is %s', (page, key, address) => {
  expect(relativeAddress(page, key)).toBe(address);
  expect(new URL(address, STORE + page).href).toBe(STORE + key);
});

it('leads to the object whatever its key is, and to a place on it', () => {
  const key = 'm/2026:01 #1/?ä%2F&"<.html';
  const address = relativeAddress('m/index.html', key, 'drift');
  const { pathname, hash, search } = new URL(address, `${STORE}m/index.html`);
  expect([decodeURIComponent(pathname), search, hash]).toEqual([`/store/${key}`, '', '#drift']);
  // A first segment with a colon would be taken for a scheme.
  expect(relativeAddress('index.html', 'a:b/c')).toBe('a%3Ab/c');
});
