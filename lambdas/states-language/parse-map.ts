import type { Names } from './expression.ts';
import { Fields } from './fields.ts';
import type { ParseGraph, Scope } from './scope.ts';
import { isWholeFrom, namesWith, open, parseRecovery, RECOVERING } from './state-fields.ts';
import type { Distribution, ItemReader, MapState } from './states.ts';
import type { Template } from './template.ts';

const INLINE = ['Items', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency'];
const DISTRIBUTED = ['Label', 'ItemReader', 'ToleratedFailureCount', 'ToleratedFailurePercentage'];

const READER = 'arn:aws:states:::s3:getObject';

/** A label is part of ARNs. Step Functions takes other characters too, but its metrics do not. */
const LABEL = /^[\w-]{1,40}$/;

export function parseMap(name: string, value: unknown, path: string, scope: Scope, parseGraph: ParseGraph): MapState {
  const fields = open(value, path, [...RECOVERING, ...INLINE, ...DISTRIBUTED]);
  const names = namesWith(scope.variables);
  const graph = ['ProcessorConfig', 'StartAt', 'States', 'Comment', 'QueryLanguage'];
  const processor = open(fields.value('ItemProcessor'), `${path}.ItemProcessor`, graph);
  const distribution = parseDistribution(fields, processor, scope);
  // An execution of a Distributed Map cannot read variables of the one that starts it.
  const variables: ReadonlySet<string> = distribution === undefined ? scope.variables : new Set();
  return {
    type: 'Map',
    name,
    items: fields.templateOf('Items', names, Array.isArray, 'an array'),
    itemSelector: fields.template('ItemSelector', namesWith(variables)),
    maxConcurrency: wholeFrom0(fields, 'MaxConcurrency', names),
    processor: parseGraph(processor, { ...scope, variables, isIteration: true }),
    distribution,
    ...parseRecovery(fields, scope.variables),
  };
}

/** @returns undefined for an inline Map */
function parseDistribution(fields: Fields, processor: Fields, scope: Scope): Distribution | undefined {
  const path = `${processor.path}.ProcessorConfig`;
  const config = new Fields(processor.value('ProcessorConfig') ?? {}, path, ['Mode', 'ExecutionType']);
  const mode = config.value('Mode') ?? 'INLINE';
  if (mode !== 'INLINE' && mode !== 'DISTRIBUTED') throw config.wrong('Mode', 'INLINE or DISTRIBUTED');
  if (mode === 'INLINE') {
    const misplaced = DISTRIBUTED.find((field) => fields.has(field));
    if (misplaced !== undefined) throw fields.wrong(misplaced, 'a field of Distributed Maps');
    if (config.has('ExecutionType')) throw config.wrong('ExecutionType', 'a field of Distributed Maps');
    return undefined;
  }
  if (scope.isIteration) throw config.wrong('Mode', 'INLINE inside another Map');
  if (config.value('ExecutionType') !== 'STANDARD') throw config.wrong('ExecutionType', 'STANDARD');
  const label = fields.value('Label');
  if (typeof label !== 'string' || !LABEL.test(label))
    throw fields.wrong('Label', 'a text of up to 40 letters, digits, hyphens and underscores');
  if (scope.labels.has(label)) throw fields.wrong('Label', 'unique in the machine');
  scope.labels.add(label);
  const names = namesWith(scope.variables);
  const isPercentage = (given: unknown) => isWholeFrom(given, 0) && given <= 100;
  return {
    label,
    reader: parseReader(fields, names),
    toleratedCount: wholeFrom0(fields, 'ToleratedFailureCount', names),
    toleratedPercentage: fields.templateOf(
      'ToleratedFailurePercentage',
      names,
      isPercentage,
      'a whole percentage from 0 to 100',
    ),
  };
}

function parseReader(fields: Fields, names: Names): ItemReader | undefined {
  if (!fields.has('ItemReader')) return undefined;
  if (fields.has('Items')) throw fields.wrong('Items', 'not given beside an ItemReader');
  const path = `${fields.path}.ItemReader`;
  const reader = new Fields(fields.value('ItemReader'), path, ['Resource', 'ReaderConfig', 'Arguments']);
  if (reader.value('Resource') !== READER) throw reader.wrong('Resource', READER);
  const config = new Fields(reader.value('ReaderConfig'), `${path}.ReaderConfig`, ['InputType']);
  if (config.value('InputType') !== 'JSON') throw config.wrong('InputType', 'JSON');
  const given = new Fields(reader.value('Arguments'), `${path}.Arguments`, ['Bucket', 'Key']);
  const text = (name: string) => {
    const template = given.templateOf(name, names, (value) => typeof value === 'string', 'a text');
    if (template === undefined) throw given.wrong(name, 'a text or {% … %}');
    return template;
  };
  return { bucket: text('Bucket'), key: text('Key') };
}

function wholeFrom0(fields: Fields, name: string, names: Names): Template | undefined {
  return fields.templateOf(name, names, (given) => isWholeFrom(given, 0), 'a whole number from 0');
}
