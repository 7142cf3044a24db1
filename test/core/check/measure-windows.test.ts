import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Measurements, measureWindows } from '../../../lambdas/core/check/measure-windows.ts';
import { OutOfTimeError } from '../../../lambdas/core/check/run-time.ts';
import type { RunContext } from '../../../lambdas/core/context.ts';
import { StateSession } from '../../../lambdas/core/decision/state-session.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { Window } from '../../../lambdas/core/window.ts';
import { csvFile, hourFolder, labelLine } from '../stories/fixtures.ts';
import { MemoryStore } from '../stories/memory-store.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2001, 1, 5, 20);
/** Over midnight, so that some days are listed whole. */
const WINDOWS = Array.from({ length: 9 }, (_, i): Window => {
  const start = START + i * HOUR;
  return { name: new Date(start).toISOString().slice(0, 13), start, end: start + HOUR };
});
const ROWS = 4;
/** In the middle of the age at which labels of the first windows no longer count. */
const NOW = START + 60 * HOUR;
const MAX_AGE = 2 * 24;

type Format = 'sagemaker-ground-truth' | 'csv' | 'csv with times';

function monitorOf(format: Format) {
  const table = format === 'sagemaker-ground-truth' ? '' : ', format: csv, id: id, label: label';
  const time = format === 'csv with times' ? ', time: at' : '';
  return parseMonitor(
    `model: hours
problem: binary-classification
capture: { uri: captures, format: csv, time: at, id: id, prediction: { label: answer } }
labels: { uri: labels, lag: PT0H, maxAge: PT${MAX_AGE}H${table}${time} }
schedule: { window: PT1H }
performance: { primaryMetric: accuracy, minimumRows: 1 }
`,
    '/hours.yaml',
  );
}

/** Rows of all windows, by number. Some ids occur in two windows. */
const idOf = (row: number) => `row-${row === 5 ? 21 : row}`;

const CAPTURES = csvFile(
  ['at', 'id', 'answer'],
  WINDOWS.flatMap(({ start }, window) =>
    Array.from({ length: ROWS }, (_, i) => {
      const row = window * ROWS + i;
      return [new Date(start + i * 60_000).toISOString(), idOf(row), row % 2];
    }),
  ),
);

/** A label of a row, of no row, or of nothing that can be read. */
interface Label {
  readonly row: number;
  readonly value: 0 | 1 | null;
  /** Hours after the start. */
  readonly known: number;
  readonly isBroken: boolean;
}

interface LabelFile {
  /** Hours after the start. */
  readonly hour: number;
  /** Written beside the folders of hours, of which writers know nothing. */
  readonly besides: boolean;
  readonly labels: readonly Label[];
  /** The number of an earlier file, whose bytes come again. */
  readonly again: number | null;
}

const label = fc.record<Label>({
  row: fc.nat(WINDOWS.length * ROWS + 3),
  value: fc.constantFrom(0, 1, null),
  known: fc.nat(59),
  isBroken: fc.nat(9).map((n) => n === 0),
});

const files = fc.array(
  fc.record<LabelFile>({
    hour: fc.nat(59),
    besides: fc.nat(9).map((n) => n === 0),
    labels: fc.array(label, { minLength: 1, maxLength: 12 }),
    again: fc.option(fc.nat(7)),
  }),
  { maxLength: 8 },
);

function textOf(format: Format, labels: readonly Label[]): string {
  if (format === 'sagemaker-ground-truth') {
    return labels
      .map(({ row, value, isBroken }) => `${labelLine({ id: idOf(row), values: [value] })}${isBroken ? '}' : ''}\n`)
      .join('');
  }
  const rows = labels.map(({ row, value, known, isBroken }) => [
    isBroken ? null : idOf(row),
    value,
    isBroken ? 'noon' : new Date(START + known * HOUR).toISOString(),
  ]);
  return csvFile(['id', 'label', 'at'], rows);
}

function storeOf(format: Format, given: readonly LabelFile[]): MemoryStore {
  const content = new Map([['captures/all.csv', CAPTURES]]);
  for (const [i, { hour, besides, again, labels }] of given.entries()) {
    const folder = besides ? hourFolder(START + hour * HOUR).slice(0, -'/hh'.length) : hourFolder(START + hour * HOUR);
    content.set(`labels/${folder}/${i}`, textOf(format, given[again ?? i]?.labels ?? labels));
  }
  return new MemoryStore(content);
}

interface Play {
  readonly format?: Format;
  readonly windows?: readonly Window[];
  readonly memory?: number;
  readonly hasTime?: () => boolean;
  readonly onStream?: (key: string) => void;
}

