import { formatCount } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';
import { nearestName } from './nearest.ts';

/** The most columns that a message lists. */
const NAMED_COLUMNS = 20;

/** A required column is not in the data. */
export class ColumnNotFoundError extends Error {
  override readonly name = 'ColumnNotFoundError';
  constructor(column: string, uri: string, found: Iterable<string>) {
    const names = [...found];
    const near = nearestName(column, names);
    const more = names.length - NAMED_COLUMNS;
    const list = names.slice(0, NAMED_COLUMNS).map(quoted).join(', ');
    super(
      `${uri} has no column ${JSON.stringify(column)}; ${near === null ? '' : `did you mean ${quoted(near)}? `}` +
        `it has ${list}${more > 0 ? ` and ${formatCount(more)} more` : ''}`,
    );
  }
}
