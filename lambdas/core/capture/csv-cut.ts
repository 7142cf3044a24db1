import { CsvText } from './csv-text.ts';

/** Delimiters that may be used in place of a comma. */
const OTHERS = [';', '\t', '|'] as const;

/** Cuts CSV texts of requests and answers into fields. */
export class CsvCut {
  readonly #comma = new CsvText();
  #others: ReadonlyMap<string, CsvText> | null = null;

  /**
   * The text cut at commas. Where that does not fit, it is cut at a semicolon, tab or bar, if exactly one of them fits and makes
   * all rows equally wide. The `problem` is what breaks the grammar, or null.
   */
  cut(text: string, fits: (csv: CsvText) => boolean): { readonly csv: CsvText; readonly problem: string | null } {
    const problem = this.#comma.scan(text);
    if (problem === null && (this.#comma.rows === 0 || fits(this.#comma))) return { csv: this.#comma, problem };
    const fitting = this.#cutOtherwise(text).filter(({ csv }) => fits(csv));
    return fitting.length === 1 ? { csv: fitting[0].csv, problem: null } : { csv: this.#comma, problem };
  }

  /** For messages: how many fields the first row of the text has with another delimiter, where that cuts every row alike. */
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

/** Whether there are several fields, and as many in every row. */
function isEven(csv: CsvText): boolean {
  const width = csv.width(0);
  if (width < 2) return false;
  for (let row = 1; row < csv.rows; row++) if (csv.width(row) !== width) return false;
  return true;
}
