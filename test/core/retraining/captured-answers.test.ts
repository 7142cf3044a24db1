import { describe, expect, it } from 'vitest';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { countCapturedAnswers } from '../../../lambdas/core/retraining/captured-answers.ts';
import { MOST_ANSWERS } from '../../../lambdas/core/retraining/confirm-capture.ts';
import { type Cell, captureLine, hourFolder } from '../stories/fixtures.ts';
import { MemoryStore } from '../stories/memory-store.ts';

const MINUTE = 60_000;
const SINCE = Date.UTC(2026, 0, 10, 12, 5);

interface File {
  /** Of its first record. */
  readonly minute: number;
  readonly answers: readonly (Cell | readonly Cell[])[];
  /** Of its records. @default minute */
  readonly recordsAt?: number;
}

function fileOf({ minute, answers, recordsAt = minute }: File): [string, string] {
  const begun = SINCE + minute * MINUTE;
  const name = new Date(begun).toISOString().slice(14, 19).replace(':', '-');
  const time = SINCE + recordsAt * MINUTE;
  const lines = answers.map((answer, i) =>
    captureLine({ time, rows: [[1]], answers: [answer], eventId: `${minute}-${i}` }),
  );
  return [`c/${hourFolder(begun)}/${name}-000-x.jsonl`, `${lines.join('\n')}\n`];
}

async function count(files: readonly File[], prediction = 'score: 0', problem = 'binary-classification') {
  const store = new MemoryStore(new Map(files.map(fileOf)));
  const read: string[] = [];
  const file = `model: m\nproblem: ${problem}\ncapture: { uri: c, features: [x], prediction: { ${prediction} } }\n`;
  const opened: typeof store.stream = (key) => {
    read.push(key);
    return store.stream(key);
  };
  const watched = Object.assign(Object.create(store), { stream: opened, list: (prefix: string) => store.list(prefix) });
  const counted = await countCapturedAnswers(parseMonitor(file, 'm.yaml'), SINCE, {
    open: () => ({ store: watched, prefix: 'c/', uriOf: (key) => key }),
    results: store,
    metrics: { publish: async () => {} },
    alerts: { send: async () => {} },
    now: SINCE + 30 * MINUTE,
    runId: 'run',
    dryRun: false,
  });
  return { ...counted, read: read.length };
}

describe('captured answers since a deployment', () => {
  it('are those of records after it, in files that may have such records', async () => {
    const files = [
      { minute: -20, answers: [0.1], recordsAt: 1 },
      { minute: -5, answers: [0.2], recordsAt: -5 },
      { minute: -4, answers: [0.3], recordsAt: 2 },
      { minute: 3, answers: [0.4, 0.5] },
    ];
    expect(await count(files)).toEqual({ answers: 3, readable: 3, read: 3 });
  });

  it('are counted up to a hundred, and no file is read after that', async () => {
    const files = Array.from({ length: 5 }, (_, minute) => ({ minute, answers: Array(60).fill(0.5) }));
    const { answers, read } = await count(files);
    expect(answers).toBeGreaterThanOrEqual(MOST_ANSWERS);
    expect(answers).toBeLessThan(200);
    expect(read).toBeLessThan(5);
  });

  it.each<[string, string, string, readonly (Cell | readonly Cell[])[], number]>([
    ['scores', 'binary-classification', 'score: 0', [0.5, 'error', '', 'nan', 'inf', 1], 2],
    ['numbers', 'regression', 'value: 0', [12, 'error', '', 'nan'], 1],
    ['classes', 'multiclass-classification', 'label: 0', ['a', 3, '', 'nan'], 2],
    ['several scores', 'multiclass-classification', 'scores: { a: 0, b: 1 }', [[0.1, 0.9], [0.1, 'error'], [0.4]], 1],
  ])('can be read if all of the answer is there: %s', async (_, problem, prediction, answers, readable) => {
    expect(await count([{ minute: 1, answers }], prediction, problem)).toMatchObject({
      answers: answers.length,
      readable,
    });
  });

  it('count though their records cannot be read', async () => {
    const file = fileOf({ minute: 1, answers: [0.5] });
    const store = new MemoryStore(new Map([[file[0], `no json\n${file[1]}`]]));
    const monitor = parseMonitor(
      'model: m\nproblem: regression\ncapture: { uri: c, features: [x], prediction: { value: 0 } }\n',
      'm.yaml',
    );
    const context = {
      open: () => ({ store, prefix: 'c/', uriOf: (key: string) => key }),
      results: store,
      metrics: { publish: async () => {} },
      alerts: { send: async () => {} },
      now: SINCE + 30 * MINUTE,
      runId: 'run',
      dryRun: false,
    };
    expect(await countCapturedAnswers(monitor, SINCE, context)).toEqual({ answers: 2, readable: 1 });
  });
});
