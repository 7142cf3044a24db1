import type { TableChunk } from '../../../lambdas/core/columns/column.ts';
import { type GeneratedWorld, SCORE_NAME } from '../generated-world.ts';
import { randomOf } from '../seeds.ts';
import type { AnswerModel } from './answer-model.ts';
import { type AnsweredRows, AnsweringWorld } from './answering-world.ts';
import { answerModel } from './model-of-spec.ts';
import type { Drop, ModelSpec } from './spec.ts';
import { forEachValue, valueDays } from './value-days.ts';

/** A world in which the model's answers do not depend on the features, and its metric has a value that is set. */
export class ModelWorld extends AnsweringWorld {
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
    super(generated, spec.labels, names);
    this.#baselineDays = baselineDays;
    this.model = answerModel(spec);
    const values = valueDays(spec, drop, { baselineDays, days }, names);
    this.#wrongness = forEachValue(values, (value) => this.model.wrongnessAt(value));
  }

  protected answer(day: number, { rows, columns: generated }: TableChunk): AnsweredRows {
    const streams = {
      answers: randomOf(...this.names, 'answers', day),
      labels: randomOf(...this.names, 'labels', day),
    };
    const { answers, actual } = this.model.draw(streams, rows, this.#wrongness[day + this.#baselineDays]);
    const columns = new Map(generated);
    columns.delete(SCORE_NAME);
    for (const [name, column] of answers) columns.set(name, column);
    return { chunk: { rows, columns }, actual };
  }
}
