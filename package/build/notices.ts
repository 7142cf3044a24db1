import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE = /^(?:licen[cs]e|notice|copying)/i;
/** The innermost package that a path leads into. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/** For packages without a file of their licence. */
const WITHOUT_FILE: Readonly<Record<string, string>> = {
  'Apache-2.0': 'Apache License, Version 2.0: its text is the file LICENSE of this package.',
  // https://spdx.org/licenses/MIT-0.html: copies need no notice.
  'MIT-0': 'MIT No Attribution',
};

/** The folders of the packages that these files are from. */
export function packagesOf(files: Iterable<string>): Set<string> {
  return new Set([...files].flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
}

/**
 * The licences of bundled packages, each with the packages that are under it.
 *
 * @param folders Of the packages.
 * @throws Error for a package without a licence text
 */
export function noticesOf(folders: Iterable<string>): string {
  const byText = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => LICENCE.test(file));
    const own = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
    const text = own === '' ? WITHOUT_FILE[license] : own;
    if (text === undefined) throw new Error(`${name} has no licence text: it cannot be bundled`);
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return `The bundles of this package contain these packages, under their licences.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
