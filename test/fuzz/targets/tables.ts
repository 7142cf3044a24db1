import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDataset } from '../../../lambdas/core/capture/read-dataset.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';
import { valuesOf } from '../../core/capture/capturing.ts';
import { anyValue, below, chance, DEEP, mutateText, pick } from '../mutate.ts';
import { answerOf, checkSummary, packed, readTwice, requireLaw, type Target } from '../target.ts';

/** A file that as a whole is not what its name says is refused with one of these. */
const REFUSALS = ['UnreadableFileError', 'UnknownFormatError', 'BrokenArchiveError'];

const TEXTS = {
  csv: ['a,b,c\n1,x,\n2,"y ""z""",3\n', 'a;b\n1,5;2\n', '\ufeffa\tb\r\n1\t2\r\n', 'a\n"open\n1\n'],
  jsonl: [
    '{"a":1,"b":"x"}\n{"a":2}\n',
    '[1,2]\n[3,4]\n',
    '{"a":1}{"a":2}',
    '[{"a":1},{"a":2}]',
    '{"a":[1,2],"b":[3,4]}',
  ],
};

/** Training data and other tables as text. */
export const textTables: Target = {
  name: 'text-tables',
  async run(random) {
    const format = pick(random, ['csv', 'jsonl'] as const);
    let text = pick(random, TEXTS[format]).repeat(1 + below(random, 3));
    if (format === 'jsonl' && chance(random, 0.2)) text += JSON.stringify(anyValue(random)) ?? '';
    if (format === 'jsonl' && chance(random, 0.005)) text += DEEP;
    if (chance(random, 0.6)) text = mutateText(random, text);
    const { bytes } = packed(random, text);
    const header = chance(random, 0.7);
    await readTwice(random, bytes, `memory:table.${format}`, (source) => readTable(source, header));
  },
};

const FOLDER = join(import.meta.dirname, '../../core/capture/reference');
const FILES = [
  ...['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'],
  ...['typed-duckdb', 'typed-int96', 'typed-pandas', 'typed-polars', 'typed-pyarrow'],
].map((name) => readFileSync(join(FOLDER, `${name}.parquet`)));

/** How long reading a small file may take, however it is damaged. */
const LONGEST_READING_MS = 10_000;

/** Parquet files that are cut, or damaged anywhere, most often in the footer. */
export const parquet: Target = {
  name: 'parquet',
  async run(random) {
    const bytes = Uint8Array.from(pick(random, FILES));
    const footer = new DataView(bytes.buffer).getUint32(bytes.length - 8, true) + 8;
    if (chance(random, 0.9)) {
      for (let times = 1 + below(random, 4); times > 0; times--) {
        const at = bytes.length - 1 - below(random, chance(random, 0.5) ? footer : bytes.length);
        bytes[at] = pick(random, [below(random, 256), bytes[at] ^ (1 << below(random, 8)), 0, 1, 127, 128, 255]);
      }
    }
    const end = chance(random, 0.1) ? below(random, bytes.length + 1) : bytes.length;
    const start = performance.now();
    await readTwice(random, bytes.subarray(0, end), 'memory:table.parquet', (source) => readTable(source, true));
    const took = performance.now() - start;
    requireLaw(took < LONGEST_READING_MS, `reading ${end} bytes took ${Math.round(took)} ms`);
  },
};

function readTable(source: DataSource, header: boolean) {
  return answerOf(async () => {
    const log = new RejectionLog();
    const cells: unknown[] = [];
    let rows = 0;
    for await (const chunk of readDataset(source, { header, log })) {
      rows += chunk.rows;
      for (const [name, column] of chunk.columns) cells.push(name, valuesOf(column));
    }
    const summary = log.summarize();
    checkSummary(summary, rows);
    return { cells, summary };
  }, REFUSALS);
}
