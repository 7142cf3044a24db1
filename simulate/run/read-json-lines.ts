import { readFileSync } from 'node:fs';

/** @throws SyntaxError with the file and the line that is not JSON */
export function readJsonLines(file: string): unknown[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => {
      try {
        return JSON.parse(line);
      } catch (error) {
        throw new SyntaxError(`${file}, line ${i + 1}: ${(error as Error).message}`);
      }
    });
}
