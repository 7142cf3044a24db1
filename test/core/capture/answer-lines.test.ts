import { describe, expect, it } from 'vitest';
import { type AnswerChunk, readAnswerLines } from '../../../lambdas/core/capture/answer-lines.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { PredictionSpec } from '../../../lambdas/core/capture/spec.ts';
import type { Column } from '../../../lambdas/core/columns/column.ts';
import { captureSpec } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

const SCORE: PredictionSpec = { score: 0, threshold: 0.5 };
const KEYED: PredictionSpec = { score: 'p', label: 'answer.class', threshold: 0.5 };

async function read(text: string, prediction: PredictionSpec) {
  const log = new RejectionLog();
  const chunks: AnswerChunk[] = [];
  for await (const chunk of readAnswerLines(sourceOf(text), captureSpec({ prediction }), log)) chunks.push(chunk);
  const cells = (column: (chunk: AnswerChunk) => Column | undefined) =>
    chunks.flatMap((chunk) => Array.from({ length: chunk.rows }, (_, row) => column(chunk)!.at(row)));
  return {
    rows: chunks.reduce((sum, { rows }) => sum + rows, 0),
    incomplete: chunks.reduce((sum, { incomplete }) => sum + incomplete, 0),
    cells,
    rejected: log.summarize().rejected.samples.map(({ reason, line }) => [reason, line]),
  };
}

describe('readAnswerLines', () => {
  it.each<[string, string, PredictionSpec, unknown[]]>([
    ['numbers', '0.1\n0.30000000000000004\n1e-3\n', SCORE, [0.1, 0.1 + 0.2, 0.001]],
    ['CSV of several fields', '0.1,x\r\n"0.2",y\r\n', SCORE, [0.1, 0.2]],
    ['answers that end in a line end of their own', '0.1\n\n0.2\n\n', SCORE, [0.1, 0.2]],
    ['arrays of one', '[0.1]\n[[0.2, 0.8]]\n', SCORE, [0.1, 0.2]],
    ['objects', '{"p":0.1}\n{"predictions":[{"p":0.2}]}\n', { score: 'p', threshold: 0.5 }, [0.1, 0.2]],
    ['parallel arrays of one', '{"p":[0.1]}\n{"p":[0.2]}', { score: 'p', threshold: 0.5 }, [0.1, 0.2]],
    ['the answer to one row that Python wrote', '{"p": NaN}\n{"p": 0.2}', { score: 'p', threshold: 0.5 }, [NaN, 0.2]],
  ])('reads %s', async (_, text, prediction, expected) => {
    const { cells, rejected } = await read(text, prediction);
    expect(cells(({ predictions }) => predictions.score)).toEqual(expected);
    expect(rejected).toEqual([]);
  });

  it('keeps the place of an answer that cannot be read', async () => {
    const { cells, incomplete, rejected } = await read('0.1\n[0.1,0.2]\n{"p":\n0.4\n"open\n', SCORE);
    expect(cells(({ predictions }) => predictions.score)).toEqual([0.1, null, null, 0.4, null]);
    expect(incomplete).toBe(3);
    expect(rejected).toEqual([
      ['row-count-mismatch', 2],
      ['invalid-json', 3],
      ['invalid-csv', 5],
    ]);
  });

  it.each([
    ['{"p":0.1,"answer":{"class":"a"}}', 0],
    ['{"p":0.1}', 1],
    ['{"p":"0.1","answer":{"class":"a"}}', 1],
    ['{"p":null,"answer":{"class":"a"}}', 1],
    ['{"p":0.1,"answer":{"class":[]}}', 1],
    ['{"error":"no model"}', 1],
  ])('counts rows that lack what the monitor names: %s', async (text, incomplete) => {
    expect((await read(text, KEYED)).incomplete).toBe(incomplete);
  });

  it('reads multiclass probabilities by class', async () => {
    const { cells, incomplete } = await read('[[0.1,0.9]]\n[[0.7]]\n', { threshold: 0.5, scores: { a: 0, b: 1 } });
    expect(cells(({ predictions }) => predictions.scores!.get('b'))).toEqual([0.9, null]);
    expect(incomplete).toBe(1);
  });

  it('keeps the order over many chunks', async () => {
    const scores = Array.from({ length: 20_000 }, (_, i) => i / 20_000);
    const { cells, rows } = await read(scores.map((score) => `${score}\n`).join(''), SCORE);
    expect(rows).toBe(scores.length);
    expect(cells(({ predictions }) => predictions.score)).toEqual(scores);
  });
});
