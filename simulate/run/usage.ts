import { CHANGE_NAMES } from '../world/change.ts';
import { COLUMN_KIND_NAMES } from '../world/column-kinds.ts';
import { LABEL_NAMES } from '../world/model/label-arrival.ts';
import { WORLD_NAMES } from '../world/spec.ts';
import { DEFAULTS } from './defaults.ts';
import { PRESETS } from './presets.ts';

export const USAGE = `npm run simulate -- [options]

Plays monitors through the product's own checks over generated worlds, with virtual time. Monitors' states are kept in memory
as objects, which is faster; node simulate/run.ts keeps them as text, with the same results.

  --table ${Object.keys(PRESETS).join('|')}    a list of cells; other options replace its settings
  --list                   show the cells and play nothing
  --world NAME             ${WORLD_NAMES.join(', ')}; several joined by +
  --rows N  --features N   rows a day (${DEFAULTS.rows}), features (${DEFAULTS.features})
  --columns KIND           mix, ${COLUMN_KIND_NAMES.join(', ')}
  --years N                monitors; each watches a year, or until four weeks after a change (${DEFAULTS.years})
  --days N                 days that each monitor watches instead
  --change NAME            ${CHANGE_NAMES.join(', ')}
  --change-day N           day of the change, from 0 (${DEFAULTS.changeDay})
  --change-over N          days that the change takes, linearly (1: sudden)
  --changed-features N     features that change (${DEFAULTS.changedFeatures})
  --baseline-rows N  --baseline-days N    rows of the baseline, and days they are from (${DEFAULTS.baselineRows}, ${DEFAULTS.baselineDays})
  --baseline-time          the baseline has a column with the time
  --drift YAML  --quality YAML  --alerts YAML  --baseline YAML    keys of these sections of the monitor file
  --no-rules               without the plain rules

  --performance METRIC     watch the performance of a model whose labels arrive later, by this metric: accuracy, f1, rmse, …
  --problem NAME           binary, multiclass, regression (the first that has the metric)
  --true VALUE             the metric over infinitely many rows, in the baseline and until a change (${DEFAULTS.value})
  --limit VALUE            the limit for alerts and retrainings; worse values meet it (${DEFAULTS.limit})
  --for N                  windows in a row that have to meet the limit (the product's default)
  --literal                compare each window's value with the limit as it is
  --labels NAME            ${LABEL_NAMES.join(', ')}; several joined by + (${DEFAULTS.labels})
  --drop SIZE              by how much the metric becomes worse on the day of the change, in its unit
  --change-days N          days after which the drop is over (it never is)
  --value-wobble SD        standard deviation, over the days, of the true value (${DEFAULTS.valueWobble})
  --positives SHARE        binary, without --retraining: share of positive rows (${DEFAULTS.positives})
  --errors NAME            regression: normal, heavy (${DEFAULTS.errors})
  --retraining             binary accuracy: the product trains, judges and promotes models, and a drop is a change that they can learn
  --performance-keys YAML  --label-keys YAML  --retraining-keys YAML    keys of these sections of the monitor file

  --read                   write windows as CSV files and read these
  --seed N                 the same seed gives the same table (${DEFAULTS.seed})
  --jobs N                 monitors that are played at once (as many as there are cores)
  --out FILE               add each row of the table to the file, as a line of JSON, with the first messages of its cell; cells
                           that the file holds already are not played again, nor are the monitors in FILE.begun, which has those of
                           rows that are not complete; so a run that was stopped goes on
`;
