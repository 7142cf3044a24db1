import type { ReadingSummary } from './reading-summary.ts';

interface RejectedFile {
  readonly uri: string;
  count: number;
  /** Inclusive ranges: first, last, first, last, … */
  readonly lines: number[];
  cut: boolean;
}

/** Collects the files and ranges of lines of rejected records, up to a maximum number of each. */
export class RejectedPlaces {
  readonly #maxRanges: number;
  readonly #maxFiles: number;
  readonly #files = new Map<string, RejectedFile>();
  #ranges = 0;
  #elsewhere = 0;

  constructor(maxRanges: number, maxFiles: number) {
    this.#maxRanges = maxRanges;
    this.#maxFiles = maxFiles;
  }

  add(uri: string, line: number | null, records: number): void {
    let file = this.#files.get(uri);
    if (file === undefined) {
      if (this.#files.size >= this.#maxFiles) {
        this.#elsewhere += records;
        return;
      }
      file = { uri, count: 0, lines: [], cut: false };
      this.#files.set(uri, file);
    }
    file.count += records;
    if (line === null) return;
    const { lines } = file;
    if (!file.cut && lines.length > 0 && (lines.at(-1) === line - 1 || lines.at(-1) === line)) {
      lines[lines.length - 1] = line;
    } else if (this.#ranges < this.#maxRanges) {
      lines.push(line, line);
      this.#ranges++;
    } else {
      file.cut = true;
    }
  }

  summarize(): Pick<ReadingSummary['rejected'], 'places' | 'elsewhere'> {
    const places = [...this.#files.values()].map(({ uri, count, lines, cut }) => ({
      uri,
      count,
      lines: writeRanges(lines, cut),
    }));
    return { places, elsewhere: this.#elsewhere };
  }
}

/** `[12, 12, 15, 20]` → `12, 15-20`. */
function writeRanges(lines: readonly number[], cut: boolean): string {
  const ranges: string[] = [];
  for (let i = 0; i < lines.length; i += 2) {
    ranges.push(lines[i] === lines[i + 1] ? `${lines[i]}` : `${lines[i]}-${lines[i + 1]}`);
  }
  if (cut) ranges.push('…');
  return ranges.join(', ');
}
