import { binaryRows, rowsOf, settings } from './rows.ts';

/** 900 and 850 of 1,000 right: better by 0.05, beyond chance. */
export const better = binaryRows(rowsOf(800, 100, 50, 50));
export const strict = settings('accuracy', { margin: 0.005, minimumRows: 1000 });

/** Better everywhere but in LGA, where it gets 100 of 300 rows less. */
export const lopsided = binaryRows([...rowsOf(500, 200, 0, 0, 0), ...rowsOf(150, 0, 100, 50, 1)]);
export const bySegment = { ...strict, segments: ['origin'] };
