/** Where a retraining stores its data: keys in the results store, below the monitor's prefix. */

function retrainingFolder(monitor: string, id: string): string {
  return `${monitor}/retrainings/${id}/`;
}

/** Keys of one retraining. Files are named after their window; `extension` is that of the model's input format. */
export class RetrainingKeys {
  readonly #folder: string;

  constructor(monitor: string, id: string) {
    this.#folder = retrainingFolder(monitor, id);
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
    return this.#file('known', window, 'csv');
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
    return this.#file('gathered', window, 'json');
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
    return window === '' ? `${this.#folder}${kind}/` : `${this.#folder}${kind}/${window}.${extension}`;
  }
}
