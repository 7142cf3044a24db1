import type { PlacesPart, RejectedFile } from './reading-part.ts';
import type { ReadingSummary } from './reading-summary.ts';

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
    const file = this.#fileOf(uri, records);
    if (file === null || line === null) return;
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

  /** Adds the places of other files. */
  addAll({ files, elsewhere }: PlacesPart): void {
    this.#elsewhere += elsewhere;
    for (const { uri, count, lines, cut } of files) {
      const file = this.#fileOf(uri, count);
      if (file === null) continue;
      const ranges = Math.min(lines.length / 2, this.#maxRanges - this.#ranges);
      for (let i = 0; i < 2 * ranges; i++) file.lines.push(lines[i]);
      this.#ranges += ranges;
      file.cut ||= cut || 2 * ranges < lines.length;
    }
  }

  part(): PlacesPart {
    return { files: [...this.#files.values()], elsewhere: this.#elsewhere };
  }

  /** Counts rejected records of a file; null beyond the most files. */
  #fileOf(uri: string, records: number): RejectedFile | null {
    let file = this.#files.get(uri);
    if (file === undefined) {
      if (this.#files.size >= this.#maxFiles) {
        this.#elsewhere += records;
        return null;
      }
      file = { uri, count: 0, lines: [], cut: false };
      this.#files.set(uri, file);
    }
    file.count += records;
    return file;
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
