import { CsvText } from './csv-text.ts';

/** Delimiters that are tried if the comma does not fit. */
const OTHERS = [';', '\t', '|'] as const;

/** Splits the CSV of requests and responses into fields. */
export class CsvCut {
  readonly #comma = new CsvText();
  #others: ReadonlyMap<string, CsvText> | null = null;

  /**
   * Splits the text at commas. If the result does not fit, splits it at semicolons, tabs or bars, if exactly one of
   * them fits and gives all rows the same number of fields. `problem` describes an error of syntax, or is null.
   */
  cut(text: string, fits: (csv: CsvText) => boolean): { readonly csv: CsvText; readonly problem: string | null } {
    const problem = this.#comma.scan(text);
    if (problem === null && (this.#comma.rows === 0 || fits(this.#comma))) return { csv: this.#comma, problem };
    const fitting = this.#cutOtherwise(text).filter(({ csv }) => fits(csv));
    return fitting.length === 1 ? { csv: fitting[0].csv, problem: null } : { csv: this.#comma, problem };
  }

  /**
   * For messages: the number of fields with another delimiter that gives all rows the same number of fields. Empty if
   * none does.
   */
  describeOthers(text: string): string {
    const [other] = this.#cutOtherwise(text);
    if (other === undefined) return '';
    const mark = other.delimiter === '\t' ? 'a tab' : JSON.stringify(other.delimiter);
    return `; with ${mark} between them it has ${other.csv.width(0)}`;
  }

  #cutOtherwise(text: string): { readonly delimiter: string; readonly csv: CsvText }[] {
    this.#others ??= new Map(OTHERS.map((delimiter) => [delimiter, new CsvText(delimiter)]));
    const cut = [...this.#others].map(([delimiter, csv]) => ({ delimiter, csv }));
    return cut.filter(
      ({ delimiter, csv }) => text.includes(delimiter) && csv.scan(text) === null && csv.rows > 0 && isEven(csv),
    );
  }
}

/** Whether every row has the same number of fields, and more than one. */
function isEven(csv: CsvText): boolean {
  const width = csv.width(0);
  if (width < 2) return false;
  for (let row = 1; row < csv.rows; row++) if (csv.width(row) !== width) return false;
  return true;
}
