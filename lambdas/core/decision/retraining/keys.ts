/** Where a retraining keeps its data: keys in the store of results, below the monitor's own prefix. */

function retrainingFolder(monitor: string, id: string): string {
  return `${monitor}/retrainings/${id}/`;
}

/** Keys of one retraining. Files are named by their window; `extension` is that of the model's own input format. */
export class RetrainingKeys {
  readonly #folder: string;

  constructor(monitor: string, id: string) {
    this.#folder = retrainingFolder(monitor, id);
  }

  /** Rows to train on, label first: what the training job reads. */
  training(window = '', extension = ''): string {
    return this.#file('training', window, extension);
  }

  /** Requests to judge on, a line each: what transform jobs read. */
  heldOut(window = '', extension = ''): string {
    return this.#file('held-out', window, extension);
  }

  /** What is known about those requests, a row each in the same order: hash of the id, label, the live model's captured answer, segments. */
  known(window = ''): string {
    return this.#file('known', window, 'csv');
  }

  /** A model's answers to those requests, a line each in the same order: what a transform job writes. */
  answers(whose: 'candidate' | 'live', window = '', extension = ''): string {
    return this.#file(`${whose}-answers`, window, `${extension}.out`);
  }

  /** Hashes of the ids in the training rows of a window, 8 bytes each: a row to judge on has none of them. */
  trainedIds(window = ''): string {
    return this.#file('trained-ids', window, 'bin');
  }

  /** What was gathered from one window: its rows, and what was left out. */
  gathered(window = ''): string {
    return this.#file('gathered', window, 'json');
  }

  /** Where the training job leaves the model. */
  get model(): string {
    return `${this.#folder}model/`;
  }

  /** Windows, rows and requests of the whole. */
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

  /** The task token that waits for an answer, and until when. */
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
