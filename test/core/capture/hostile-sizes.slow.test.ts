import { describe, expect, it } from 'vitest';
import { MAX_CHUNK_CELLS } from '../../../lambdas/core/columns/chunk-builder.ts';
import { captureLine, captureSpec, csv, json } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

describe('sizes', () => {
  it('10,000 columns by position and by key, chunks bounded by cells', async () => {
    const width = 10_000;
    const row = Array.from({ length: width }, (_, i) => i);
    const object = Object.fromEntries(row.map((i) => [`feature ${i}`, i]));
    const rows = 430;
    for (const line of [
      captureLine(csv(row.join(',')), undefined),
      captureLine(json({ instances: [object] }), undefined),
    ]) {
      const text = `${line}\n`;
      const { chunks, summary } = await readAllRows(text, rows);
      expect(summary.rows).toBe(rows);
      for (const chunk of chunks) {
        expect(chunk.columns).toBe(width);
        expect(chunk.rows * chunk.columns).toBeLessThanOrEqual(MAX_CHUNK_CELLS);
      }
      expect(chunks.length).toBeGreaterThan(1);
    }
  });

  it('a line of 50 MB', async () => {
    const rows = 1_300_000;
    const line = captureLine(csv('12.5,category,1234567,c,0.123456\n'.repeat(rows)), undefined);
    expect(line.length).toBeGreaterThan(42_000_000);
    const { chunks, summary } = await readAllRows(`${line}${' '.repeat(50 * 1024 * 1024 - line.length)}\n`, 1);
    expect(summary).toMatchObject({ records: 1, rows, rejected: { records: 0 } });
    expect(chunks.every((chunk) => chunk.columns === 5)).toBe(true);
  });
});

/** Reads a line many times over without keeping the cells. */
async function readAllRows(line: string, times: number) {
  const { readCapture } = await import('../../../lambdas/core/capture/read-capture.ts');
  const { RejectionLog } = await import('../../../lambdas/core/capture/rejections.ts');
  const log = new RejectionLog();
  const bytes = Buffer.from(line);
  const source = {
    ...sourceOf(''),
    async *stream() {
      for (let i = 0; i < times; i++) yield bytes;
    },
  };
  const chunks: { rows: number; columns: number }[] = [];
  for await (const chunk of readCapture([source], captureSpec(), { window: null, ids: false, log })) {
    chunks.push({ rows: chunk.rows, columns: chunk.columns.size });
  }
  return { chunks, summary: log.summarize() };
}
