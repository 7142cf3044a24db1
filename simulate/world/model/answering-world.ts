import type { AnswerModel } from './answer-model.ts';
import type { AnsweredDay } from './model-world.ts';

/** A world in which a model answers. */
export interface AnsweringWorld {
  readonly model: Pick<AnswerModel, 'prediction' | 'baseline'>;
  /** @param day From 0. */
  day(day: number): AnsweredDay;
  /** The baseline's rows with answers and labels, day by day. */
  baseline(): Iterable<{ readonly day: number } & Omit<AnsweredDay, 'delays'>>;
}