async function measure(store: MemoryStore, play: Play = {}): Promise<Measurements> {
  const { format = 'sagemaker-ground-truth', windows = WINDOWS, memory, hasTime = () => true, onStream } = play;
  const monitor = monitorOf(format);
  const results = new MemoryStore();
  const watched = new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (key: string, ...rest: unknown[]) => {
        if (name === 'stream') onStream?.(key);
        return value.call(target, key, ...rest);
      };
    },
  });
  const context: RunContext = {
    open: (uri) => ({ store: watched, prefix: `${uri.split('/').at(-1)}/`, uriOf: (key) => key }),
    results,
    metrics: { publish: async () => {} },
    alerts: { send: async () => {} },
    now: NOW,
    runId: 'run',
    dryRun: false,
    ...(memory !== undefined && { memory }),
  };
  return measureWindows(monitor, windows, context, new StateSession(results, monitor.name), hasTime);
}

/** Without functions. */
const plain = (measurements: Measurements) =>
  Object.fromEntries(
    [...measurements].map(([{ name }, given]) => [
      name,
      given instanceof Error ? String(given) : JSON.parse(JSON.stringify(given)),
    ]),
  );

const LATE_FILE: LabelFile = {
  hour: 50,
  besides: false,
  labels: [{ row: 0, value: 0, known: 50, isBroken: false }],
  again: null,
};
const SOME: readonly LabelFile[] = [
  {
    hour: 9,
    besides: false,
    labels: WINDOWS.map((_, i) => ({ row: i * ROWS, value: 1, known: 9, isBroken: false })),
    again: null,
  },
  LATE_FILE,
];

describe('windows that are measured together', () => {
  it.each<Format>(['sagemaker-ground-truth', 'csv', 'csv with times'])(
    'have the measurements of each by itself, with labels as %s',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(files, async (given) => {
          const store = storeOf(format, given);
          const alone = new Map<
            Window,
            Awaited<ReturnType<typeof measure>> extends ReadonlyMap<Window, infer V> ? V : 0
          >();
          for (const window of WINDOWS) {
            for (const [of, found] of await measure(store, { format, windows: [window] })) alone.set(of, found);
          }
          expect(plain(await measure(store, { format }))).toEqual(plain(alone));
        }),
        { numRuns: 60 },
      );
    },
  );

  it('read each file of labels once', async () => {
    const read: string[] = [];
    await measure(storeOf('sagemaker-ground-truth', SOME), { onStream: (key) => read.push(key) });
    const labels = read.filter((key) => key.startsWith('labels/'));
    // The second file comes when labels of the first windows no longer count: they count it by itself.
    expect(labels.filter((key) => key.endsWith('/0'))).toHaveLength(1);
  });

  it('are not measured where a file of theirs cannot be read, and others are', async () => {
    const store = storeOf('sagemaker-ground-truth', SOME);
    const measured = await measure(store, {
      onStream: (key) => {
        if (key === `labels/${hourFolder(START + 50 * HOUR)}/1`) throw new Error('the disk is broken');
      },
    });
    const failed = WINDOWS.filter((window) => measured.get(window) instanceof Error);
    expect(failed.length).toBeGreaterThan(0);
    expect(
      failed.every((window) => window.end + MAX_AGE * HOUR > START + 50 * HOUR || window.end + MAX_AGE * HOUR <= NOW),
    ).toBe(true);
    expect(measured.size).toBe(WINDOWS.length);
  });

  it('are left out when they take too much memory together, and none when one does', async () => {
    const store = storeOf('csv', SOME);
    // 350 MB are the program; a window of four rows takes less than a thousandth of one.
    const few = await measure(store, { format: 'csv', memory: 350.0009 });
    expect(few.size).toBeGreaterThan(0);
    expect(few.size).toBeLessThan(WINDOWS.length);
    expect([...few.keys()]).toEqual(WINDOWS.slice(0, few.size));
    const none = await measure(store, { format: 'csv', memory: 350, windows: WINDOWS.slice(0, 2) });
    expect([...none.values()].map(String)).toEqual([
      expect.stringContaining('need about'),
      expect.stringContaining('need about'),
    ]);
  });

  it('are left out when the time for others is over, even while they are read', async () => {
    const store = storeOf('csv', SOME);
    let asked = 0;
    const measured = await measure(store, { format: 'csv', hasTime: () => ++asked < 4 });
    expect([...measured.keys()]).toEqual(WINDOWS.slice(0, measured.size));
    expect(measured.size).toBeGreaterThan(1);
    expect(measured.size).toBeLessThan(WINDOWS.length);
  });

  it('are none when the time ends while their labels are read', async () => {
    const run = measure(storeOf('csv', SOME), {
      format: 'csv',
      onStream: (key) => {
        if (key.startsWith('labels/')) throw new OutOfTimeError('over');
      },
    });
    await expect(run).rejects.toThrow(OutOfTimeError);
  });
});
