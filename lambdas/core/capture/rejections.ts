import { printable } from '../text/printable.ts';

/** Why a record was rejected. */
export const REJECTION_REASONS = [
  'invalid-json',
  'invalid-csv',
  'not-a-capture-record',
  'not-a-label-record',
  'no-label',
  'not-a-row',
  'invalid-time',
  'row-count-mismatch',
  'wrong-column-count',
  'missing-feature',
  'too-many-columns',
  'nested-values',
  'rows-not-found',
  'ambiguous-shape',
  'unsupported-encoding',
  'invalid-base64',
  'invalid-encoding',
  'missing-column',
  'unreadable-column',
  'line-too-long',
  'truncated-file',
  'unreadable-file',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** One record is not readable. Thrown by the readers' parts, caught where the record's line is known. */
export class RejectedRecordError extends Error {
  override readonly name = 'RejectedRecordError';
  readonly reason: RejectionReason;
  constructor(reason: RejectionReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** A quoted rejection. */
export interface RejectionSample {
  readonly reason: RejectionReason;
  readonly uri: string;
  /** Line of the file, from 1 (Parquet: row); null where the whole file is meant. */
  readonly line: number | null;
  /** What was wrong, printable. */
  readonly detail: string;
  /** The start of the record, printable. */
  readonly excerpt: string;
}

/** What reading found, for the result. JSON as it stands. */
export interface ReadingSummary {
  /** Captured requests or data rows, rejected ones and those outside the window included. */
  readonly records: number;
  /** Rows inside the window. */
  readonly rows: number;
  readonly rowsOutsideWindow: number;
  /** Records inside the window without a request, and without a response. */
  readonly absentInputs: number;
  readonly absentOutputs: number;
  readonly rejected: {
    readonly records: number;
    /** Rejected records by records, 0 when there are none. */
    readonly share: number;
    readonly byReason: readonly { readonly reason: RejectionReason; readonly count: number }[];
    /** The first few of each reason. */
    readonly samples: readonly RejectionSample[];
    /** Every rejected record by file. `lines` such as `12, 15-20`; empty where the whole file is meant; ends in `…` when there were too many ranges to keep. */
    readonly places: readonly { readonly uri: string; readonly count: number; readonly lines: string }[];
    /** Rejected records in files beyond those in `places`. */
    readonly elsewhere: number;
  };
}

const EXCERPT_LENGTH = 200;

interface RejectedFile {
  readonly uri: string;
  count: number;
  /** Inclusive ranges: first, last, first, last, … */
  readonly lines: number[];
  cut: boolean;
}

/**
 * Counts what readers come across and remembers what they reject. Memory is bounded: samples by reason, ranges of lines
 * and files each have a cap, beyond which only counts are kept.
 */
export class RejectionLog {
  readonly #samplesPerReason: number;
  readonly #maxRanges: number;
  readonly #maxFiles: number;
  readonly #counts = new Map<RejectionReason, number>();
  readonly #samples: RejectionSample[] = [];
  readonly #files = new Map<string, RejectedFile>();
  #records = 0;
  #rows = 0;
  #rowsOutside = 0;
  #absentInputs = 0;
  #absentOutputs = 0;
  #rejected = 0;
  #ranges = 0;
  #elsewhere = 0;

  /** Defaults: 3 samples a reason, 10,000 ranges of lines and 10,000 files with rejections. */
  constructor(options: { samplesPerReason?: number; maxRanges?: number; maxFiles?: number } = {}) {
    this.#samplesPerReason = options.samplesPerReason ?? 3;
    this.#maxRanges = options.maxRanges ?? 10_000;
    this.#maxFiles = options.maxFiles ?? 10_000;
  }

  /** Records that were read, with their rows inside the window. */
  accept(records: number, rows: number): void {
    this.#records += records;
    this.#rows += rows;
  }

  /** Records outside the window, with their rows. */
  passOver(records: number, rows: number): void {
    this.#records += records;
    this.#rowsOutside += rows;
  }

  countAbsentInput(): void {
    this.#absentInputs++;
  }

  countAbsentOutput(): void {
    this.#absentOutputs++;
  }

  /** A record that cannot be read. `line` counts from 1; null means the whole file. `record` is quoted from its start. */
  reject(reason: RejectionReason, uri: string, line: number | null, detail: string, record: string): void {
    this.#records++;
    this.#rejected++;
    const count = (this.#counts.get(reason) ?? 0) + 1;
    this.#counts.set(reason, count);
    if (count <= this.#samplesPerReason) {
      const excerpt = printable(record, EXCERPT_LENGTH);
      this.#samples.push({ reason, uri, line, detail: printable(detail, EXCERPT_LENGTH), excerpt });
    }
    this.#place(uri, line);
  }

  /** All `count` records of a file, for one reason that is told once. */
  rejectAll(reason: RejectionReason, uri: string, count: number, detail: string, record: string): void {
    if (count === 0) return;
    this.reject(reason, uri, null, detail, record);
    const more = count - 1;
    this.#records += more;
    this.#rejected += more;
    this.#counts.set(reason, this.#counts.get(reason)! + more);
    const file = this.#files.get(uri);
    if (file === undefined) this.#elsewhere += more;
    else file.count += more;
  }

  get records(): number {
    return this.#records;
  }

  get rows(): number {
    return this.#rows;
  }

  get rejected(): number {
    return this.#rejected;
  }

  /** Rejected records by records, 0 when there are none. */
  get share(): number {
    return this.#records === 0 ? 0 : this.#rejected / this.#records;
  }

  summarize(): ReadingSummary {
    return {
      records: this.#records,
      rows: this.#rows,
      rowsOutsideWindow: this.#rowsOutside,
      absentInputs: this.#absentInputs,
      absentOutputs: this.#absentOutputs,
      rejected: {
        records: this.#rejected,
        share: this.share,
        byReason: REJECTION_REASONS.filter((reason) => this.#counts.has(reason)).map((reason) => ({
          reason,
          count: this.#counts.get(reason)!,
        })),
        samples: [...this.#samples],
        places: [...this.#files.values()].map((file) => ({
          uri: file.uri,
          count: file.count,
          lines: writeRanges(file.lines, file.cut),
        })),
        elsewhere: this.#elsewhere,
      },
    };
  }

  #place(uri: string, line: number | null): void {
    let file = this.#files.get(uri);
    if (file === undefined) {
      if (this.#files.size >= this.#maxFiles) {
        this.#elsewhere++;
        return;
      }
      file = { uri, count: 0, lines: [], cut: false };
      this.#files.set(uri, file);
    }
    file.count++;
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
