/** Prefix of what the runs that read a large window leave for each other. It expires. No monitor has a name with an underscore. */
export const WINDOW_PARTS = 'window_parts/';

/** Prefix of a monitor's window; below it is a folder for each reading of it. */
export function windowPartsOf(monitor: string, window: string): string {
  return `${WINDOW_PARTS}${monitor}/${window}/`;
}

/** Keys of one reading of a large window, in the store of results. */
export class ReadingKeys {
  /** Prefix of all of them. */
  readonly run: string;

  constructor(run: string) {
    this.run = run;
  }

  /** What is read, and how. */
  get plan(): string {
    return `${this.run}plan.json`;
  }

  /** The parts, as the machine's Maps read them: `[{"part":0},…]`. */
  get manifest(): string {
    return `${this.run}manifest.json`;
  }

  /** The files of a part. */
  files(part: number): string {
    return `${this.run}files/${part}.json`;
  }

  /** Prefix of what is found in the parts. */
  get parts(): string {
    return `${this.run}parts/`;
  }

  /** What a part's files hold, read alone. */
  part(part: number): string {
    return `${this.parts}${part}.json.gz`;
  }

  /** The hashes of a part's records, by ranges. */
  seen(part: number): string {
    return `${this.run}seen/${part}.bin`;
  }

  /** Prefix of the hashes in ranges that earlier parts have too. */
  get repeats(): string {
    return `${this.run}repeats/`;
  }

  /** Prefix of those of a part. */
  repeatsOf(part: number): string {
    return `${this.repeats}${part}/`;
  }

  /** Those of a range. */
  repeatsIn(part: number, range: number): string {
    return `${this.repeatsOf(part)}${range}.bin`;
  }

  /** What a part's files hold, read knowing what earlier parts have. */
  again(part: number): string {
    return `${this.run}again/${part}.json.gz`;
  }

  /** What all parts hold. */
  get window(): string {
    return `${this.run}window.json.gz`;
  }
}
