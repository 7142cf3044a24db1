import * as fc from 'fast-check';

/** The same cases on every run; `FC_SEED=random` looks for new ones, `FC_SEED=<number>` repeats a run. */
const { FC_SEED = '20010201' } = process.env;
if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED) });
