/** The variables of a graph. It can read those of outer graphs, which cannot read its own. */
export class Variables {
  readonly #outer: Variables | undefined;
  readonly #own = new Map<string, unknown>();

  constructor(outer?: Variables) {
    this.#outer = outer;
  }

  assign(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) this.#own.set(name, value);
  }

  all(): Record<string, unknown> {
    return { ...this.#outer?.all(), ...Object.fromEntries(this.#own) };
  }
}
