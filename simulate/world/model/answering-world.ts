import type { Column, TableChunk } from '../../../lambdas/core/columns/column.ts';
import type { GeneratedWorld } from '../generated-world.ts';
import { randomOf } from '../seeds.ts';
import type { AnswerModel } from './answer-model.ts';
import { drawDelays, type LabelArrival } from './label-arrival.ts';

/** Rows with a model's answers and their true outcomes. */
export interface AnsweredRows {
  /** Features and answers. */
  readonly chunk: TableChunk;
  readonly actual: Column;
}

export interface AnsweredDay extends AnsweredRows {
  /** Days until each row's label arrives; NEVER where it never arrives. */
  readonly delays: Int16Array;
}

/** A generated world with a model that answers in it, and labels that arrive later. */
export abstract class AnsweringWorld {
  readonly #generated: GeneratedWorld;
  readonly #labels: LabelArrival;
  protected readonly names: readonly (string | number)[];
  abstract readonly model: Pick<AnswerModel, 'prediction' | 'baseline'>;

  /** @param names Of the random numbers. */
  constructor(generated: GeneratedWorld, labels: LabelArrival, names: readonly (string | number)[]) {
    this.#generated = generated;
    this.#labels = labels;
    this.names = names;
  }

  /** @param day From 0. */
  day(day: number): AnsweredDay {
    const answered = this.answer(day, this.#generated.day(day));
    const delays = drawDelays(randomOf(...this.names, 'delays', day), answered.chunk.rows, day, this.#labels);
    return { ...answered, delays };
  }

  /** The baseline's rows, day by day. */
  *baseline(): Generator<{ readonly day: number } & AnsweredRows> {
    for (const { day, chunk } of this.#generated.baseline()) yield { day, ...this.answer(day, chunk) };
  }

  protected abstract answer(day: number, generated: TableChunk): AnsweredRows;
}
