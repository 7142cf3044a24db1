import { ColumnBuilder } from '../columns/column-builder.ts';
import type { CaptureChunk } from './chunk.ts';
import { type FieldPath, parseLocation } from './field-path.ts';
import type { PredictionSpec } from './spec.ts';

/** One part of the model's answer, such as its score. */
export interface AnswerRole {
  /** `score`, `label`, `value`, or `score:{class}`. */
  readonly name: string;
  readonly where: FieldPath | number;
  readonly column: ColumnBuilder;
}

/** The parts of the model's answer that the monitor names, each with its column. */
export class AnswerRoles {
  readonly all: readonly AnswerRole[];
  /** The last position that the monitor names, -1 if it names none. */
  readonly lastPosition: number;
  /** The roles that the monitor finds by name. */
  readonly names: readonly FieldPath[];
  readonly #score: AnswerRole | null;
  readonly #label: AnswerRole | null;
  readonly #value: AnswerRole | null;
  readonly #scores: ReadonlyMap<string, AnswerRole> | null;

  constructor({ score, label, value, scores }: PredictionSpec) {
    this.#score = toRole('score', score);
    this.#label = toRole('label', label);
    this.#value = toRole('value', value);
    this.#scores =
      scores === undefined
        ? null
        : new Map(Object.entries(scores).map(([name, where]) => [name, toRole(`score:${name}`, where)!]));
    const single = [this.#score, this.#label, this.#value].filter((role) => role !== null);
    this.all = [...single, ...(this.#scores?.values() ?? [])];
    const places = this.all.map(({ where }) => where);
    this.lastPosition = Math.max(-1, ...places.filter((where) => typeof where === 'number'));
    this.names = places.filter((where) => typeof where !== 'number');
  }

  /** The columns of the first `rows` rows. The builders start over. */
  take(rows: number): CaptureChunk['predictions'] {
    return {
      ...(this.#score && { score: this.#score.column.take(rows) }),
      ...(this.#label && { label: this.#label.column.take(rows) }),
      ...(this.#value && { value: this.#value.column.take(rows) }),
      ...(this.#scores && {
        scores: new Map([...this.#scores].map(([name, role]) => [name, role.column.take(rows)])),
      }),
    };
  }
}

function toRole(name: string, where: string | number | undefined): AnswerRole | null {
  return where === undefined ? null : { name, where: parseLocation(where), column: new ColumnBuilder() };
}
