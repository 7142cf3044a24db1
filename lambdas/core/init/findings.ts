import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';

/** A question that only a person can answer. The first choice is the best guess. */
export interface Question {
  readonly text: string;
  readonly choices: readonly string[];
}

/** Asks the user. null: there is no terminal to ask on, so the best guess is used. */
export type Ask = (question: Question) => Promise<string | null>;

/** What was recognised of a monitor, from what, and what is not certain, by the keys of the monitor file. */
export class Findings {
  readonly #ask: Ask;
  readonly #notes = new Map<string, string[]>();
  /** `capture.time: "at" or "day"`, in the order of the monitor file's keys. */
  readonly unsure: string[] = [];
  /** What does not fit, in the same form. */
  readonly faults: string[] = [];

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Notes from what the value of a key was recognised. @param path Such as `capture.time`. */
  explain(path: string, text: string): void {
    this.#notesOf(path).push(text);
  }

  /** Notes that the value of a key is a guess, and why. */
  doubt(path: string, text: string): void {
    this.#notesOf(path).push(`unsure: ${text}`);
    this.unsure.push(`${path}: ${text}`);
  }

  /** Notes that the data does not fit the value of a key, so that a check would fail. */
  fault(path: string, text: string): void {
    this.#notesOf(path).push(`to mend: ${text}`);
    this.faults.push(`${path}: ${text}`);
  }

  notes(path: string): readonly string[] {
    return this.#notes.get(path) ?? [];
  }

  /**
   * Chooses one of several names: the user's choice, or without a terminal the first, which is then noted as a guess.
   *
   * @param names At least one, the best first.
   */
  async choose(path: string, text: string, names: readonly string[]): Promise<string> {
    const [best, ...others] = names;
    if (others.length === 0) return best;
    const answer = await this.#ask({ text, choices: names });
    if (answer === null)
      this.doubt(path, `${quoted(best)} is a guess; it could be ${listNames(others.map(quoted), 5)}`);
    else this.explain(path, 'as answered');
    return answer ?? best;
  }

  #notesOf(path: string): string[] {
    const notes = this.#notes.get(path) ?? [];
    this.#notes.set(path, notes);
    return notes;
  }
}
