import { expression, type State } from '../../states-language.ts';
import { renewState } from './renew-state.ts';
import { catchFailure, type Resources, stepRequest, stepTask } from './state-builders.ts';
import { plan } from './variables.ts';

/** Number of windows that are prepared at the same time. */
const MAX_CONCURRENT_WINDOWS = 4;

/** Prepares the windows of the plan, a few at the same time. */
export function prepareDatasetState(resources: Resources): State {
  return {
    Type: 'Map',
    Items: expression(plan.windows),
    MaxConcurrency: MAX_CONCURRENT_WINDOWS,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'RenewForWindow',
      States: {
        RenewForWindow: renewState(resources, 'step', { Next: 'PrepareWindow' }),
        PrepareWindow: stepTask(
          'prepareDataset',
          resources,
          expression(`$merge([$states.input, ${objectOf(stepRequest('prepareDataset'))}])`),
          { Comment: 'Joins the labels of one window and stores its rows' },
        ),
      },
    },
    Output: {},
    Catch: [catchFailure('PrepareDataset')],
    Next: 'DescribeLive',
  };
}

/** One expression for an object whose values may be expressions. */
function objectOf(fields: { readonly [key: string]: string }): string {
  const parts = Object.entries(fields).map(([key, text]) => {
    const inner = /^\{% (.*) %\}$/.exec(text)?.[1];
    return `'${key}': ${inner ?? `'${text}'`}`;
  });
  return `{${parts.join(', ')}}`;
}
