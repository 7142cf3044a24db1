import { errorMessage } from '../core/text/error-message.ts';
import { DefinitionError } from './errors.ts';
import { Fields } from './fields.ts';
import { parseGraph } from './parse-graph.ts';
import type { StateGraph } from './states.ts';
import { MAX_INTEGER } from './whole-number.ts';

/** A whole machine. */
export interface Definition extends StateGraph {
  /** How long an execution may take, in seconds. */
  readonly timeout: number | undefined;
  /** Labels of its Distributed Maps. */
  readonly labels: ReadonlySet<string>;
}

/** @param text The definition as JSON. @throws DefinitionError for anything that the interpreter does not support exactly */
export function parseDefinition(text: string): Definition {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DefinitionError('the definition', `this is not JSON: ${errorMessage(error)}`);
  }
  const known = ['Comment', 'QueryLanguage', 'Version', 'StartAt', 'States', 'TimeoutSeconds'];
  const fields = new Fields(value, 'the definition', known);
  if (fields.value('QueryLanguage') !== 'JSONata') throw fields.wrong('QueryLanguage', 'JSONata');
  if (fields.has('Version') && fields.value('Version') !== '1.0') throw fields.wrong('Version', '1.0');
  const timeout = fields.has('TimeoutSeconds') ? fields.integer('TimeoutSeconds', 1, 1, MAX_INTEGER) : undefined;
  const labels = new Set<string>();
  const scope = { variables: new Set<string>(), reserved: new Set<string>(), stateNames: new Set<string>() };
  return { ...parseGraph(fields, { ...scope, labels, isIteration: false }), timeout, labels };
}
