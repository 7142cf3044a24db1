import { listNames } from '../text/name-list.ts';
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
  readonly #lacking: readonly string[];

  /** @param lacking All features that the training data lacks under their own names, if the column is one of them. */
  constructor(column: string, uri: string, found: Iterable<string>, lacking: readonly string[] = []) {
    const names = [...found];
    super(describe(column, uri, names, Redactor.SHOW) + describeLacking(lacking));
    this.#column = column;
    this.#uri = uri;
    this.#found = names;
    this.#lacking = lacking;
  }

  messageFor(redactor: Redactor): string {
    return describe(this.#column, this.#uri, this.#found, redactor) + describeLacking(this.#lacking);
  }
}

/** What to do about features, whose names the monitor file has. */
function describeLacking(features: readonly string[]): string {
  if (features.length === 0) return '';
  const list = listNames(features.map(quoted), NAMED_COLUMNS);
  const which = features.length === 1 ? 'this feature' : `these features that it lacks: ${list}`;
  return `; where it has another name, baseline.columns gives the column of ${which}`;
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
