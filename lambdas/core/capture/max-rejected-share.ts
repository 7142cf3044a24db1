/**
 * Above this share of unreadable records, or of labels or answers that cannot be measured, the other rows are not judged,
 * unless the monitor file sets another share. Leaving out a share s of rows because of their content can move a share of
 * correct rows by s, and an average by any amount; 1 % is what the interval of a share from 10,000 rows allows for chance.
 */
export const DEFAULT_MAX_REJECTED_SHARE = 0.01;
