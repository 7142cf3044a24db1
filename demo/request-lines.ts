/** Flights as lines of text: requests to the endpoint, and training rows of a retraining. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { FlightFeatures } from './flights.ts';

/** A line is not `hour,weekday,distance,origin,destination`, with a label in front if there is one. */
export class RequestLineError extends Error {
  override readonly name = 'RequestLineError';
}

/** Collects lines into columns. */
export class RequestLines {
  readonly #labelled: boolean;
  readonly #labels: number[] = [];
  readonly #numbers = { hour: [] as number[], weekday: [] as number[], distance: [] as number[] };
  readonly #origin = new TextCodes();
  readonly #destination = new TextCodes();
  readonly #pattern: RegExp;

  /** @param labelled Whether each line begins with its label, 0 or 1. */
  constructor(labelled: boolean) {
    this.#labelled = labelled;
    this.#pattern = labelled
      ? /^([01]),(\d+),(\d+),(\d+(?:\.\d+)?),([A-Z]{3}),([A-Z]{3})$/
      : /^()(\d+),(\d+),(\d+(?:\.\d+)?),([A-Z]{3}),([A-Z]{3})$/;
  }

  /** @throws RequestLineError */
  add(line: string): void {
    const match = this.#pattern.exec(line);
    if (match === null) throw new RequestLineError(`${JSON.stringify(line.slice(0, 80))} is not a flight`);
    const [, label, hour, weekday, distance, origin, destination] = match;
    if (this.#labelled) this.#labels.push(Number(label));
    this.#numbers.hour.push(Number(hour));
    this.#numbers.weekday.push(Number(weekday));
    this.#numbers.distance.push(Number(distance));
    this.#origin.add(origin);
    this.#destination.add(destination);
  }

  get flights(): FlightFeatures {
    const { hour, weekday, distance } = this.#numbers;
    return { rows: hour.length, hour, weekday, distance, origin: this.#origin, destination: this.#destination };
  }

  get labels(): readonly number[] {
    return this.#labels;
  }
}

class TextCodes {
  readonly codes: number[] = [];
  readonly dictionary: string[] = [];
  readonly #known = new Map<string, number>();

  add(text: string): void {
    let code = this.#known.get(text);
    if (code === undefined) {
      code = this.dictionary.length;
      this.#known.set(text, code);
      this.dictionary.push(text);
    }
    this.codes.push(code);
  }
}

/** Adds every line of a file, or of stdin, that is not empty. */
export async function addLines(into: RequestLines, source: string | NodeJS.ReadableStream): Promise<void> {
  const input = typeof source === 'string' ? createReadStream(source) : source;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') into.add(line);
  }
}
