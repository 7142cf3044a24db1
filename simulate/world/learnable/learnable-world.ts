import { Column, type TableChunk } from '../../../lambdas/core/columns/column.ts';
import { featureName, type GeneratedWorld, SCORE_NAME } from '../generated-world.ts';
import { type AnsweredRows, AnsweringWorld } from '../model/answering-world.ts';
import type { Drop, ModelSpec } from '../model/spec.ts';
import { forEachValue, valueDays } from '../model/value-days.ts';
import { scoreOf } from '../numbers.ts';
import { randomOf } from '../seeds.ts';
import { accuracyOf, modelAlong, strengthFor, type Truth, turnFor } from './accuracy.ts';
import { type LinearModel, logitOf } from './linear-model.ts';

/** Days after the last one whose truth is known, so that models can be compared some time later. */
const DAYS_AHEAD = 60;

/**
 * A world in which labels follow from the features, so that a model can be learnt. The first model knows the truth of the
 * baseline. When the truth turns it becomes worse, and a model that is trained on newer rows is better.
 */
export class LearnableWorld extends AnsweringWorld {
  readonly #baselineDays: number;
  readonly #strength: number;
  /** How far the truth has turned on each day, from the first one of the baseline on, in radians. */
  readonly #turns: Float64Array;
  /** The truth of the beginning, and the direction in which it turns: at a right angle, both of the length 1. */
  readonly #from: readonly number[];
  readonly #to: readonly number[];
  readonly model = { prediction: { score: SCORE_NAME, threshold: 0.5 }, baseline: { score: SCORE_NAME } };
  #live: LinearModel;

  /** @throws RangeError for another metric than accuracy, or an accuracy that is not possible */
  constructor(
    generated: GeneratedWorld,
    spec: ModelSpec,
    drop: Drop | null,
    { baselineDays, days, names }: { baselineDays: number; days: number; names: readonly (string | number)[] },
  ) {
    super(generated, spec.labels, names);
    const features = generated.columns.length - 1;
    if (spec.metric !== 'accuracy' || spec.problem !== 'binary-classification') {
      throw new RangeError(
        `--retraining simulates only the accuracy of a binary classification, not ${spec.metric} of ${spec.problem}`,
      );
    }
    if (features < 2 || generated.columns.some(({ kind }) => kind !== 'normal' && kind !== 'score')) {
      throw new RangeError('--retraining needs two or more features of the kind normal');
    }
    this.#baselineDays = baselineDays;
    this.#strength = strengthFor(spec.value);
    const values = valueDays(spec, drop, { baselineDays, days: days + DAYS_AHEAD }, names);
    this.#turns = forEachValue(values, (value) => turnFor(value, this.#strength));
    const random = randomOf(...names, 'directions');
    const draw = () => Array.from({ length: features }, () => random.normal());
    this.#from = unit(draw());
    const other = draw();
    const along = dot(other, this.#from);
    this.#to = unit(other.map((part, i) => part - along * this.#from[i]));
    this.#live = modelAlong(this.#strength, this.#from);
  }

  get live(): LinearModel {
    return this.#live;
  }

  /** Another model answers from the next day on. */
  serve(model: LinearModel): void {
    this.#live = model;
  }

  /** The accuracy that a model would have on a day with infinitely many rows. */
  accuracyOn(day: number, model: LinearModel): number {
    return accuracyOf(model, this.#truth(day));
  }

  #truth(day: number): Truth {
    const turn = this.#turns[day + this.#baselineDays];
    if (turn === undefined) throw new RangeError(`the truth of day ${day} is not known: it is beyond DAYS_AHEAD`);
    const direction = this.#from.map((part, i) => Math.cos(turn) * part + Math.sin(turn) * this.#to[i]);
    return { strength: this.#strength, direction };
  }

  protected answer(day: number, { rows, columns }: TableChunk): AnsweredRows {
    const features = this.#from.map((_, i) => columns.get(featureName(i))!.numbers!);
    const { strength, direction } = this.#truth(day);
    const truth = modelAlong(strength, direction);
    const random = randomOf(...this.names, 'labels', day);
    const scores = new Float64Array(rows);
    const actual = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const featureOf = (i: number) => features[i][row];
      scores[row] = scoreOf(logitOf(this.#live, featureOf));
      actual[row] = random.uniform() < 1 / (1 + Math.exp(-logitOf(truth, featureOf))) ? 1 : 0;
    }
    const answered = new Map(columns);
    answered.set(SCORE_NAME, new Column(rows, scores, null));
    return { chunk: { rows, columns: answered }, actual: new Column(rows, actual, null) };
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, part, i) => sum + part * b[i], 0);
}

function unit(vector: readonly number[]): readonly number[] {
  const length = Math.hypot(...vector);
  return vector.map((part) => part / length);
}
