/** Variables of one graph: those of the graphs around it can be seen, and what is assigned here is not seen outside. */
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
