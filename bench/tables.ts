/**
 * What arquero would cost where rows are predictions: labels joined to them, and classes counted against each other, each in a
 * process of its own. `ids` and `codes` only make what the ways below them start from. CPU time, because other programs may run;
 * memory is the heap with array buffers, the largest of a few samples, and the peak of the whole process, of which Node and its
 * young generation take 100 to 200 MB.
 * Run: node bench/tables.ts [rows]
 */
import { spawnSync } from 'node:child_process';
import { escape as asIs, Reducer, table } from 'arquero';
import { LabelJoin } from '../lambdas/core/labels/label-join.ts';
import { PredictionKeys } from '../lambdas/core/labels/prediction-keys.ts';
import { countConfusion } from '../lambdas/core/performance/evidence/confusion.ts';

const CHUNK_ROWS = 10_000;
const CLASSES = 10;

class CountRows extends Reducer {
  constructor() {
    super(['rows']);
  }
  override init() {
    return { rows: 0 };
  }
  override add(group: { rows: number }) {
    group.rows++;
  }
  override write(group: { rows: number }, columns: { rows: number[] }, at: number) {
    columns.rows[at] = group.rows;
    return 1;
  }
}

/** A new text each time, as ids are that come from files. */
function idOf(row: number): string {
  const hex = [1, 2, 3, 4].map((part) => (Math.imul(row + 1, 2654435761 * part) >>> 0).toString(16).padStart(8, '0'));
  return Buffer.from(hex.join('-'), 'latin1').toString('latin1');
}

/** The row of the nth label: labels arrive in another order than predictions. */
function labelledRow(n: number, rows: number): number {
  return (n * 618_033_989) % rows;
}

const WAYS: Readonly<Record<string, (rows: number, sample: () => void) => number>> = {
  ids: (rows) => {
    let length = 0;
    for (let n = 0; n < rows; n++) length += idOf(n).length + idOf(labelledRow(n, rows)).length;
    return length;
  },
  'join: LabelJoin': (rows, sample) => {
    const keys = new PredictionKeys();
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const ids = Array.from({ length: Math.min(CHUNK_ROWS, rows - from) }, (_, i) => idOf(from + i));
      keys.append({ rows: ids.length, ids, positions: new Int32Array(ids.length) });
    }
    sample();
    const join = new LabelJoin(keys);
    for (let n = 0; n < rows; n++) {
      const row = labelledRow(n, rows);
      const id = idOf(row);
      if (join.wants(id)) join.add(id, 0, 1, row % 2);
    }
    return join.finish().labelled;
  },
  'join: arquero lookup': (rows, sample) => {
    const predictions = table({ id: Array.from({ length: rows }, (_, n) => idOf(n)), position: new Int32Array(rows) });
    sample();
    const labels = table({
      id: Array.from({ length: rows }, (_, n) => idOf(labelledRow(n, rows))),
      position: new Int32Array(rows),
      actual: Float64Array.from({ length: rows }, (_, n) => labelledRow(n, rows) % 2),
    });
    sample();
    const key = [asIs(({ id }: { id: string }) => id), asIs(({ position }: { position: number }) => position)];
    const actual = asIs(({ actual }: { actual: number }) => actual);
    return predictions.lookup(labels, [key, key] as never, { actual } as never).numRows();
  },
  codes: (rows) => classCodes(rows)[0].length,
  'count: loop': (rows) => countConfusion(...classCodes(rows), CLASSES).rows,
  'count: arquero groupby, reduce': (rows) => {
    const [actual, predicted] = classCodes(rows);
    const cellOf = (row: { actual: number; predicted: number }) => row.actual * CLASSES + row.predicted;
    const cells = table({ actual, predicted }).groupby({ cell: asIs(cellOf) });
    return cells.reduce(new CountRows()).numRows();
  },
};

function classCodes(rows: number): [Int32Array, Int32Array] {
  const codes = (by: number) => Int32Array.from({ length: rows }, (_, n) => (Math.imul(n, by) >>> 8) % CLASSES);
  return [codes(2654435761), codes(2246822519)];
}

function measure(way: string, rows: number): void {
  const heap = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const [memory, cpu] = [heap(), process.cpuUsage()];
  let most = 0;
  const sample = () => {
    most = Math.max(most, heap());
  };
  WAYS[way](rows, sample);
  sample();
  const { user, system } = process.cpuUsage(cpu);
  const milliseconds = Math.round((user + system) / 1000);
  const peak = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
  console.log(
    `${way.padEnd(32)} ${String(milliseconds).padStart(6)} ms  ${String(Math.round((most - memory) / 1e6)).padStart(4)} MB, ` +
      `whole process ${String(peak).padStart(5)} MB`,
  );
}

const [rows = '1000000', way] = process.argv.slice(2);
if (way !== undefined) measure(way, Number(rows));
else
  for (const each of Object.keys(WAYS))
    spawnSync(process.execPath, [import.meta.filename, rows, each], { stdio: 'inherit' });
