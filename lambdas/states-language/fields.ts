import { DefinitionError } from './errors.ts';
import type { Names } from './expression.ts';
import { compileTemplate, isExpression, type Template } from './template.ts';

/** A JSON object of the definition. Its fields are read by name and kind; unknown fields are rejected. */
export class Fields {
  readonly path: string;
  readonly #values: ReadonlyMap<string, unknown>;

  /** @throws DefinitionError when the value is not an object or has a field that is not in `known` */
  constructor(value: unknown, path: string, known: readonly string[]) {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      throw new DefinitionError(path, `this is an object, not ${JSON.stringify(value)}`);
    this.path = path;
    this.#values = new Map(Object.entries(value));
    for (const name of this.#values.keys()) {
      if (!known.includes(name))
        throw new DefinitionError(path, `the field ${name} is not supported here; supported: ${known.join(', ')}`);
    }
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  value(name: string): unknown {
    return this.#values.get(name);
  }

  text(name: string): string {
    const value = this.#values.get(name);
    if (typeof value !== 'string') throw this.wrong(name, 'a text');
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  number(name: string, byDefault: number, minimum: number, maximum: number): number {
    const value = this.#values.get(name) ?? byDefault;
    if (typeof value !== 'number' || !(value >= minimum && value <= maximum))
      throw this.wrong(name, `a number from ${minimum} to ${maximum}`);
    return value;
  }

  integer(name: string, byDefault: number, minimum: number, maximum: number): number {
    const value = this.number(name, byDefault, minimum, maximum);
    if (!Number.isInteger(value)) throw this.wrong(name, 'a whole number');
    return value;
  }

  list(name: string): unknown[] {
    const value = this.#values.get(name);
    if (!Array.isArray(value) || value.length === 0) throw this.wrong(name, 'a list that is not empty');
    return value;
  }

  optionalList(name: string): unknown[] {
    return this.has(name) ? this.list(name) : [];
  }

  /** Any JSON value, which may contain expressions; undefined when the field is missing. */
  template(name: string, names: Names): Template | undefined {
    if (!this.has(name)) return undefined;
    return compileTemplate(this.#values.get(name), `${this.path}.${name}`, names);
  }

  /** An expression, or a value that `accepts` accepts. */
  templateOf(name: string, names: Names, accepts: (value: unknown) => boolean, kind: string): Template | undefined {
    const value = this.#values.get(name);
    const isText = typeof value === 'string' && isExpression(value, `${this.path}.${name}`);
    if (this.has(name) && !isText && !accepts(value)) throw this.wrong(name, `${kind} or {% … %}`);
    return this.template(name, names);
  }

  wrong(name: string, accepted: string): DefinitionError {
    const given = this.has(name) ? `not ${JSON.stringify(this.#values.get(name))}` : 'and missing';
    return new DefinitionError(`${this.path}.${name}`, `this is ${accepted}, ${given}`);
  }
}
