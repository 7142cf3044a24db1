import * as z from 'zod';
import { VALUE_MODES } from '../../text/redactor.ts';

export const privacy = z
  .strictObject({
    values: z
      .enum(VALUE_MODES)
      .default('show')
      .describe(
        'Whether messages, pages, results and logs show values of captured data, labels and training data (such as categories and excerpts of rejected records), replace them by a keyed hash, the same for equal values, or hide them',
      ),
  })
  .prefault({})
  .describe('What may be quoted of the data');
