import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noticesOf, packagesOf } from '../../package/build/notices.ts';

const folder = mkdtempSync(join(tmpdir(), 'notices-'));
afterAll(() => rmSync(folder, { recursive: true }));

function pack(name: string, license: string, files: Readonly<Record<string, string>> = {}): string {
  const place = join(folder, 'node_modules', name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.0.0', license }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  return place;
}

it('the packages of files are the innermost ones', () => {
  const files = [
    '/r/lib/a.ts',
    '/r/node_modules/@s/a/dist/x.js',
    '/r/node_modules/@s/a/y.js',
    '/r/node_modules/b/node_modules/c/z.js',
  ];
  expect([...packagesOf(files)]).toEqual(['/r/node_modules/@s/a', '/r/node_modules/b/node_modules/c']);
});

describe('the notices', () => {
  it('have each licence once, with its packages', () => {
    const [one, two] = ['a', 'b'].map((name) => pack(name, 'MIT', { LICENSE: 'MIT, by the same people\n' }));
    const three = pack('c', 'Apache-2.0', { 'LICENSE.txt': 'Apache', NOTICE: 'by others' });
    const text = noticesOf([three, two, one]);
    expect(text).toContain('\na 1.0.0 (MIT)\nb 1.0.0 (MIT)\n\nMIT, by the same people\n');
    expect(text).toContain('\nc 1.0.0 (Apache-2.0)\n\nApache\n\nby others\n');
  });

  it('name the licence where its text is ours, or not needed', () => {
    const text = noticesOf([pack('d', 'Apache-2.0'), pack('e', 'MIT-0')]);
    expect(text).toMatch(/^d 1\.0\.0 \(Apache-2\.0\)\n\n.*the file LICENSE of this package/m);
    expect(text).toMatch(/^e 1\.0\.0 \(MIT-0\)\n\nMIT No Attribution$/m);
  });

  it('refuse a package whose licence text is needed and missing', () => {
    expect(() => noticesOf([pack('f', 'MIT')])).toThrow('f has no licence text');
  });
});
