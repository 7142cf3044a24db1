/**
 * Where a retraining stores its data: keys in the results store. The model, the comparison, the record and what else is kept lie below
 * the monitor's prefix. Rows, and what is said of them from step to step, lie apart, because they expire together.
 */

/** Prefix of the rows of all monitors' retrainings. No monitor has a name with an underscore. */
export const RETRAINING_DATA = 'retraining_data/';

/** Prefix of the rows of a monitor's retrainings; below it is a folder for each. */
export function retrainingDataOf(monitor: string): string {
  return `${RETRAINING_DATA}${monitor}/`;
}

/** Keys of one retraining. Files are named after their window; `extension` is that of the model's input format. */
export class RetrainingKeys {
  readonly #folder: string;
  readonly #rows: string;

  constructor(monitor: string, id: string) {
    this.#folder = `${monitor}/retrainings/${id}/`;
    this.#rows = `${retrainingDataOf(monitor)}${id}/`;
  }

  /** Training rows, label first: the input of the training job. */
  training(window = '', extension = ''): string {
    return this.#file('training', window, extension);
  }

  /** Held-out requests, one on each line: the input of the transform jobs. */
  heldOut(window = '', extension = ''): string {
    return this.#file('held-out', window, extension);
  }

  /** Held-out labels, one row for each request in the same order: hash of the id, label, the live model's captured answer, segments. */
  heldOutLabels(window = ''): string {
    return this.#file('held-out-labels', window, 'csv');
  }

  /** A model's answers to the held-out requests, one on each line in the same order: the output of a transform job. */
  answers(whose: 'candidate' | 'live', window = '', extension = ''): string {
    return this.#file(`${whose}-answers`, window, `${extension}.out`);
  }

  /** Hashes of the ids in a window's training rows, 8 bytes each. No held-out row has one of them. */
  trainedIds(window = ''): string {
    return this.#file('trained-ids', window, 'bin');
  }

  /** Counts of one window: the rows prepared and the rows left out. */
  preparedWindow(window = ''): string {
    return this.#file('prepared', window, 'json');
  }

  /** Where the training job writes the model. */
  get model(): string {
    return `${this.#folder}model/`;
  }

  /** The windows, rows and requests of the whole retraining. */
  get manifest(): string {
    return `${this.#folder}manifest.json`;
  }

  get comparison(): string {
    return `${this.#folder}comparison.json`;
  }

  /** The candidate's baseline and how it was registered. */
  get registration(): string {
    return `${this.#folder}registration.json`;
  }

  /** The task token of the pending approval, and when it expires. */
  get approval(): string {
    return `${this.#folder}approval.json`;
  }

  /** How it ended, and why. */
  get record(): string {
    return `${this.#folder}retraining.json`;
  }

  #file(kind: string, window: string, extension: string): string {
    return `${this.#rows}${kind}/${window === '' ? '' : `${window}.${extension}`}`;
  }
}
