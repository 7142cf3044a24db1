import type { Column, TableChunk } from '../../../lambdas/core/columns/column.ts';
import { type GeneratedWorld, SCORE_NAME } from '../generated-world.ts';
import { randomOf } from '../seeds.ts';
import { type AnswerModel, answerModel } from './answer-model.ts';
import type { AnsweringWorld } from './answering-world.ts';
import { drawDelays } from './label-arrival.ts';
import type { Drop, ModelSpec } from './spec.ts';
import { valueDays } from './value-days.ts';

/** A day's rows, what turns out to be true of them, and when. */
export interface AnsweredDay {
  /** Features and answers. */
  readonly chunk: TableChunk;
  readonly actual: Column;
  /** Days until each row's label is there; {@link NEVER}. */
  readonly delays: Int16Array;
}

/** A generated world with a model that answers in it, and labels that come later. */
export class ModelWorld implements AnsweringWorld {
  readonly #generated: GeneratedWorld;
  readonly #spec: ModelSpec;
  readonly #names: readonly (string | number)[];
  readonly #baselineDays: number;
  readonly model: AnswerModel;
  /** How wrong the model is on each day, from the first one of the baseline on. */
  readonly #wrongness: Float64Array;

  /** @throws RangeError for a value that the metric cannot have */
  constructor(
    generated: GeneratedWorld,
    spec: ModelSpec,
    drop: Drop | null,
    { baselineDays, days, names }: { baselineDays: number; days: number; names: readonly (string | number)[] },
  ) {
    this.#generated = generated;
    this.#spec = spec;
    this.#names = names;
    this.#baselineDays = baselineDays;
    this.model = answerModel(spec);
    const values = valueDays(spec, drop, { baselineDays, days }, names);
    const known = new Map<number, number>();
    this.#wrongness = values.map((value) => {
      const wrongness = known.get(value) ?? this.model.wrongnessAt(value);
      known.set(value, wrongness);
      return wrongness;
    });
  }

  /** @param day From 0. */
  day(day: number): AnsweredDay {
    const { chunk, actual } = this.#answer(day, this.#generated.day(day));
    const delays = drawDelays(randomOf(...this.#names, 'delays', day), chunk.rows, day, this.#spec.labels);
    return { chunk, actual, delays };
  }

  /** The baseline's rows with answers and labels, day by day. */
  *baseline(): Generator<{ readonly day: number } & Omit<AnsweredDay, 'delays'>> {
    for (const { day, chunk } of this.#generated.baseline()) yield { day, ...this.#answer(day, chunk) };
  }

  #answer(day: number, { rows, columns: generated }: TableChunk): { chunk: TableChunk; actual: Column } {
    const streams = {
      answers: randomOf(...this.#names, 'answers', day),
      labels: randomOf(...this.#names, 'labels', day),
    };
    const { answers, actual } = this.model.draw(streams, rows, this.#wrongness[day + this.#baselineDays]);
    const columns = new Map(generated);
    columns.delete(SCORE_NAME);
    for (const [name, column] of answers) columns.set(name, column);
    return { chunk: { rows, columns }, actual };
  }
}
