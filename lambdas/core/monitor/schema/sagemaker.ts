import * as z from 'zod';
import { InvalidValueError } from '../invalid-value.ts';
import { nearestName } from '../nearest.ts';
import { byName, parsed, positiveDuration } from './fields.ts';
import { TRAINING_INSTANCE_TYPES, TRANSFORM_INSTANCE_TYPES } from './instance-types.ts';

/** What SageMaker accepts: its API refuses the rest, but only when a retraining has begun. */

const MAX_ENTRIES = 100;
const MAX_IMAGE = 255;
const MAX_HYPER_PARAMETER = { name: 256, value: 2500 } as const;
const MAX_VARIABLE = { name: 1024, value: 1024 } as const;
/** Milliseconds. */
const LONGEST_TRAINING = 28 * 86_400_000;

/** The URI of a container image. */
export const image = parsed((text) => {
  if (text === '' || text.length > MAX_IMAGE || /\s/.test(text)) {
    throw new InvalidValueError('is not the URI of an image', `up to ${MAX_IMAGE} characters without spaces`);
  }
  return text;
});

const instanceType = (types: ReadonlySet<string>, jobs: string) =>
  parsed((text) => {
    if (types.has(text)) return text;
    throw new InvalidValueError(
      `is not an instance type of ${jobs}`,
      `one of the ${types.size} that SageMaker's API lists, such as ml.m5.xlarge`,
      nearestName(text, types),
    );
  });

export const trainingInstanceType = instanceType(TRAINING_INSTANCE_TYPES, 'training jobs');
export const transformInstanceType = instanceType(TRANSFORM_INSTANCE_TYPES, 'transform jobs');

/** A time limit of a training job, in milliseconds. */
export const maxRuntime = positiveDuration.refine((milliseconds) => milliseconds <= LONGEST_TRAINING, {
  error: 'is longer than 28 days, which is the longest a training job can run',
});

interface Entries {
  readonly what: string;
  readonly name: { readonly pattern: RegExp; readonly max: number; readonly accepted: string };
  readonly value: { readonly pattern: RegExp; readonly max: number; readonly accepted: string };
}

/** Names with texts; numbers and booleans are written as texts. */
function entries({ what, name, value }: Entries) {
  return byName(z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .superRefine((given, context) => {
      const problem = (message: string, accepted: string, path: PropertyKey[]) =>
        context.addIssue({ code: 'custom', path, message, params: { accepted } });
      if (given.size > MAX_ENTRIES) problem(`has more than ${MAX_ENTRIES} names`, `up to ${MAX_ENTRIES}`, []);
      for (const [key, text] of given) {
        if (key.length > name.max || !name.pattern.test(key))
          problem(`has a name that ${what} cannot have`, name.accepted, [key]);
        else if (text.length > value.max || !value.pattern.test(text)) {
          problem(`cannot be the value of ${what}`, value.accepted, [key]);
        }
      }
    })
    .prefault({});
}

const ONE_LINE = /^[^\n\r\u0085\u2028\u2029]*$/;

export const hyperParameters = entries({
  what: 'a hyperparameter',
  name: {
    pattern: ONE_LINE,
    max: MAX_HYPER_PARAMETER.name,
    accepted: `one line of up to ${MAX_HYPER_PARAMETER.name} characters`,
  },
  value: {
    pattern: ONE_LINE,
    max: MAX_HYPER_PARAMETER.value,
    accepted: `one line of up to ${MAX_HYPER_PARAMETER.value} characters`,
  },
});

export const environment = entries({
  what: 'an environment variable',
  name: {
    pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
    max: MAX_VARIABLE.name,
    accepted: 'letters, digits and _, not a digit first',
  },
  value: { pattern: /^/, max: MAX_VARIABLE.value, accepted: `up to ${MAX_VARIABLE.value} characters` },
});
