import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { CaptureSpec } from '../../../lambdas/core/capture/spec.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { readAll } from '../../core/capture/capturing.ts';
import { anyExchange, anySpec } from '../exchanges.ts';
import { below, chance, mutateDocument, mutateText, pick } from '../mutate.ts';
import { answerOf, checkSummary, packed, readTwice, requireLaw, type Target } from '../target.ts';

const DAY = { name: 'day', start: Date.UTC(2026, 10, 23), end: Date.UTC(2026, 10, 24) };

/** Files of an endpoint's data capture: every line, or every object of a line, is a record. */
export const dataCapture: Target = {
  name: 'data-capture',
  run(random) {
    const spec = anySpec(random);
    const lines = Array.from({ length: below(random, 6) }, () => {
      const line = JSON.stringify(anyExchange(random, spec)) ?? '';
      return chance(random, 0.1) ? mutateText(random, line) : line;
    });
    return readCaptures(random, spec, lines.join(chance(random, 0.1) ? '' : '\n'));
  },
};

/** Files of a batch transform with ids. */
export const batchTransform: Target = {
  name: 'batch-transform',
  run(random) {
    const spec: CaptureSpec = { ...anySpec(random), format: 'sagemaker-batch-transform', header: undefined };
    const lines = Array.from({ length: below(random, 6) }, () => {
      const line = chance(random, 0.5) ? anyOutput(random) : '31,Bern,0.5,id-1,2026-11-23T10:00:00Z';
      return chance(random, 0.3) ? mutateText(random, line) : line;
    });
    return readCaptures(random, spec, lines.join('\n'));
  },
};

/** Prediction logs in plain formats. */
export const plainCapture: Target = {
  name: 'plain-capture',
  run(random) {
    const format = pick(random, ['csv', 'jsonl'] as const);
    const spec: CaptureSpec = { ...anySpec(random), format, time: 'time', id: 'id', header: undefined };
    const header = format === 'csv' ? ['id,time,a,b,p'] : [];
    const lines = Array.from({ length: below(random, 6) }, () => {
      const cells = [`i${below(random, 9)}`, '2026-11-23T10:00:00Z', below(random, 9), 'x', 0.5];
      if (format === 'csv') return cells.join(',');
      const [id, time, a, b, p] = cells;
      return JSON.stringify(mutateDocument(random, { id, time, a, b, p }, 0.03)) ?? '';
    });
    const text = [...header, ...lines].join(format === 'jsonl' && chance(random, 0.1) ? '' : '\n');
    return readCaptures(random, spec, chance(random, 0.4) ? mutateText(random, text) : text);
  },
};

function anyOutput(random: SeededRandom): string {
  const record = {
    features: [31, 'Bern'],
    SageMakerInferenceId: 'i',
    SageMakerInferenceTime: '2026-11-23T10:00:00Z',
    SageMakerOutput: { p: 0.5 },
  };
  return JSON.stringify(mutateDocument(random, record)) ?? '';
}

async function readCaptures(random: SeededRandom, spec: CaptureSpec, text: string): Promise<void> {
  const { bytes, whole } = packed(random, text);
  const options = {
    window: chance(random, 0.7) ? DAY : null,
    chunkRows: chance(random, 0.3) ? 1 + below(random, 3) : undefined,
    features: chance(random, 0.1) ? (['a', 'plan'] as const) : undefined,
  };
  const read = (source: Parameters<typeof readAll>[0] extends Iterable<infer S> ? S : never) =>
    answerOf(async () => {
      const { chunks, ...captured } = await readAll([source], spec, { ...options, log: new RejectionLog() });
      for (const { rows, columns, times, ids } of chunks) {
        for (const column of columns.values())
          requireLaw(column.length === rows, 'a column is not as long as its chunk');
        requireLaw(times.length === rows && ids?.length === rows, 'times or ids are not as many as the rows');
      }
      return captured;
    }, []);
  const captured = await readTwice(random, bytes, 'memory:capture', read);
  if (typeof captured === 'string') return;
  const { summary } = captured;
  checkSummary(summary, captured.rows);
  // The records of a plain table are counted by its own grammar, those of other files by their lines.
  if (!whole || spec.format === 'csv' || /\} ?\{/.test(text) || spec.format === 'sagemaker-batch-transform') return;
  const lines = text.split('\n').filter((line) => !/^[ \t\r]*$/.test(line.replace(/^\ufeff/, ''))).length;
  requireLaw(summary.records === lines, `${lines} lines are ${summary.records} records`);
}
