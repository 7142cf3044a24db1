import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, CheckResultError, parseCheckResult } from '../../package/core.ts';
import {
  compareFiles,
  evaluateFile,
  FileError,
  openFile,
  RejectionLog,
  readTable,
  UnknownFormatError,
  UnreadableFileError,
} from '../../package/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
const [a, b] = [join(folder, 'a.csv'), join(folder, 'b.csv')];
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  writeFileSync(a, 'id,age\n007,30\n008,31\n');
  writeFileSync(b, 'id,age\n1,2,3\n009,32\n');
});

async function valuesOf(chunks: ReturnType<typeof readTable>, column: string): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const { rows, columns } of chunks) {
    for (let row = 0; row < rows; row++) values.push(columns.get(column)?.at(row));
  }
  return values;
}

describe('a table', () => {
  it.each([
    ['a path', a],
    ['a URI', pathToFileURL(a).href],
    ['bytes', bytesSource('memory.csv', Buffer.from('id,age\n007,30\n008,31\n'))],
  ])('is read from %s', async (_, file) => {
    expect(await valuesOf(readTable(file), 'age')).toEqual([30, 31]);
    expect(await valuesOf(readTable(file, { texts: ['id'] }), 'id')).toEqual(['007', '008']);
  });

  it('has a log of the rows that cannot be read', async () => {
    const log = new RejectionLog();
    expect(await valuesOf(readTable(b, { log }), 'age')).toEqual([32]);
    expect(log.summarize().rejected).toMatchObject({ records: 1, samples: [{ line: 2 }] });
  });
});

describe('a file that cannot be opened', () => {
  it.each([
    [join(folder, 'c.csv'), `there is no file ${folder}/c.csv`],
    [folder, `${folder} is a folder: give one file in it`],
  ])('%s is named in the error', (path, message) => {
    expect(() => openFile(path)).toThrow(FileError);
    expect(() => openFile(path)).toThrow(message);
  });

  it('keeps its error where no values may be quoted', async () => {
    await expect(compareFiles(a, 'nowhere.csv', { values: 'hide' })).rejects.toThrow('there is no file nowhere.csv');
  });

  it('is of no known format', async () => {
    const path = join(folder, 'a.dat');
    writeFileSync(path, 'x');
    await expect(compareFiles(path, path)).rejects.toThrow(UnknownFormatError);
  });
});

it('values of the data are in no error where they are hidden', async () => {
  const broken = bytesSource('broken.csv', Buffer.from('a,secret,secret\n1,2,3\n'));
  const options = { problem: 'regression', label: 'a', prediction: { value: 'b', threshold: 0.5 } } as const;
  await expect(evaluateFile(broken, options)).rejects.toThrow(/secret/);
  const hidden = evaluateFile(broken, { ...options, values: 'hide' });
  await expect(hidden).rejects.toThrow(UnreadableFileError);
  await expect(hidden).rejects.not.toThrow(/secret/);
});

describe('a stored result', () => {
  it.each([
    ['{', 'the result is not JSON'],
    ['[]', 'this is no result of a check: the document: '],
    ['{"schema": "driftwarden/check-result", "version": 2}', 'this is no result of a check: version: '],
  ])('%s is refused', (text, message) => {
    expect(() => parseCheckResult(text)).toThrow(CheckResultError);
    expect(() => parseCheckResult(text)).toThrow(message);
  });
});
