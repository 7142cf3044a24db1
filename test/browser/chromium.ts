import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Names under which systems install it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of the installed Chromium. Throws where there is none: a test that is skipped proves nothing. */
function findChromium(): string {
  const { CHROMIUM: given, PATH = '' } = process.env;
  if (given) return given;
  for (const folder of PATH.split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not there.
      }
    }
  }
  throw new Error(
    `no Chromium is installed (${NAMES.join(', ')}): .ci/chromium installs one, or set CHROMIUM to its path`,
  );
}

export function launchChromium(): Promise<Browser> {
  // Processes of root, as in containers, cannot have a sandbox. The pages are our own.
  return chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
