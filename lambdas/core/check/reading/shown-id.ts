import type { Redactor } from '../../text/redactor.ts';

const QUOTED_ID = 80;

/** An id as texts may quote it; null where they hide it. */
export function shownId(id: string | null, redactor: Redactor): string | null {
  return id === null || redactor.mode === 'hide' ? null : redactor.quote(id, QUOTED_ID);
}
