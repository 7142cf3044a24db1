import type { ColumnHistory } from '../../../lambdas/core/drift/stream.ts';

/** What is known of a column before its first window. */
export const NO_HISTORY: ColumnHistory = { shifts: new Map(), flagged: null, normal: null };
