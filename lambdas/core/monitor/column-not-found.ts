import { countOf, formatCount } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';
import { type QuotingError, Redactor } from '../text/redactor.ts';
import { nearestName } from './nearest.ts';

/** The most columns that a message lists. */
const NAMED_COLUMNS = 20;

/** A required column is not in the data. */
export class ColumnNotFoundError extends Error implements QuotingError {
  override readonly name = 'ColumnNotFoundError';
  readonly #column: string;
  readonly #uri: string;
  readonly #found: readonly string[];

  constructor(column: string, uri: string, found: Iterable<string>) {
    const names = [...found];
    super(describe(column, uri, names, Redactor.SHOW));
    this.#column = column;
    this.#uri = uri;
    this.#found = names;
  }

  messageFor(redactor: Redactor): string {
    return describe(this.#column, this.#uri, this.#found, redactor);
  }
}

/** What the columns of a table without a header are called are values. */
function describe(column: string, uri: string, names: readonly string[], redactor: Redactor): string {
  const lacks = `${redactor.uri(uri)} has no column ${JSON.stringify(column)}`;
  if (!redactor.shows) return `${lacks}; it has ${countOf(names.length, 'column')}`;
  const near = nearestName(column, names);
  const more = names.length - NAMED_COLUMNS;
  const list = names.slice(0, NAMED_COLUMNS).map(quoted).join(', ');
  return (
    `${lacks}; ${near === null ? '' : `did you mean ${quoted(near)}? `}` +
    `it has ${list}${more > 0 ? ` and ${formatCount(more)} more` : ''}`
  );
}
